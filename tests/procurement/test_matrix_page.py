import io
from datetime import UTC, date, datetime
from decimal import Decimal
from xml.etree import ElementTree

import openpyxl
import pytest
from django.urls import reverse

from procurement.models import CategoryTarget, Cycle, PortfolioSheet, Position
from procurement.queries.board import Look, board
from procurement.queries.portfolio import Moment, portfolio
from procurement.services import drop_target, set_target
from srm.documents.models import GeneratedDocument
from srm.errors import Invalid, NotPermitted
from srm.events.models import Event
from srm.events.services import deliver_pending
from tests.api_client import api, program_of
from tests.cast import make_cast
from tests.factories.reference import CategoryFactory
from tests.matrix.procurement_segments import a_cycle

pytestmark = pytest.mark.django_db
SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture
def cast():
    return make_cast()


def placed(category, risk, impact, *, at=None, quadrant="leverage", stability=None, current=True, **more):
    position = Position.objects.create(
        category=category, supply_risk=Decimal(risk) / 100, profit_impact=Decimal(impact) / 100, quadrant=quadrant,
        measured_quadrant=quadrant, stability=stability or {quadrant: 1.0}, spend=1000, is_current=current, **more,
    )  # fmt: skip
    if at:
        Position.objects.filter(pk=position.pk).update(created_at=at)
    return position


def drawn(response):
    return ElementTree.fromstring(response.content)  # noqa: S314 - our own picture


def a_target(cast, category, **more):
    values = {"supply_risk": Decimal("0.30"), "profit_impact": Decimal("0.80"), "reason": "Two more sources"}
    return set_target(category=category, by=cast.category_manager, **(values | more))


def test_a_move_is_drawn_as_an_arrow_from_the_place_before_and_an_unsure_one_with_a_halo(cast):
    steady, mover = CategoryFactory(name="Steady"), CategoryFactory(name="Mover")
    placed(steady, 20, 80)
    placed(mover, 30, 60, current=False)
    placed(mover, 56, 66, quadrant="strategic", stability={"strategic": 0.6, "leverage": 0.4})

    picture = drawn(cast.client("buyer").get(reverse("procurement:portfolio-svg")))

    moves = [g for g in picture.iter(f"{SVG}g") if "mx-move" in g.get("class", "")]
    halos = [e for e in picture.iter(f"{SVG}ellipse") if "mx-halo" in e.get("class", "")]
    assert [m.find(f"{SVG}polygon") is not None for m in moves] == [True]
    assert [h.get("class") for h in halos] == ["mx-halo q-strategic"]
    assert len([c for c in picture.iter(f"{SVG}circle") if "mx-dot" in c.get("class", "")]) == 2


def test_two_days_are_compared(cast):
    category = CategoryFactory()
    for day, risk in ((1, 10), (11, 40), (21, 80)):
        placed(category, risk, 60, at=datetime(2026, 3, day, 12, tzinfo=UTC), current=day == 21)

    (row,) = portfolio(cast.buyer, Moment(at=datetime(2026, 3, 12, tzinfo=UTC).date()))
    (since,) = portfolio(cast.buyer, Moment(since=datetime(2026, 3, 2, tzinfo=UTC).date()))

    assert (row.before.risk, row.position.risk) == (10, 40)
    assert (since.before.risk, since.position.risk) == (10, 80)


def test_a_past_cycle_is_shown_as_it_stood(cast):
    first, second = a_cycle(cast), a_cycle(cast)
    category = CategoryFactory()
    placed(category, 10, 60, current=False, cycle=first)
    placed(category, 80, 60, cycle=second, quadrant="strategic")

    page = cast.client("buyer").get(reverse("procurement:portfolio"), {"cycle": first.code, "view": "table"})
    (row,) = portfolio(cast.buyer, Moment(cycle=Cycle.objects.get(code=second.code)))

    assert [r.position.risk for r in page.context["board"].rows] == [10]
    assert (row.before.risk, row.position.risk) == (10, 80)


