from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from procurement.models import Criterion, Position
from procurement.queries import proposal_for
from procurement.queries.proposal import quadrant_proposal
from procurement.rules import measures
from procurement.rules.kraljic.compute import compute
from procurement.services import (
    approve_strategy,
    approve_supply_plan,
    create_supply_plan,
    draft_strategy,
    position_all,
    position_category,
    return_strategy,
    score_criterion,
    submit_strategy,
    update_strategy,
    withdraw_score,
)
from procurement.services.strategy_document import CHOICES
from procurement.states import StrategyStatus
from srm.accounts.states import Role
from srm.authz import SYSTEM
from srm.clock import database_now, organisation_today
from srm.errors import Invalid, NotPermitted, Refused
from suppliers.models import Qualification, Supplier
from suppliers.services import qualify_supplier, record_observation, request_qualification
from suppliers.states import SupplierStatus
from tests.factories.accounts import UserFactory
from tests.factories.reference import CategoryFactory
from tests.factories.suppliers import SupplierFactory
from tests.scenarios.procurement import a_company, a_submitted_requisition

pytestmark = pytest.mark.django_db
DAY = date(2026, 11, 1)


@pytest.fixture(autouse=True)
def criteria():
    Criterion.objects.all().delete()
    rows = [
        ("supply_risk", "largest_share", "largest_share", [0.2, 1.0]),
        ("supply_risk", "switching", "", []),
        ("profit_impact", "spend", "spend", [1000, 1000000]),
    ]
    for axis, code, measure, bounds in rows:
        Criterion.objects.create(
            axis=axis,
            code=code,
            name=code,
            weight=1,
            measure=measure,
            bounds=bounds,
            minimum_facts=5,
            scoring="log" if measure == "spend" else "linear",
        )


def supply(category, *shares, lines=6):
    for number, amount in enumerate(shares):
        supplier = SupplierFactory()
        for line in range(lines):
            record_observation(
                supplier=supplier, category=category, quantity=Decimal(1), amount=Decimal(amount), source="import:x",
                source_key=f"{category.code}/{number}/{line}", received_on=DAY - timedelta(days=line), by=SYSTEM,
            )  # fmt: skip


def test_measured_criteria_place_a_category_as_the_published_calculation_does():
    company = a_company()
    supply(company.category, 100000, 40000)

    position = position_category(category=company.category, by=company.manager)

    assert position.evidence["largest_share"]["score"] == "3.57"
    assert position.evidence["switching"]["score"] is None
    assert (position.risk_coverage, position.impact_coverage) == (Decimal("0.50"), Decimal("1.00"))
    assert compute(position.inputs)["items"][0]["quadrant"] == position.quadrant == "strategic"


def test_too_few_facts_are_unknown_and_give_no_quadrant():
    company = a_company()
    supply(company.category, 100, lines=4)

    position = position_category(category=company.category, by=company.manager)

    assert (position.quadrant, position.supply_risk, position.inputs) == ("", None, {})
    assert proposal_for(company.category).procedure == "rfq"


def test_an_override_of_a_measured_value_needs_a_reason_and_keeps_both():
    company = a_company()
    supply(company.category, 100000, 100000, 100000, 100000, 100000)
    criterion = Criterion.objects.get(code="largest_share")

    with pytest.raises(Invalid):
        score_criterion(category=company.category, criterion=criterion, score=Decimal(5), by=company.manager)
    score_criterion(
        category=company.category,
        criterion=criterion,
        score=Decimal(5),
        reason="One mill behind all",
        by=company.manager,
    )

    entry = position_category(category=company.category, by=company.manager).evidence["largest_share"]
    assert (entry["measured_score"], entry["score"], entry["source"]) == ("1.00", "5.00", "override")


