import json
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from procurement.apps.segments import after_import
from procurement.events import PortfolioMeasurementRequested
from procurement.handlers.segments import measure_portfolio
from procurement.models import Bundle, Criterion, Cycle, CycleDecision, Measurement, Position, Strategy
from procurement.queries.portfolio import finding, portfolio
from procurement.services import (
    approve_strategy,
    draft_strategy,
    position_category,
    request_measurement,
    submit_strategy,
)
from srm.calc.run import calculate_data
from srm.clock import organisation_today
from srm.errors import NotPermitted, Refused
from srm.events.models import Event
from srm.events.services import deliver_pending
from srm.imports.models import ImportRun
from srm.notifications import waiting
from srm.notifications.models import Notice
from srm.reference.models import Category
from tests.api_client import api, program_of
from tests.cast import make_cast
from tests.matrix.procurement_needs import a_bundle
from tests.matrix.procurement_segments import a_cycle, a_placed_category, a_plan, a_submitted_strategy
from tests.procurement.test_position_services import supply

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast():
    return make_cast()


def a_measured_category(cast, *amounts) -> Category:
    """Placed on measured facts, with all criteria that people score at three."""
    category = a_placed_category(cast)
    Position.objects.all().delete()
    supply(category, *(amounts or (100000, 90000, 80000)), lines=12)
    return category


def test_the_calculation_of_a_category_can_be_downloaded_and_gives_the_pages_numbers(cast):
    category = a_measured_category(cast)
    position = position_category(category=category, by=cast.category_manager)

    parts = [
        json.loads(
            cast.client("buyer").get(reverse("procurement:category-calc", args=[category.public_id, part])).content
        )
        for part in ("input", "output")
    ]

    assert calculate_data("kraljic", parts[0]) == parts[1]
    row = parts[1]["items"][0]
    assert (row["quadrant"], row["stability"]) == (position.measured_quadrant, position.stability)
    assert Decimal(repr(row["supply_risk"])) == position.supply_risk


def test_the_title_of_the_portfolio_says_what_changed(cast):
    category = a_measured_category(cast)
    old = position_category(category=category, by=cast.category_manager)
    Position.objects.filter(pk=old.pk).update(quadrant="routine", measured_quadrant="strategic")
    position_category(category=category, by=cast.category_manager)

    rows = portfolio(cast.buyer)
    page = cast.client("buyer").get(reverse("procurement:portfolio")).content.decode()

    now = category.positions.get(is_current=True)
    assert [r.is_changed for r in rows] == [True]
    assert finding(rows).startswith(f"{category} has become {now.get_quadrant_display()}")
    assert finding(rows) in page


def test_measuring_is_asked_for_on_the_page_and_done_by_a_worker(cast):
    a_measured_category(cast)
    client = cast.client("category_manager")

    client.post(reverse("procurement:portfolio-measure"))
    waiting_page = client.get(reverse("procurement:portfolio")).content.decode()
    deliver_pending()

    measurement = Measurement.objects.get()
    assert "Measuring now" in waiting_page
    assert (measurement.categories, measurement.placed, measurement.changed) == (1, 1, 0)
    assert measurement.finished_at is not None
    assert Position.objects.count() == 1


def test_a_second_measuring_waits_for_the_first_and_a_repeat_measures_once(cast):
    a_measured_category(cast)
    request_measurement(by=cast.category_manager)

    with pytest.raises(Refused):
        request_measurement(by=cast.category_manager)
    with pytest.raises(NotPermitted):
        request_measurement(by=cast.buyer)
    deliver_pending()
    record = Event.objects.get(name="PortfolioMeasurementRequested")
    measure_portfolio(PortfolioMeasurementRequested(record.data["measurement"]), record=record)

    assert (Measurement.objects.count(), Position.objects.count()) == (1, 1)


def test_a_score_over_a_measured_value_without_a_reason_is_refused_and_kept_in_the_form(cast):
    category = a_measured_category(cast)
    url = reverse("procurement:category-score", args=[category.public_id])
    client = cast.client("category_manager")

    refused = client.post(url, {"criterion": "concentration", "score": "4.5", "reason": ""})
    accepted = client.post(url, {"criterion": "concentration", "score": "4.5", "reason": "One mill behind all"})

    assert (refused.status_code, accepted.status_code) == (422, 302)
    assert 'value="4.5"' in refused.content.decode()
    entry = category.positions.get(is_current=True).evidence["concentration"]
    assert (entry["score"], entry["source"]) == ("4.50", "override")