def test_the_matrix_is_narrowed_by_branch_owner_and_quadrant(cast):
    metal = CategoryFactory(name="Metal")
    steel = CategoryFactory(parent=metal, name="Steel", owner=cast.category_manager)
    paper = CategoryFactory(name="Paper")
    placed(steel, 20, 80)
    placed(paper, 20, 20, quadrant="routine")

    def names(**look):
        return [r.category.name for r in board(cast.buyer, Look(**look)).shown]

    assert names(branch=metal.public_id) == ["Steel"]
    assert names(owner=str(cast.category_manager.pk)) == ["Steel"]
    assert names(quadrant="routine") == ["Paper"]
    assert names(branch="nothing") == []


def test_a_level_of_the_tree_shows_its_branches_at_the_mean_of_their_categories(cast):
    metal = CategoryFactory(name="Metal")
    placed(CategoryFactory(parent=metal), 20, 80)
    placed(CategoryFactory(parent=metal), 80, 60, quadrant="strategic")

    (bubble,) = board(cast.buyer, Look(level=1)).bubbles()

    assert (bubble.label, bubble.place, bubble.spend) == ("Metal", (50, 70), 2000)
    assert bubble.url.endswith(f"?branch={metal.public_id}")


def test_a_wrong_comparison_is_told_at_its_field_and_left_out(cast):
    placed(CategoryFactory(), 20, 80)

    page = cast.client("buyer").get(reverse("procurement:portfolio"), {"at": "2026-01-01", "since": "2026-02-01"})

    assert "Choose an earlier day than the one shown." in page.content.decode()


def test_the_page_keeps_all_figures_as_a_table(cast):
    category = CategoryFactory(name="Bearings")
    placed(category, 30, 60, current=False)
    placed(category, 56, 66, quadrant="strategic")
    a_target(cast, category)

    page = cast.client("buyer").get(reverse("procurement:portfolio"), {"view": "table"}).content.decode()

    for words in ("Bearings", "30 / 60", "30 / 80"):
        assert words in page


def test_the_figures_come_out_as_xlsx_narrowed_as_the_page_is(cast):
    placed(CategoryFactory(name="Steel"), 20, 80)
    placed(CategoryFactory(name="Paper"), 20, 20, quadrant="routine")

    reply = cast.client("buyer").get(reverse("procurement:portfolio-xlsx"), {"quadrant": "routine"})

    rows = list(openpyxl.load_workbook(io.BytesIO(reply.content)).active.values)
    assert [row[1] for row in rows[1:]] == ["Paper"]
    assert rows[1][3:6] == ("Routine", 20, 20)


def test_the_matrix_is_put_on_paper_by_a_worker(cast):
    placed(CategoryFactory(name="Steel"), 20, 80)
    placed(CategoryFactory(name="Paper"), 20, 20, quadrant="routine")

    cast.client("buyer").post(reverse("procurement:portfolio-pdf"), {"quadrant": "leverage", "page": "7"})
    deliver_pending()

    document = GeneratedDocument.objects.get()
    assert PortfolioSheet.objects.get().look == {"quadrant": "leverage"}
    assert (document.status, document.kind) == ("ready", "procurement.portfolio")
    with document.file.open() as file:
        assert file.read(5) == b"%PDF-"


def test_a_target_is_set_with_a_reason_stands_hollow_on_the_matrix_and_replaces_the_last(cast):
    category = CategoryFactory()
    placed(category, 80, 80, quadrant="strategic")
    first = a_target(cast, category)

    second = a_target(cast, category, supply_risk=Decimal("0.60"))

    first.refresh_from_db()
    picture = drawn(cast.client("buyer").get(reverse("procurement:portfolio-svg")))
    rings = [g for g in picture.iter(f"{SVG}g") if "mx-target" in g.get("class", "")]
    assert (first.is_current, second.quadrant, len(rings)) == (False, "strategic", 1)
    event = Event.objects.filter(name="CategoryTargetSet").latest("pk")
    assert event.data["reason"] == "Two more sources"


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"supply_risk": Decimal("1.2")}, "supply_risk"), ({"profit_impact": Decimal("-0.1")}, "profit_impact"),
        ({"reason": " "}, "reason"), ({"due_on": date(2020, 1, 1)}, "due_on"),
    ],
)  # fmt: skip
def test_a_target_off_the_matrix_without_reason_or_in_the_past_is_refused(cast, wrong, field):
    with pytest.raises(Invalid) as refusal:
        a_target(cast, CategoryFactory(), **wrong)

    assert list(refusal.value.errors) == [field]
    assert CategoryTarget.objects.count() == 0