@pytest.mark.parametrize(
    ("measured", "stability", "previous", "before", "holds"),
    [
        ("strategic", 0.5, "", "", "strategic"),
        ("strategic", 0.69, "leverage", "leverage", "leverage"),
        ("strategic", 0.7, "leverage", "leverage", "strategic"),
        ("strategic", 0.5, "leverage", "strategic", "strategic"),
        ("", 0.0, "leverage", "leverage", "leverage"),
    ],
)
def test_a_quadrant_changes_after_two_measurements_or_when_it_is_stable(measured, stability, previous, before, holds):
    assert measures.settled_quadrant(measured, stability, previous, before) == holds


@pytest.mark.parametrize(("stability", "holds"), [(0.5, "leverage"), (0.7, "strategic")])
def test_a_repetition_confirms_nothing(stability, holds):
    assert measures.settled_quadrant("strategic", stability, "leverage", "strategic", anew=False) == holds


@pytest.mark.parametrize(
    ("measure", "value", "bounds", "score"),
    [
        ("largest_share", 0.6, (0.2, 1.0), "3.00"),
        ("largest_share", 0.1, (0.2, 1.0), "1.00"),
        ("capable_suppliers", 1, (10, 1), "5.00"),
        ("capable_suppliers", 12, (10, 1), "1.00"),
        ("spend", 10000, (1000, 100000), "3.00"),
        ("spend", 0, (1000, 100000), "1.00"),
    ],
)
def test_a_raw_value_is_scored_between_its_bounds(measure, value, bounds, score):
    scoring = "log" if measure == "spend" else "linear"

    assert str(measures.score(scoring, value, *bounds)) == score


def qualified(category, count):
    for _number in range(count):
        request = request_qualification(supplier=SupplierFactory(), category=category, by=SYSTEM)
        qualify_supplier(qualification=request, by=SYSTEM)


def a_leverage_category(company):
    supply(company.category, 100000, 100000, 100000, 100000, 100000)
    qualified(company.category, 3)
    return position_category(category=company.category, by=company.manager)


def test_a_leverage_category_with_three_qualified_bidders_is_proposed_an_english_auction():
    company = a_company()

    position = a_leverage_category(company)

    found = proposal_for(company.category)
    assert (position.quadrant, found.procedure, found.auction_format) == ("leverage", "rfq_auction", "english")


def test_a_strategy_that_differs_from_the_proposal_needs_a_reason():
    company = a_company()
    a_leverage_category(company)

    with pytest.raises(Invalid):
        draft_strategy(category=company.category, procedure="rfq", by=company.manager)

    assert company.category.strategies.count() == 0


def test_a_strategy_is_approved_by_another_and_ages_when_its_category_moves():
    company = a_company()
    a_leverage_category(company)
    strategy = submit_strategy(
        strategy=draft_strategy(category=company.category, by=company.manager), by=company.manager
    )
    with pytest.raises(NotPermitted):
        approve_strategy(strategy=strategy, by=company.manager)
    approve_strategy(strategy=strategy, by=company.procurement_head)

    supply(CategoryFactory(), 1)
    switching = Criterion.objects.get(code="switching")
    score_criterion(category=company.category, criterion=switching, score=Decimal(5), by=company.manager)
    switching.weight = 9
    switching.save()
    position_category(category=company.category, by=company.manager)

    strategy.refresh_from_db()
    assert strategy.status == StrategyStatus.OUT_OF_DATE
    assert strategy.outdated_reason == "The category has moved from Leverage to Strategic."
    assert strategy.evidence["criteria"]["largest_share"]["score"] == "1.00"


