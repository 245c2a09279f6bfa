from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import translation

from procurement.models import Position, Strategy
from procurement.queries.goal import goal_rows, measure_goals
from procurement.queries.rhythm import supplier_reviews
from procurement.queries.strategy import strategy_document
from procurement.rules.goal import progress, suggested_target
from procurement.rules.power import FACTORS, Side
from procurement.rules.procedure import propose
from procurement.rules.rhythm import months_from
from procurement.services import (
    PowerInput,
    approve_strategy,
    draft_strategy,
    outdate_due_strategies,
    reach_milestone,
    register_arrangement,
    report_lever,
    score_power,
    submit_strategy,
    update_strategy,
)
from srm.authz import SYSTEM
from srm.clock import organisation_today
from srm.errors import Invalid, NotPermitted, Refused
from srm.events.models import Event
from srm.events.services import deliver_pending
from srm.notifications import waiting
from srm.notifications.models import Notice
from suppliers.models import SupplierSegment
from suppliers.services import record_observation
from tests.api_client import api, program_of
from tests.cast import make_cast
from tests.factories.reference import ItemFactory
from tests.factories.suppliers import SupplierFactory
from tests.matrix.procurement_segments import a_placed_category

ADVICE = {  # design §1: procedure, price, bidders, contract, approval, months to the review, between supplier reviews
    "leverage": ("rfq_auction", 70, 3, 12, "normal", 12, 12), "routine": ("rfq", 90, 2, 24, "light", 24, 0),
    "bottleneck": ("rfp", 40, 1, 36, "normal", 6, 3), "strategic": ("negotiated_rfp", 40, 2, 24, "executive", 3, 3),
    "": ("rfq", 70, 3, 12, "normal", 12, 12),
}  # fmt: skip


@pytest.mark.parametrize(("quadrant", "advice"), ADVICE.items())
def test_the_quadrant_proposes_procedure_and_governance(quadrant, advice):
    found = propose(quadrant, 3)

    care = found.governance
    assert advice == (
        found.procedure, found.price_weight, found.minimum_bidders, care.contract_months, care.approval_level,
        care.review_months, care.supplier_review_months,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("direction", "price", "months"), [("exploit", 55, 12), ("balance", 40, 24), ("diversify", 30, 36), ("", 40, 24)]
)
def test_the_second_step_moves_price_and_contract_of_a_strategic_category(direction, price, months):
    found = propose("strategic", 3, direction=direction)

    assert (found.price_weight, found.governance.contract_months) == (price, months)
    assert propose("leverage", 3, direction=direction) == propose("leverage", 3)


@pytest.mark.parametrize(
    ("start", "now", "target", "way"),
    [
        ("64", "54", "44", "0.5"), ("1", "2", "5", "0.25"), ("64", "70", "44", "0"), ("64", "40", "44", "1"),
        ("3", "3", "3", "1"), ("3", "4", "3", "0"), (None, "4", "3", None), ("3", None, "4", None),
    ],
)  # fmt: skip
def test_progress_is_the_part_of_the_way_whichever_way_it_leads(start, now, target, way):
    numbers = [None if text is None else Decimal(text) for text in (start, now, target, way)]

    assert progress(*numbers[:3]) == numbers[3]


@pytest.mark.parametrize(
    ("measure", "now", "way"), [("savings", "5", "1"), ("risk", "2", "1"), ("suppliers", "5", "0")]
)
def test_what_is_better_than_its_target_has_reached_it(measure, now, way):
    assert progress(Decimal(4), Decimal(now), Decimal(3), measure) == Decimal(way)


def test_a_first_target_of_risk_lies_ten_points_lower_but_never_below_nothing():
    assert [suggested_target("risk", now, 3, 12) for now in (Decimal(64), Decimal(4), None)] == [54, 0, None]


def test_months_end_on_the_last_day_of_a_shorter_month():
    assert months_from(date(2026, 11, 30), 3) == date(2027, 2, 28)
    assert months_from(date(2026, 12, 15), 12) == date(2027, 12, 15)


@pytest.fixture
def cast():
    return make_cast()


@pytest.fixture
def category(cast):
    made = a_placed_category(cast)
    made.owner = cast.category_manager
    made.save()
    return made