def test_a_strategy_is_drafted_from_the_proposal_and_differs_only_with_a_reason(cast):
    category = a_placed_category(cast)
    url = reverse("procurement:strategy-create", args=[category.public_id])
    client = cast.client("category_manager")
    form = {
        "procedure": "rfp", "auction_format": "none", "price_weight": "40", "minimum_bidders": "2",
        "contract_months": "24", "review_on": "2030-01-01", "overruled_reason": "",
        "goals-TOTAL_FORMS": "1", "goals-INITIAL_FORMS": "0", "goals-0-name": "On time", "goals-0-target": "96 %",
        "levers-TOTAL_FORMS": "0", "levers-INITIAL_FORMS": "0", "milestones-TOTAL_FORMS": "0",
        "milestones-INITIAL_FORMS": "0", "approval_level": "normal", "supplier_review_months": "12",
    }  # fmt: skip

    refused = client.post(url, form)
    assert (refused.status_code, Strategy.objects.count()) == (422, 0)
    accepted = client.post(url, {**form, "overruled_reason": "Quality failed twice"})

    strategy = Strategy.objects.get()
    assert accepted.url == strategy.get_absolute_url()
    assert (strategy.procedure, strategy.contract_months) == ("rfp", 24)
    assert strategy.goals == [{"measure": "", "name": "On time", "start": "", "target": "96 %", "by": ""}]


def test_a_submitted_strategy_waits_for_the_head_and_its_author_hears_of_the_return(cast):
    strategy = a_submitted_strategy(cast)

    tasks = [t for t in waiting.waiting_for(cast.procurement_head) if t.number == strategy.number]
    own = [t for t in waiting.waiting_for(cast.category_manager) if t.number == strategy.number]
    url = reverse("procurement:strategy-return", args=[strategy.public_id])
    cast.client("procurement_head").post(url, {"reason": "Ask for three bidders"})
    deliver_pending()

    strategy.refresh_from_db()
    assert (len(tasks), len(own), strategy.status) == (1, 0, "draft")
    assert Notice.objects.filter(recipient=cast.category_manager, kind="procurement.strategy_returned").count() == 1


def test_an_out_of_date_strategy_stands_first_with_its_reason_and_waits_for_the_owner(cast):
    category = a_placed_category(cast)
    category.owner = cast.category_manager
    category.save()
    draft = draft_strategy(category=category, by=cast.category_manager)
    strategy = approve_strategy(
        strategy=submit_strategy(strategy=draft, by=cast.category_manager), by=cast.procurement_head
    )
    Position.objects.filter(category=category).update(measured_quadrant="strategic")
    supply(category, 100, lines=12)
    position_category(category=category, by=cast.category_manager)
    deliver_pending()

    strategy.refresh_from_db()
    page = cast.client("category_manager").get(reverse("procurement:strategy-list")).content.decode()
    assert strategy.status == "out_of_date"
    assert strategy.outdated_reason in page
    (task,) = [t for t in waiting.waiting_for(cast.category_manager) if t.number == strategy.number]
    assert task.due.date() <= organisation_today() + timedelta(days=1) < strategy.review_on
    assert Notice.objects.filter(recipient=cast.category_manager, kind="procurement.category_moved").count() == 1


def test_the_page_says_what_the_quadrant_proposes_where_the_strategy_in_force_decides_otherwise(cast):
    category = a_placed_category(cast)
    draft = draft_strategy(category=category, by=cast.category_manager)
    strategy = approve_strategy(
        strategy=submit_strategy(strategy=draft, by=cast.category_manager), by=cast.procurement_head
    )
    url = reverse("procurement:category-detail", args=[category.public_id])
    page = lambda: cast.client("buyer").get(url).content.decode()  # noqa: E731 - asked twice
    alike = page()

    Strategy.objects.filter(pk=strategy.pk).update(procedure="rfq_auction", auction_format="english")

    assert "The quadrant now proposes" not in alike
    assert "The quadrant now proposes: " in page()


def test_a_bundle_that_is_still_collecting_shows_where_its_category_stands(cast):
    bundle = a_bundle(cast)
    Bundle.objects.filter(pk=bundle.pk).update(quadrant="")
    Position.objects.create(category=bundle.category, quadrant="bottleneck", measured_quadrant="bottleneck")
    shown = lambda: cast.client("buyer").get(reverse("procurement:bundle-list")).context["list"].page  # noqa: E731

    assert [row.placed for row in shown().object_list] == ["bottleneck"]

    Bundle.objects.filter(pk=bundle.pk).update(quadrant="leverage")
    assert [row.placed for row in shown().object_list] == ["leverage"]


def test_a_categorys_page_asks_as_often_with_many_suppliers_and_measurements_as_with_few(cast):
    category, client = a_measured_category(cast), cast.client("buyer")
    url = reverse("procurement:category-detail", args=[category.public_id])

    figures = []
    for more in (1, 4):
        for amount in range(more):
            supply(category, 50000 + amount, lines=3)
            position_category(category=category, by=cast.category_manager)
        client.get(url)  # what is read once a process is read now
        with CaptureQueriesContext(connection) as queries:
            assert client.get(url).status_code == 200
        figures.append(len(queries))

    assert figures[0] == figures[1] <= 50