def test_a_strategy_stands_again_when_a_measurement_puts_its_category_back():
    company = a_company()
    a_leverage_category(company)
    draft = draft_strategy(category=company.category, by=company.manager)
    approve_strategy(strategy=submit_strategy(strategy=draft, by=company.manager), by=company.procurement_head)
    Criterion.objects.filter(code="switching").update(weight=9)
    switching, seen = Criterion.objects.get(code="switching"), []

    for score in (5, 1, 5):
        score_criterion(category=company.category, criterion=switching, score=Decimal(score), by=company.manager)
        position = position_category(category=company.category, by=company.manager)
        draft.refresh_from_db()
        seen.append((position.quadrant, draft.status, draft.outdated_code))

    assert seen == [
        ("strategic", StrategyStatus.OUT_OF_DATE, "moved"), ("leverage", StrategyStatus.IN_FORCE, ""),
        ("strategic", StrategyStatus.OUT_OF_DATE, "moved"),
    ]  # fmt: skip


def test_a_strategy_whose_category_moved_before_the_approval_is_changed_first():
    company = a_company()
    a_leverage_category(company)
    strategy = submit_strategy(
        strategy=draft_strategy(category=company.category, by=company.manager), by=company.manager
    )
    switching = Criterion.objects.get(code="switching")
    score_criterion(category=company.category, criterion=switching, score=Decimal(5), by=company.manager)
    Criterion.objects.filter(code="switching").update(weight=9)
    position_category(category=company.category, by=company.manager)

    with pytest.raises(Refused, match="has moved to Strategic"):
        approve_strategy(strategy=strategy, by=company.procurement_head)
    strategy.refresh_from_db()
    assert (strategy.status, strategy.evidence) == (StrategyStatus.SUBMITTED, {})

    returned = return_strategy(strategy=strategy, comment="It moved", by=company.procurement_head)
    with pytest.raises(Refused):
        submit_strategy(strategy=returned, by=company.manager)
    proposed = {name: getattr(quadrant_proposal(company.category, "strategic"), name) for name in CHOICES}
    changed = update_strategy(strategy=returned, by=company.manager, **proposed)
    approve_strategy(strategy=submit_strategy(strategy=changed, by=company.manager), by=company.procurement_head)

    strategy.refresh_from_db()
    assert (strategy.status, strategy.quadrant) == (StrategyStatus.IN_FORCE, "strategic")


def test_who_is_out_of_business_or_no_longer_qualified_is_no_bidder():
    company = a_company()
    qualified(company.category, 4)
    gone, blocked, ours, _left = Qualification.objects.order_by("pk")
    Qualification.objects.filter(pk=gone.pk).update(valid_until=organisation_today() - timedelta(days=1))
    Supplier.objects.filter(pk=blocked.supplier_id).update(status=SupplierStatus.BLOCKED)
    Supplier.objects.filter(pk=ours.supplier_id).update(is_own=True)

    assert quadrant_proposal(company.category, "leverage").bidders == 1


def test_the_mean_of_assessors_is_rounded_half_up_and_a_gap_never_rounds_to_all():
    company, other = a_company(), UserFactory(roles=[Role.CATEGORY_MANAGER])
    switching = Criterion.objects.get(code="switching")
    for by, score in ((company.manager, "2.02"), (other, "2.03")):
        score_criterion(category=company.category, criterion=switching, score=Decimal(score), by=by)
    Criterion.objects.filter(code="switching").update(weight=Decimal("99.9"))
    Criterion.objects.filter(code="largest_share").update(weight=Decimal("0.1"))

    position = position_category(category=company.category, by=company.manager)

    assert position.evidence["switching"]["score"] == "2.03"
    assert position.risk_coverage == Decimal("0.99")


def test_a_score_taken_back_lets_the_measured_value_count_again():
    company = a_company()
    supply(company.category, 100000, 100000, 100000, 100000, 100000)
    criterion = Criterion.objects.get(code="largest_share")
    score = score_criterion(
        category=company.category, criterion=criterion, score=Decimal(5), reason="One mill", by=company.manager
    )

    with pytest.raises(NotPermitted):
        withdraw_score(score=score, by=company.procurement_head)
    assert position_category(category=company.category, by=company.manager).evidence["largest_share"]["score"] == "5.00"

    withdraw_score(score=score, by=company.manager)
    entry = position_category(category=company.category, by=company.manager).evidence["largest_share"]
    assert (entry["score"], entry["source"]) == ("1.00", "measured")


