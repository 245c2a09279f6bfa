"""Strategies as a sheet, and a category cycle by cycle."""

import io
from datetime import UTC, date, datetime
from decimal import Decimal

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from hypothesis import HealthCheck, given, reject, settings
from hypothesis import strategies as st

from procurement.forms.strategies import STRATEGIES, StrategyRow, export_rows, find_problems
from procurement.models import Cycle, Position, Strategy
from procurement.queries.by_cycle import cycles_of
from procurement.queries.proposal import proposal_for
from procurement.services import draft_strategy
from procurement.states import Asked, GoalMeasure, Procedure, StrategyLever
from srm.errors import Invalid, Refused
from srm.imports import services
from srm.imports.export import write_xlsx
from srm.imports.registry import Good
from tests.cast import make_cast
from tests.factories.reference import CategoryFactory
from tests.matrix.procurement_segments import a_cycle, a_placed_category, a_strategy

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast():
    return make_cast()


def a_sheet(*rows) -> SimpleUploadedFile:
    book = openpyxl.Workbook()
    book.active.append([str(c.label) for c in STRATEGIES.columns])
    for row in rows:
        book.active.append(row)
    buffer = io.BytesIO()
    book.save(buffer)
    return SimpleUploadedFile("strategies.xlsx", buffer.getvalue())


def a_row(category, **values) -> StrategyRow:
    return StrategyRow(**{c.name: None for c in STRATEGIES.columns} | values | {"category": category})


def checked(upload, by):
    run = services.upload_import(kind="category-strategies", upload=upload, by=by)
    run = services.match_columns(run=run, mapping=run.mapping, by=by)
    return services.preview_import(run=run, by=by)


def test_each_line_becomes_a_draft_and_empty_cells_leave_the_proposal(cast):
    plain, other = a_placed_category(cast), a_placed_category(cast)
    told = [other.name, "rfp", "none", 60, 2, 24, "executive", 6, "", datetime(2030, 1, 1), "Two makers left"]
    run = checked(a_sheet([plain.code], told), cast.category_manager)

    services.confirm_import(run=run, by=cast.category_manager)

    first, second = plain.strategies.get(), other.strategies.get()
    assert (first.status, first.procedure, first.created_by) == ("draft", "negotiation", cast.category_manager)
    assert (second.procedure, second.price_weight, second.contract_months) == ("rfp", 60, 24)
    assert (second.approval_level, second.review_on.isoformat()) == ("executive", "2030-01-01")


def test_wrong_cells_are_told_where_they_stand_and_nothing_is_drafted(cast):
    category = a_placed_category(cast)
    run = checked(a_sheet([category.code, "barter"], ["nothing such", "rfq"]), cast.category_manager)

    problems = {(p["row"], p["field"]) for p in run.problems}
    assert problems == {(2, "procedure"), (3, "category")}
    assert Strategy.objects.count() == 0


def test_a_line_that_differs_without_a_reason_is_told_at_its_cell_and_nothing_is_drafted(cast):
    plain, other = a_placed_category(cast), a_placed_category(cast)
    run = checked(a_sheet([plain.code], [other.code, "rfp", *[None] * 8, ""]), cast.category_manager)

    assert [(p["row"], p["cell"], p["field"]) for p in run.problems] == [(3, "K3", "reason")]
    with pytest.raises(Refused):
        services.confirm_import(run=run, by=cast.category_manager)
    assert Strategy.objects.count() == 0


def test_a_draft_that_appears_after_the_check_is_named_by_its_row_and_undoes_all(cast):
    plain, other = a_placed_category(cast), a_placed_category(cast)
    run = checked(a_sheet([plain.code], [other.code]), cast.category_manager)
    late = draft_strategy(category=other, by=cast.procurement_head)

    run = services.confirm_import(run=run, by=cast.category_manager)

    assert run.status == "failed"
    assert "A draft of this strategy is open already." in run.message
    assert list(Strategy.objects.all()) == [late]


def test_a_category_twice_without_place_or_with_a_draft_is_told_by_row(cast):
    placed, drafted, bare = a_placed_category(cast), a_placed_category(cast), CategoryFactory()
    draft_strategy(category=drafted, by=cast.category_manager)

    rows = [Good(n, a_row(c)) for n, c in enumerate((placed, placed, drafted, bare), start=2)]

    assert [(p.row, p.field) for p in find_problems(rows)] == [(3, "category"), (4, "category"), (5, "category")]


def test_the_sheet_that_goes_out_has_the_shape_of_the_one_that_comes_in(cast):
    strategy = a_strategy(cast)

    reply = cast.client("category_manager").get(reverse("imports:export", args=["category-strategies"]))

    rows = list(openpyxl.load_workbook(io.BytesIO(reply.content)).active.values)
    assert list(rows[0]) == [str(c.label) for c in STRATEGIES.columns]
    assert rows[1][:4] == (strategy.category.code, "rfq", "none", 70)


