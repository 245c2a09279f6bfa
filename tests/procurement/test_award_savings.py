"""What awards save against their estimates counts by category and cycle, beside the savings by prices."""

from datetime import date, timedelta
from decimal import Decimal
from importlib import import_module

import pytest
from django.apps import apps
from django.urls import reverse

from procurement.models import AwardSaving, Cycle, Position, Strategy
from procurement.queries.by_cycle import cycles_of, results_of
from procurement.queries.goal import goal_rows, measure_goals
from procurement.services import report_saving, withdraw_saving
from procurement.states import CycleStatus
from srm.authz import SYSTEM
from srm.clock import organisation_today
from srm.events.services import history
from tenders.models import Lot
from tenders.services import approve_award, refuse_award
from tests.cast import make_cast
from tests.factories.reference import CategoryFactory
from tests.matrix.procurement_segments import a_placed_category
from tests.scenarios.tenders import a_proposed_award

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast():
    return make_cast()


def two_cycles():
    """Last half-year and this one, which runs."""
    today = organisation_today()
    last = Cycle.objects.create(
        code="LAST", starts_on=today - timedelta(days=200), ends_on=today - timedelta(days=20),
        status=CycleStatus.CLOSED,
    )  # fmt: skip
    now = Cycle.objects.create(
        code="NOW", starts_on=today - timedelta(days=19), ends_on=today + timedelta(days=160),
        status=CycleStatus.RUNNING, predecessor=last,
    )  # fmt: skip
    return last, now


def told(category, estimate, awarded, key="award:a", currency="EUR", on=None):
    return report_saving(
        source_key=key, category=category, estimate=Decimal(estimate), awarded=Decimal(awarded), currency=currency,
        reference="TN-1/1", on=on or organisation_today(), by=SYSTEM,
    )  # fmt: skip


def test_what_is_told_twice_counts_once_in_the_cycle_that_runs_and_goes_when_it_comes_to_nothing():
    category, (_last, now) = CategoryFactory(), two_cycles()

    told(category, 1000, 950)
    told(category, 1000, 900)

    saving = AwardSaving.objects.get()
    assert (saving.cycle, saving.estimate, saving.awarded, saving.rate) == (now, 1000, 900, 1)
    assert measure_goals(category)["award_savings"] == Decimal("10.0")
    assert (withdraw_saving(source_key="award:a", by=SYSTEM), withdraw_saving(source_key="award:a", by=SYSTEM)) == (
        1,
        0,
    )
    assert measure_goals(category)["award_savings"] is None
    assert [e.name for e in history(category)] == ["SavingReported", "SavingReported", "SavingWithdrawn"]


@pytest.mark.parametrize(("estimate", "currency"), [(0, "EUR"), (100, "XTS")])
def test_without_an_estimate_or_a_rate_of_the_day_nothing_is_compared(estimate, currency):
    category = CategoryFactory()

    assert told(category, estimate, 90, currency=currency) is None

    assert (AwardSaving.objects.count(), len(history(category))) == (0, 0)


def test_awards_weigh_by_their_sums_and_only_those_of_twelve_months_count_now():
    category, today = CategoryFactory(), organisation_today()
    told(category, 900, 900, key="award:a")
    told(category, 100, 80, key="award:b")
    told(category, 5000, 1, key="award:c", on=today - timedelta(days=366))

    assert measure_goals(category)["award_savings"] == Decimal("2.0")


def test_an_approved_award_is_told_and_a_refusal_of_the_winner_takes_it_back():
    room, award = a_proposed_award()
    Lot.objects.update(estimate=award.amount * 2)

    award = approve_award(award=type(award).objects.get(pk=award.pk), by=room.head)
    saving = AwardSaving.objects.get()
    refuse_award(award=award, reason="Sold out.", by=room.bidder(award.supplier))

    assert (saving.category, saving.estimate - saving.awarded) == (room.tender.category, award.amount)
    assert (saving.reference, saving.link) == (room.lot.full_number, award.get_absolute_url())
    assert not AwardSaving.objects.exists()


def test_awards_of_before_are_told_by_the_migration():
    room, award = a_proposed_award()
    Lot.objects.update(estimate=award.amount * 2)
    approve_award(award=type(award).objects.get(pk=award.pk), by=room.head)
    fields = ("source_key", "category", "reference", "link", "estimate", "awarded", "currency", "rate", "awarded_on")
    kept = AwardSaving.objects.values(*fields).get()
    AwardSaving.objects.all().delete()

    import_module("tenders.migrations.0003_savings_of_awards").report(apps, None)

    assert AwardSaving.objects.values(*fields).get() == kept


def test_last_cycles_result_stands_beside_the_present_one_with_goals_met_and_missed(cast):
    (last, now), category, today = two_cycles(), a_placed_category(cast), organisation_today()
    Position.objects.update(cycle=now)
    given = {
        "category": category, "quadrant": "leverage", "procedure": "rfq", "price_weight": 90, "minimum_bidders": 2,
        "review_on": date(2030, 1, 1),
    }  # fmt: skip
    goals = [{"measure": "award_savings", "start": "0", "target": "5"}, {"name": "Know the market", "target": "yes"}]
    Strategy.objects.create(number="ST-8", version=1, status="retired", cycle=last, goals=goals, **given)
    Strategy.objects.create(number="ST-9", version=2, status="in_force", cycle=now, goals=goals, **given)
    told(category, 1000, 920)
    told(category, 1000, 970, key="award:b", on=today - timedelta(days=60))
    AwardSaving.objects.filter(source_key="award:b").update(cycle=last)

    rows = cycles_of(category)
    (result,) = [r for r in results_of(rows) if r.label == "Saved by awards against estimates, %"]
    page = cast.client("buyer").get(reverse("procurement:category-detail", args=[category.public_id])).content.decode()

    assert [(r.cycle, r.met, len(r.counted), r.saved_amount) for r in rows] == [(now, 1, 1, 80), (last, 0, 1, 30)]
    assert [(r.value, r.target, r.is_met) for r in result.results] == [
        (Decimal("8.0"), "5", True), (Decimal("3.0"), "5", False),
    ]  # fmt: skip
    assert "Result, cycle beside cycle" in page
    told_by_rest = cast.client("buyer").get(reverse("api:position-by-cycle", args=[rows[0].position.public_id])).json()
    assert [(r["cycle"], r["estimated"], r["awarded"], r["awards"], r["saved_percent"]) for r in told_by_rest] == [
        ("NOW", "1000.00", "920.00", 1, "8.0"), ("LAST", "1000.00", "970.00", 1, "3.0"),
    ]  # fmt: skip
    assert [[g["is_met"] for g in r["goals"]] for r in told_by_rest] == [[True, False], [False, False]]


def test_a_goal_by_prices_shows_what_awards_saved_beside_it():
    category = CategoryFactory()
    told(category, 1000, 900)

    (row,) = goal_rows(Strategy(category=category, goals=[{"measure": "savings", "start": "0", "target": "3"}]))

    assert (row.now, row.by_awards) == (None, Decimal("10.0"))