def test_a_strategy_needs_a_position():
    company = a_company()

    with pytest.raises(Refused):
        draft_strategy(category=company.category, by=company.manager)

    assert company.category.strategies.count() == 0


def test_a_supply_plan_tells_known_needs_from_forecast_and_is_approved_by_another():
    company = a_company()
    supply(company.category, 73000)
    a_submitted_requisition(company)
    start = organisation_today()

    plan = create_supply_plan(period_from=start, period_to=start + timedelta(days=91), by=company.procurement_head)

    line = plan.lines.get()
    assert (line.known_amount, line.forecast_amount) == (Decimal("5000.00"), Decimal("50200.00"))
    with pytest.raises(NotPermitted):
        approve_supply_plan(plan=plan, by=company.procurement_head)
    assert approve_supply_plan(plan=plan, by=company.finance).status == "approved"


def test_the_queries_of_measuring_everything_do_not_grow_with_the_categories():
    counts, company = [], a_company()
    for more in (2, 5):
        for _category in range(more):
            supply(CategoryFactory(), 100000, 40000)
        position_all(by=company.manager)  # records and segments what is new
        with CaptureQueriesContext(connection) as queries:
            position_all(by=company.manager)
        counts.append(len(queries))

    assert counts[0] == counts[1]


def a_category_that_wavers(company):
    """A leverage category of which the newest measurement says otherwise, not surely enough: risk 52 of 100."""
    a_leverage_category(company)
    switching = Criterion.objects.get(code="switching")
    switching.weight = 9
    switching.save()
    score_criterion(category=company.category, criterion=switching, score=Decimal("3.31"), by=company.manager)
    position = position_category(category=company.category, by=company.manager)
    assert (position.quadrant, position.measured_quadrant) == ("leverage", "strategic")
    assert 0.5 < position.stability["strategic"] < 0.7
    return position


def test_measuring_the_same_again_is_no_second_measurement():
    company = a_company()
    a_category_that_wavers(company)

    again = [position_category(category=company.category, by=company.manager).quadrant for _press in range(3)]

    assert again == ["leverage"] * 3


def test_a_second_measurement_on_a_later_day_confirms_the_first():
    company = a_company()
    first = a_category_that_wavers(company)
    Position.objects.filter(pk=first.pk).update(created_at=database_now() - timedelta(days=1))

    assert position_category(category=company.category, by=company.manager).quadrant == "strategic"


def another_score(company):
    score_criterion(
        category=company.category, criterion=Criterion.objects.get(code="switching"), score=Decimal("3.32"),
        by=company.manager,
    )  # fmt: skip


def another_assessor(company):
    other = UserFactory(roles=[Role.CATEGORY_MANAGER])
    score_criterion(
        category=company.category, criterion=Criterion.objects.get(code="switching"), score=Decimal("3.31"), by=other
    )


def other_facts(company):
    record_observation(
        supplier=SupplierFactory(), category=company.category, quantity=Decimal(1), amount=Decimal(10),
        source="import:x", source_key="another", received_on=DAY, by=SYSTEM,
    )  # fmt: skip


def other_weights(company):
    Criterion.objects.filter(code="spend").update(weight=2)


@pytest.mark.parametrize("happens", [another_score, another_assessor, other_facts, other_weights])
def test_a_second_measurement_that_rests_on_something_new_confirms_the_first(happens):
    company = a_company()
    a_category_that_wavers(company)

    happens(company)

    assert position_category(category=company.category, by=company.manager).quadrant == "strategic"


def test_the_page_says_why_a_category_waits(client):
    company = a_company()
    a_category_that_wavers(company)
    client.force_login(company.manager)

    page = client.get(reverse("procurement:category-detail", args=[company.category.public_id])).content.decode()

    assert "The last measurement says Strategic, in fewer than 70&nbsp;% of re-runs." in page