def in_force(cast, category, **choices):
    reason = {"overruled_reason": "Agreed with the plants"} if choices else {}
    draft = draft_strategy(category=category, by=cast.category_manager, **choices, **reason)
    return approve_strategy(
        strategy=submit_strategy(strategy=draft, by=cast.category_manager), by=cast.procurement_head
    )


def fact(category, supplier, day, amount, *, item=None, price=None, late=0, key):
    record_observation(
        supplier=supplier, category=category, item=item, quantity=Decimal(10), amount=Decimal(amount),
        unit_price=price and Decimal(price), received_on=day, promised_on=day - timedelta(days=late), source="import:x",
        source_key=key, by=SYSTEM,
    )  # fmt: skip


@pytest.mark.django_db
def test_goals_are_measured_from_the_facts_of_the_last_year(cast, category):
    steady, small = SupplierFactory(), SupplierFactory()
    item, today = ItemFactory(category=category), date(2026, 11, 1)
    fact(category, steady, today - timedelta(days=400), 1000, item=item, price=100, key="old")
    fact(category, steady, today, 900, item=item, price=90, key="a")
    fact(category, small, today - timedelta(days=20), 300, late=2, key="b")
    register_arrangement(
        kind="contract", source_key="c1", reference="CT-1", supplier=steady, category=category, unit=item.unit,
        unit_price=Decimal(90), currency="EUR", valid_from=organisation_today() - timedelta(days=10),
        valid_to=organisation_today() + timedelta(days=355), by=SYSTEM,
    )  # fmt: skip

    now = measure_goals(category)

    assert now == {
        "savings": Decimal("10.0"), "risk": 30, "suppliers": 2, "contract_months": Decimal("12.0"),
        "largest_share": Decimal("75.0"), "on_time": Decimal("50.0"), "award_savings": None,
    }  # fmt: skip


@pytest.mark.django_db
def test_a_draft_is_filled_whole_and_its_goals_start_where_they_stand(cast, category):
    Position.objects.filter(category=category).update(quadrant="bottleneck", supply_risk=Decimal("0.8"))

    strategy = draft_strategy(category=category, by=cast.category_manager)

    assert strategy.criteria == [{"code": "supply_security", "weight": 40}, {"code": "quality", "weight": 20}]
    assert [lever["code"] for lever in strategy.levers] == ["safety_stock", "alternatives", "long_contract"]
    assert {lever["owner"] for lever in strategy.levers} == {cast.category_manager.email}
    risk = next(goal for goal in strategy.goals if goal["measure"] == "risk")
    assert (risk["start"], risk["target"]) == ("80", "70")
    assert strategy.review_on == months_from(organisation_today(), 6)


@pytest.mark.django_db
def test_the_second_step_is_proposed_into_the_strategy(cast, category):
    Position.objects.filter(category=category).update(quadrant="strategic")
    rows = [(f, 1) for f in FACTORS[Side.OURS]] + [(f, 5) for f in FACTORS[Side.MARKET]]
    scores = [PowerInput(f.value, Decimal(score), "Known") for f, score in rows]
    score_power(category=category, scores=scores, by=cast.category_manager)

    strategy = draft_strategy(category=category, by=cast.category_manager)

    assert (strategy.direction, strategy.price_weight, strategy.contract_months) == ("diversify", 30, 36)
    with pytest.raises(Invalid):
        update_strategy(strategy=strategy, direction="exploit", by=cast.category_manager)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"goals": [{"measure": "risk", "target": "low"}]}, "goals.0.target"),
        ({"goals": [{"measure": "weather", "target": "1"}]}, "goals.0.measure"),
        ({"goals": [{"target": "1"}]}, "goals.0.name"),
        ({"levers": [{"expected": "4 %"}]}, "levers.0.name"),
        ({"levers": [{"code": "bundle", "owner": "nobody@nowhere.example"}]}, "levers.0.owner"),
        ({"milestones": [{"name": "Specified", "due_on": "soon"}]}, "milestones.0.due_on"),
        ({"criteria": [{"code": "beauty", "weight": 10}]}, "criteria.0.code"),
        ({"contract_months": 60}, "overruled_reason"),
        ({"approval_level": "light"}, "overruled_reason"),
    ],
)
def test_what_a_strategy_cannot_say_is_told_at_its_field(cast, category, wrong, field):
    with pytest.raises(Invalid) as refusal:
        draft_strategy(category=category, by=cast.category_manager, **wrong)

    assert list(refusal.value.errors) == [field]
    assert Strategy.objects.count() == 0