def test_a_target_is_given_up_with_a_reason_by_those_who_set_targets(cast):
    target = a_target(cast, CategoryFactory())

    with pytest.raises(Invalid):
        drop_target(target=target, reason="", by=cast.category_manager)
    with pytest.raises(NotPermitted):
        drop_target(target=target, reason="No money", by=cast.buyer)
    target.refresh_from_db()
    assert target.is_current
    drop_target(target=target, reason="No money", by=cast.category_manager)

    assert CategoryTarget.objects.current().count() == 0
    assert Event.objects.filter(name="CategoryTargetDropped").count() == 1


def test_the_targets_form_takes_a_quadrant_or_both_values_and_a_dragged_place(cast):
    category = CategoryFactory()
    placed(category, 80, 80, quadrant="strategic")
    url = reverse("procurement:category-target", args=[category.public_id])
    client = cast.client("category_manager")

    dragged = client.get(url, {"risk": "31", "impact": "72"}).content.decode()
    half = client.post(url, {"supply_risk": "31", "reason": "Another source"})
    torn = client.post(url, {"supply_risk": "31", "quadrant": "bottleneck", "reason": "Another source"})
    whole = client.post(url, {"quadrant": "leverage", "reason": "Another source"})

    assert 'value="31"' in dragged
    assert 'value="72"' in dragged
    assert [r.status_code for r in (half, torn, whole)] == [422, 422, 302]
    target = category.targets.get()
    assert (target.risk, target.impact, target.quadrant) == (25, 75, "leverage")


def test_targets_go_by_rest(cast):
    category = CategoryFactory()
    program = program_of(cast.category_manager)
    body = {"category": category.code, "supply_risk": "0.30", "profit_impact": "0.80", "reason": "Another source"}

    made = program.post(api("category-target-list"), body)
    off = program.post(api("category-target-list"), body | {"supply_risk": "1.30"})
    dropped = program.post(api("category-target-drop", made.json()["public_id"]), {"reason": "No money"})

    assert (made.status_code, made.json()["quadrant"]) == (201, "leverage")
    assert (off.status_code, off.json()["errors"][0]["path"]) == (422, "supply_risk")
    assert dropped.json()["is_current"] is False


def test_the_page_says_with_what_the_places_are_compared(cast):
    first, second = a_cycle(cast), a_cycle(cast)
    early, late = sorted((first, second), key=lambda cycle: cycle.starts_on)
    category = CategoryFactory()
    placed(category, 10, 60, cycle=early, current=False)
    placed(category, 40, 60, cycle=late)

    assert board(cast.buyer, Look()).since == f"since cycle {early}"
    assert board(cast.buyer, Look(moment=Moment(since=early.ends_on))).since.startswith("since ")

    placed(CategoryFactory(), 10, 60)
    Position.objects.update(cycle=None)
    assert board(cast.buyer, Look()).since == "since the measurement before"


def test_todays_strategy_and_target_stand_beside_todays_place_only(cast):
    cycle, category = a_cycle(cast), CategoryFactory()
    placed(category, 10, 60, cycle=cycle, current=False)
    placed(category, 40, 60)
    a_target(cast, category)

    (past,), (now,) = portfolio(cast.buyer, Moment(cycle=cycle)), portfolio(cast.buyer)

    assert (past.target, now.target.risk) == (None, 30)


def test_an_empty_house_is_told_to_import_its_history(cast):
    page = cast.client("buyer").get(reverse("procurement:portfolio")).content.decode()

    assert reverse("suppliers:history-import") in page
