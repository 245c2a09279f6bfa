"""Strategies as a sheet, and a category cycle by cycle."""

import io
from datetime import UTC, datetime
from decimal import Decimal

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from procurement.forms.strategies import STRATEGIES, find_problems
from procurement.models import Cycle, Position, Strategy
from procurement.queries.by_cycle import cycles_of
from procurement.queries.proposal import proposal_for
from procurement.services import draft_strategy
from srm.imports import services
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


def test_a_line_that_differs_without_a_reason_is_named_and_undoes_all(cast):
    plain, other = a_placed_category(cast), a_placed_category(cast)
    run = checked(a_sheet([plain.code], [other.code, "rfp"]), cast.category_manager)

    run = services.confirm_import(run=run, by=cast.category_manager)

    assert (run.status, run.message.startswith("Row 3: ")) == ("failed", True)
    assert Strategy.objects.count() == 0


def test_a_category_twice_without_place_or_with_a_draft_is_told_by_row(cast):
    placed, drafted, bare = a_placed_category(cast), a_placed_category(cast), CategoryFactory()
    draft_strategy(category=drafted, by=cast.category_manager)

    class Row:
        def __init__(self, category):
            self.category = category

    rows = [Good(n, Row(c)) for n, c in enumerate((placed, placed, drafted, bare), start=2)]

    assert [(p.row, p.field) for p in find_problems(rows)] == [(3, "category"), (4, "category"), (5, "category")]


def test_the_sheet_that_goes_out_has_the_shape_of_the_one_that_comes_in(cast):
    strategy = a_strategy(cast)

    reply = cast.client("category_manager").get(reverse("imports:export", args=["category-strategies"]))

    rows = list(openpyxl.load_workbook(io.BytesIO(reply.content)).active.values)
    assert list(rows[0]) == [str(c.label) for c in STRATEGIES.columns]
    assert rows[1][:4] == (strategy.category.code, "rfq", "none", 70)


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