def test_lists_go_out_in_words_of_the_reader_and_without_markup(cast):
    category = a_placed_category(cast)
    cast.buyer.language = "ru"
    cast.buyer.save()

    out = cast.client("buyer").get(reverse("procurement:category-list") + "?export=csv")

    row = b"".join(out).decode().splitlines()[1].split(",")
    assert row[:4] == [f"{category.name} {category.code}", "", "Рычаг", ""]


def test_only_the_head_changes_a_criterion_and_the_record_holds_old_and_new(cast):
    criterion = Criterion.objects.get(code="concentration")
    url = reverse("procurement:criterion-detail", args=[criterion.public_id])
    form = {"weight": "0.4", "least": "0.1", "most": "0.9", "minimum_facts": "5", "is_active": "on"}

    refused = cast.client("buyer").post(url, form)
    wrong = cast.client("procurement_head").post(url, {**form, "most": "0.1"})
    criterion.refresh_from_db()
    assert (refused.status_code, wrong.status_code, criterion.bounds) == (403, 422, [0.1, 0.8])
    cast.client("procurement_head").post(url, form)

    event = Event.objects.get(name="CriterionChanged")
    assert event.data["old"] == {"weight": "0.100", "bounds": "[0.1, 0.8]"}
    assert event.data["new"] == {"weight": "0.4", "bounds": "[0.1, 0.9]"}


def test_a_carried_decision_is_ticked_off_by_its_owner_alone(cast):
    cycle = a_cycle(cast)
    Cycle.objects.filter(pk=cycle.pk).update(status="running")
    decision = CycleDecision.objects.create(
        cycle=cycle, stage="needs", problem="Slow", action="Approve by rule", owner=cast.buyer, source_key="f"
    )
    url = reverse("procurement:decision-complete", args=[cycle.public_id, decision.pk])

    before = [t.title for t in waiting.waiting_for(cast.buyer) if t.title == "Approve by rule"]
    refused = cast.client("finance").post(url)
    cast.client("buyer").post(url)

    decision.refresh_from_db()
    after = [t.title for t in waiting.waiting_for(cast.buyer) if t.title == "Approve by rule"]
    assert (before, refused.status_code, after) == (["Approve by rule"], 403, [])
    assert decision.done_at is not None


def test_a_plan_and_the_scores_come_out_as_spreadsheets(cast):
    plan, client = a_plan(cast), cast.client("buyer")

    sheets = [
        client.get(f"{plan.get_absolute_url()}?export=xlsx"),
        client.get(reverse("procurement:scores-export")),
        client.get(reverse("procurement:position-list") + "?export=xlsx"),
    ]

    assert [s.status_code for s in sheets] == [200, 200, 200]
    assert all(s.content[:2] == b"PK" for s in sheets[:2])


def test_the_whole_stage_can_be_done_by_rest(cast):
    category = a_placed_category(cast)
    manager, head = program_of(cast.category_manager), program_of(cast.procurement_head)

    drafted = manager.post(api("strategy-list"), {"category": category.code})
    number = drafted.json()["public_id"]
    manager.post(api("strategy-submit", number))
    own = manager.post(api("strategy-approve", number))
    approved = head.post(api("strategy-approve", number))
    plan = manager.post(api("supply-plan-list"), {"period_from": "2027-01-01", "period_to": "2027-03-31"})
    goal = {"stage": "needs", "measure": "planned_needs", "target": "80", "at_least": True}
    cycle = head.post(
        api("cycle-list"), {"code": "2027-H1", "starts_on": "2027-01-01", "ends_on": "2027-06-30", "goals": [goal]}
    )
    started = head.post(api("cycle-start", cycle.json()["public_id"]))

    assert (drafted.status_code, own.status_code, approved.json()["status"]) == (201, 403, "in_force")
    assert (plan.status_code, plan.json()["status"]) == (201, "draft")
    assert (started.json()["status"], started.json()["goals"][0]["measure"]) == ("running", "planned_needs")
    assert Cycle.objects.get().starts_on == date(2027, 1, 1)


def test_the_portfolio_reloads_itself_when_it_is_measured(cast):
    page = cast.client("buyer").get(reverse("procurement:portfolio")).content.decode()

    assert 'data-live="/live/portfolio/all/" data-live-url="/portfolio/" data-live-target="#portfolio"' in page


@pytest.mark.parametrize(
    ("kind", "status", "who", "led"),
    [
        ("history", "applied", "buyer", True),
        ("history", "previewed", "buyer", False),
        ("items", "applied", "buyer", False),
        ("history", "applied", "requester", False),
    ],
)
def test_an_imported_history_leads_to_the_matrix(cast, kind, status, who, led):
    run = ImportRun(kind=kind, status=status)

    assert (after_import(getattr(cast, who), run) is not None) == led