def under(**cells):
    """A line of the sheet with these cells."""
    return [cells.get(c.name) for c in STRATEGIES.columns]


def test_goals_levers_milestones_and_criteria_stand_in_lines_of_their_own(cast):
    category = a_placed_category(cast)
    sheet = a_sheet(
        under(
            category=category.code, procedure="rfp", price_weight=50, reason="Two makers left", goal="risk",
            goal_target=20, goal_by=datetime(2030, 6, 1), lever="joint_plan", lever_owner=cast.buyer.email,
            criterion="partnership", criterion_weight=30, milestone="Plan agreed",
            milestone_due_on=datetime(2030, 3, 1),
        ),
        under(category=category.code, goal_name="Know every maker", goal_target="yes", criterion="quality",
              criterion_weight=20, lever_name="Visit the works"),
        under(category=category.name, milestone="Second source found"),
    )  # fmt: skip

    run = checked(sheet, cast.category_manager)
    services.confirm_import(run=run, by=cast.category_manager)

    made = category.strategies.get()
    assert run.problems == []
    assert [(g["measure"], g["name"], g["target"], g["by"]) for g in made.goals] == [
        ("risk", "", "20", "2030-06-01"), ("", "Know every maker", "yes", ""),
    ]  # fmt: skip
    assert [(row["code"], row["name"], row["owner"]) for row in made.levers] == [
        ("joint_plan", "", cast.buyer.email), ("", "Visit the works", ""),
    ]  # fmt: skip
    assert [(m["name"], m["due_on"]) for m in made.milestones] == [
        ("Plan agreed", "2030-03-01"), ("Second source found", ""),
    ]  # fmt: skip
    assert made.criteria == [{"code": "partnership", "weight": 30}, {"code": "quality", "weight": 20}]


def test_lines_below_a_first_one_that_cannot_be_read_are_not_checked_as_if_they_led(cast):
    broken, other = a_placed_category(cast), a_placed_category(cast)
    sheet = a_sheet(
        under(category=broken.code, procedure="barter", reason="Two makers left"),
        under(category=broken.code, criterion="quality", criterion_weight=20),  # differs: the reason stands above
        under(category=broken.code),
        under(category=other.code, procedure="rfp"),  # differs without a reason
    )

    run = checked(sheet, cast.category_manager)

    assert [(p["row"], p["field"]) for p in run.problems] == [(2, "procedure"), (5, "reason")]
    assert Strategy.objects.count() == 0


def test_faults_of_goals_levers_and_milestones_are_told_at_their_cells(cast):
    category = a_placed_category(cast)
    sheet = a_sheet(
        under(category=category.code, goal="risk", goal_target="low", lever="magic"),
        under(category=category.code, goal="none", criterion="quality", lever_name="Ask", lever_owner="x@nowhere.org"),
        under(category=category.code, goal_target="9", milestone_owner="Vera", procedure="rfp"),
        under(category=category.code),
    )

    run = checked(sheet, cast.category_manager)

    assert [(p["field"], p["message"]) for p in run.problems if p["cell"] == "S2"] == [
        ("lever", "There is no such choice.")
    ]
    run = services.fix_cells(run=run, cells={"S2": ""}, by=cast.category_manager)
    assert {(p["row"], p["field"]) for p in run.problems} == {
        (2, "goal_target"), (3, "criterion"), (3, "lever_owner"), (4, "goal_name"), (4, "milestone"), (4, "procedure"),
        (5, "category"),
    }  # fmt: skip
    assert Strategy.objects.count() == 0


def test_none_leaves_a_list_empty_where_an_empty_cell_leaves_the_proposal(cast):
    plain, bare = a_placed_category(cast), a_placed_category(cast)
    run = checked(a_sheet([plain.code], under(category=bare.code, goal="нет", lever="none")), cast.category_manager)

    services.confirm_import(run=run, by=cast.category_manager)

    assert (bool(plain.strategies.get().goals), bool(plain.strategies.get().levers)) == (True, True)
    assert (bare.strategies.get().goals, bare.strategies.get().levers) == ([], [])