@pytest.mark.django_db
def test_another_weight_of_the_price_shares_the_rest_out_anew(cast, category):
    parts = [{"code": "delivery", "weight": 20}, {"code": "quality", "weight": 10}]
    strategy = in_force(cast, category, price_weight=40, criteria=parts)

    assert strategy.criteria == [{"code": "delivery", "weight": 40}, {"code": "quality", "weight": 20}]


@pytest.mark.django_db
def test_the_approval_level_says_who_approves_and_never_the_author(cast, category):
    Position.objects.filter(category=category).update(quadrant="strategic")
    draft = draft_strategy(category=category, by=cast.category_manager)
    strategy = submit_strategy(strategy=draft, by=cast.category_manager)

    asked = [bool([t for t in waiting.waiting_for(who) if t.number == strategy.number])
             for who in (cast.procurement_head, cast.finance, cast.category_manager)]  # fmt: skip
    for person in (cast.finance, cast.category_manager):
        with pytest.raises(NotPermitted):
            approve_strategy(strategy=strategy, by=person)
    strategy.refresh_from_db()

    assert (strategy.approval_level, strategy.status) == ("executive", "submitted")
    assert asked == [True, False, False]
    assert approve_strategy(strategy=strategy, by=cast.procurement_head).status == "in_force"


@pytest.mark.django_db
def test_nobody_is_asked_for_a_strategy_that_has_been_decided_meanwhile(cast, category):
    in_force(cast, category)  # submitted and approved before the worker gets to either

    deliver_pending()

    kinds = set(Notice.objects.values_list("kind", flat=True))
    assert kinds & {"procurement.strategy_asked", "procurement.strategy_approved"} == {"procurement.strategy_approved"}


@pytest.mark.django_db
def test_a_strategy_whose_review_is_over_ages_once_and_its_owner_gets_a_task(cast, category):
    strategy = in_force(cast, category)
    Strategy.objects.filter(pk=strategy.pk).update(review_on=date(2026, 1, 31))

    first, second = outdate_due_strategies(), outdate_due_strategies()
    deliver_pending()

    strategy.refresh_from_db()
    tasks = [t for t in waiting.waiting_for(cast.category_manager) if t.number == strategy.number]
    assert ([s.pk for s in first], second, strategy.status) == ([strategy.pk], [], "out_of_date")
    assert [t.subtitle for t in tasks] == ["Its review was due on 31 Jan 2026."]
    event = Event.objects.get(name="StrategyOutdated")
    assert (event.data["reason"], event.data["params"]) == ("review", {"day": "2026-01-31"})
    assert Notice.objects.filter(recipient=cast.category_manager, kind="procurement.strategy_outdated").count() == 1
    with pytest.raises(NotPermitted):
        outdate_due_strategies(by=cast.procurement_head)


@pytest.mark.django_db
def test_the_reason_is_kept_as_a_code_and_read_in_the_readers_language(cast, category):
    strategy = in_force(cast, category)
    Strategy.objects.filter(pk=strategy.pk).update(
        outdated_code="moved", outdated_params={"old": "leverage", "new": "strategic"}
    )
    strategy.refresh_from_db()

    english = strategy.outdated_reason
    with translation.override("ru"):
        russian = strategy.outdated_reason

    assert english == "The category has moved from Leverage to Strategic."
    assert russian != english
    assert "Leverage" not in russian