DOCUMENT = (
    "procedure", "auction_format", "price_weight", "minimum_bidders", "contract_months", "approval_level",
    "supplier_review_months", "direction", "review_on", "overruled_reason", "criteria", "goals", "levers", "milestones",
)  # fmt: skip
WORDS = st.text("aй =+-@'\"0123456789.,%;_–Ї", min_size=1, max_size=12).map(str.strip).filter(bool)
NUMBERS = st.decimals(-999, 999, places=2).map(str) | st.integers(0, 99).map(str) | st.just("-0")
DAYS = st.dates(date(1890, 1, 1), date(2090, 12, 31)).map(date.isoformat)
MEASURED = st.fixed_dictionaries(
    {"measure": st.sampled_from(GoalMeasure.values), "target": NUMBERS}, optional={"start": NUMBERS, "by": DAYS | WORDS}
)
TOLD = st.fixed_dictionaries({"name": WORDS}, optional={"target": WORDS | NUMBERS | DAYS, "by": DAYS | WORDS})
LEVERS = st.fixed_dictionaries(
    {"code": st.sampled_from(StrategyLever.values)}, optional={"name": WORDS, "expected": WORDS}
) | st.fixed_dictionaries({"name": WORDS}, optional={"owner": WORDS})
MILESTONES = st.fixed_dictionaries({"name": WORDS}, optional={"due_on": DAYS, "owner": WORDS})
CRITERIA = st.lists(
    st.fixed_dictionaries({"code": st.sampled_from(Asked.values), "weight": st.integers(1, 50)}), max_size=3,
    unique_by=lambda row: row["code"],
)  # fmt: skip
CHOICES = st.fixed_dictionaries(
    {"overruled_reason": WORDS},
    optional={
        "procedure": st.sampled_from(Procedure.values), "price_weight": st.integers(0, 100),
        "supplier_review_months": st.integers(0, 60), "direction": st.sampled_from(["", "exploit", "diversify"]),
        "review_on": st.dates(date(1890, 1, 1), date(2090, 1, 1)), "criteria": CRITERIA,
        "goals": st.lists(MEASURED | TOLD, max_size=4), "levers": st.lists(LEVERS, max_size=3),
        "milestones": st.lists(MILESTONES, max_size=3),
    },
)  # fmt: skip


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(choices=CHOICES, quadrant=st.sampled_from(["strategic", "leverage"]))
def test_what_goes_out_comes_in_as_an_equal_draft(cast, choices, quadrant):
    category, by = a_placed_category(cast), cast.category_manager
    Position.objects.filter(category=category).update(quadrant=quadrant)
    try:
        draft = draft_strategy(category=category, by=by, **choices)
    except Invalid:
        reject()
    lines = export_rows(by)
    Strategy.objects.all().delete()
    buffer = io.BytesIO()
    write_xlsx(buffer, heads=[c.label for c in STRATEGIES.columns], rows=lines)

    run = checked(SimpleUploadedFile("strategies.xlsx", buffer.getvalue()), by)
    run = services.confirm_import(run=run, by=by)

    again = category.strategies.get()
    assert {n: getattr(again, n) for n in DOCUMENT} == {n: getattr(draft, n) for n in DOCUMENT}
    Strategy.objects.all().delete()


def test_a_category_is_shown_cycle_by_cycle_with_position_strategy_and_result(cast):
    last, now = a_cycle(cast), a_cycle(cast)
    category = a_placed_category(cast)
    Position.objects.filter(category=category).update(cycle=now)
    Position.objects.create(
        category=category, cycle=last, quadrant="routine", measured_quadrant="routine", is_current=False,
        supply_risk=Decimal("0.2"), profit_impact=Decimal("0.1"),
    )  # fmt: skip
    Strategy.objects.create(
        number="ST-9", category=category, version=1, status="retired", quadrant="routine", procedure="rfq", cycle=last,
        price_weight=90, minimum_bidders=2, review_on=datetime(2030, 1, 1, tzinfo=UTC).date(),
        levers=[{"code": "bundle", "measured": "3 %"}, {"code": "catalogue", "measured": ""}],
    )  # fmt: skip

    rows = cycles_of(category)
    page = cast.client("buyer").get(reverse("procurement:category-detail", args=[category.public_id])).content.decode()

    assert [r.cycle for r in rows] == list(Cycle.objects.order_by("-starts_on"))
    assert [(r.position.quadrant, r.strategy and r.strategy.number) for r in rows] == [
        ("leverage", None), ("routine", "ST-9"),
    ]  # fmt: skip
    assert (rows[1].reached, rows[1].levers) == (1, 2)
    assert "Cycle by cycle" in page


def test_a_strategy_approved_in_an_earlier_cycle_is_shown_where_it_still_held(cast):
    last, now = a_cycle(cast), a_cycle(cast)
    strategy = a_strategy(cast, "in_force")
    for cycle in (last, now):
        Position.objects.create(category=strategy.category, cycle=cycle, quadrant="routine", is_current=False)
    Strategy.objects.filter(pk=strategy.pk).update(cycle=last, approved_at=datetime(2020, 1, 1, tzinfo=UTC))

    assert [row.strategy for row in cycles_of(strategy.category)] == [strategy, strategy]


@pytest.mark.parametrize(("code", "decides"), [("moved", False), ("review", True)])
def test_a_strategy_whose_category_moved_decides_nothing_one_past_its_review_does(cast, code, decides):
    strategy = a_strategy(cast, "out_of_date")
    Strategy.objects.filter(pk=strategy.pk).update(outdated_code=code, outdated_params={"old": "routine"})

    found = proposal_for(strategy.category)

    assert (found.source == strategy.number) is decides