@pytest.mark.django_db
def test_levers_and_milestones_report_what_came_of_them(cast, category):
    strategy = in_force(cast, category, milestones=[{"name": "Specified", "due_on": date(2030, 1, 1)}])

    report_lever(strategy=strategy, number=1, measured="3.1 %", by=cast.category_manager)
    reach_milestone(strategy=strategy, number=1, by=cast.category_manager)
    reach_milestone(strategy=strategy, number=1, by=cast.category_manager)

    strategy.refresh_from_db()
    document = strategy_document(strategy)
    assert document["levers"][0].measured == "3.1 %"
    assert document["milestones"][0].done_on == organisation_today()
    assert Event.objects.filter(name="MilestoneReached").count() == 1
    for verb, wrong in ((report_lever, {"number": 9, "measured": "1"}), (report_lever, {"number": 1, "measured": " "})):
        with pytest.raises(Invalid):
            verb(strategy=strategy, by=cast.category_manager, **wrong)
    with pytest.raises(NotPermitted):
        report_lever(strategy=strategy, number=1, measured="9", by=cast.buyer)


@pytest.mark.django_db
def test_a_draft_brings_no_results(cast, category):
    draft = draft_strategy(category=category, by=cast.category_manager)

    with pytest.raises(Refused):
        report_lever(strategy=draft, number=1, measured="3 %", by=cast.category_manager)


@pytest.mark.django_db
def test_the_page_shows_now_beside_start_and_target_and_warns_near_a_border(cast, category):
    Position.objects.filter(category=category).update(stability={"leverage": 0.6, "strategic": 0.4})
    strategy = in_force(cast, category, goals=[{"measure": "risk", "start": "50", "target": "10"}])

    page = cast.client("buyer").get(strategy.get_absolute_url()).content.decode()

    (row,) = goal_rows(strategy)
    assert (row.now, row.percent) == (30, 50)
    assert "The category sits near a border: 60\u00a0% Leverage, 40\u00a0% Strategic of the re-runs." in page


@pytest.mark.django_db
def test_suppliers_are_due_by_the_rhythm_of_the_strategy(cast, category):
    supplier = SupplierFactory()
    SupplierSegment.objects.create(supplier=supplier, category=category, segment="unknown", care="none")
    strategy = in_force(cast, category, supplier_review_months=3)

    (fresh,) = supplier_reviews(strategy)
    (late,) = supplier_reviews(strategy, today=months_from(organisation_today(), 4))
    page = cast.client("buyer").get(strategy.get_absolute_url()).content.decode()

    assert (fresh.last_on, fresh.is_late, late.is_late) == (None, False, True)
    assert fresh.due_on == months_from(organisation_today(), 3)
    assert "Last review" in page


@pytest.mark.django_db
def test_a_strategy_goes_whole_by_rest(cast, category):
    manager = program_of(cast.category_manager)
    body = {
        "category": category.code, "goals": [{"measure": "risk", "target": "20"}],
        "levers": [{"code": "bundle", "expected": "4 %", "owner": cast.buyer.email}],
        "milestones": [{"name": "Specified", "due_on": "2030-01-01"}],
    }  # fmt: skip

    made = manager.post(api("strategy-list"), body)
    wrong = manager.patch(
        api("strategy-detail", made.json()["public_id"]), {"goals": [{"measure": "risk", "target": "x"}]}
    )

    assert (made.status_code, wrong.status_code) == (201, 422)
    assert made.json()["measured"]["risk"] == "30"
    assert made.json()["goals"] == [{"measure": "risk", "name": "", "start": "30", "target": "20", "by": ""}]
    assert wrong.json()["errors"][0]["path"] == "goals.0.target"


@pytest.mark.django_db
def test_the_form_brings_a_wrong_goal_back_at_its_cell(cast, category):
    url = reverse("procurement:strategy-create", args=[category.public_id])
    form = {
        "procedure": "negotiation", "auction_format": "none", "price_weight": "70", "minimum_bidders": "1",
        "contract_months": "12", "approval_level": "normal", "supplier_review_months": "12", "review_on": "2030-01-01",
        "goals-TOTAL_FORMS": "1", "goals-INITIAL_FORMS": "0", "goals-0-measure": "risk", "goals-0-target": "low",
        "levers-TOTAL_FORMS": "0", "levers-INITIAL_FORMS": "0", "milestones-TOTAL_FORMS": "0",
        "milestones-INITIAL_FORMS": "0",
    }  # fmt: skip

    page = cast.client("category_manager").post(url, form)

    assert page.status_code == 422
    assert "Give a number: this goal is measured." in page.content.decode()
    assert Strategy.objects.count() == 0
