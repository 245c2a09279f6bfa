"""The strategy's rhythm of supplier reviews: it shortens what the segment asks, and ends with the strategy."""

from datetime import date, timedelta
from importlib import import_module

import pytest
from django.apps import apps
from django.urls import reverse

from procurement.models import Strategy
from procurement.rules.rhythm import months_from
from procurement.services import approve_strategy, outdate_due_strategies
from procurement.services.strategy_ageing import settle_strategies
from srm.authz import SYSTEM
from srm.clock import organisation_today
from srm.events.services import history
from srm.notifications import waiting
from srm.reference.models import Category
from suppliers.models import ReviewRhythm, SupplierSegment
from suppliers.queries.care import due_reviews
from suppliers.rules.segment import Segment, moved_review_on, review_months
from suppliers.services import hold_review, resegment, set_review_rhythm
from tests.cast import make_cast
from tests.factories.reference import CategoryFactory
from tests.factories.suppliers import SupplierFactory
from tests.matrix.procurement_segments import a_strategy

DAY = date(2026, 11, 1)


@pytest.mark.parametrize(
    ("segment", "asked", "months"),
    [("partner", 0, 3), ("partner", 6, 3), ("compete", 6, 6), ("unknown", 6, 6), ("unknown", 0, None)],
)
def test_the_shorter_rhythm_holds(segment, asked, months):
    assert review_months(Segment(segment), asked) == months


@pytest.mark.parametrize(
    ("due", "last", "asked", "moved"),
    [
        (None, None, 3, date(2027, 2, 1)),  # none was due: from today
        (date(2026, 10, 1), None, 3, date(2026, 10, 1)),  # overdue without a review stays so
        (date(2027, 10, 1), None, 3, date(2027, 2, 1)),  # a longer wait is shortened
        (date(2027, 10, 1), date(2026, 10, 1), 3, date(2027, 1, 1)),  # counted from the last review
        (date(2027, 1, 1), date(2026, 10, 1), 0, date(2027, 10, 1)),  # the rhythm ends: the segment's again
    ],
)
def test_days_follow_the_rhythm_and_nothing_overdue_is_put_off(due, last, asked, moved):
    assert moved_review_on(due, last, Segment.COMPETE, asked, DAY) == moved


@pytest.fixture
def cast(db):
    return make_cast()


def a_standing(category, supplier=None, segment="compete", due=None):
    return SupplierSegment.objects.create(
        supplier=supplier or SupplierFactory(), category=category, quadrant="leverage", segment=segment, care="yearly",
        review_due_on=due,
    )  # fmt: skip


def due_of(standing):
    standing.refresh_from_db()
    return standing.review_due_on


def test_a_strategy_in_force_sets_the_rhythm_and_one_that_moved_away_ends_it(cast):
    today = organisation_today()
    strategy = a_strategy(cast, "submitted")
    Strategy.objects.filter(pk=strategy.pk).update(supplier_review_months=4)
    approve_strategy(strategy=strategy, by=cast.procurement_head)
    rhythm = ReviewRhythm.objects.get(category=strategy.category)
    standing = a_standing(strategy.category, due=months_from(today, 1))
    hold_review(supplier=standing.supplier, category=strategy.category, held_on=today, by=cast.buyer)

    assert (rhythm.months, rhythm.source) == (4, strategy.number)
    assert due_of(standing) == months_from(today, 4)
    settle_strategies(quadrants={strategy.category: "strategic"}, by=SYSTEM)
    assert not ReviewRhythm.objects.exists()
    assert due_of(standing) == months_from(today, 12)


def test_a_strategy_to_whose_quadrant_the_category_came_back_stands_again(cast):
    today = organisation_today()
    strategy = a_strategy(cast, "submitted")
    Strategy.objects.filter(pk=strategy.pk).update(supplier_review_months=4)
    Category.objects.filter(pk=strategy.category_id).update(owner=cast.category_manager)
    approve_strategy(strategy=strategy, by=cast.procurement_head)
    settle_strategies(quadrants={strategy.category: "strategic"}, by=SYSTEM)
    waited = [t.number for t in waiting.waiting_for(cast.category_manager)]

    settle_strategies(quadrants={strategy.category: strategy.quadrant}, by=SYSTEM)
    settle_strategies(quadrants={strategy.category: strategy.quadrant}, by=SYSTEM)  # a second time says nothing

    strategy.refresh_from_db()
    rhythm = ReviewRhythm.objects.get(category=strategy.category)
    names = [e.name for e in history(strategy)]
    assert (strategy.status, strategy.outdated_code, strategy.outdated_params) == ("in_force", "", {})
    assert strategy.review_on >= today
    assert (rhythm.months, rhythm.source) == (4, strategy.number)
    assert strategy in Strategy.objects.deciding()
    assert (names.count("StrategyOutdated"), names.count("StrategyStandsAgain")) == (1, 1)
    assert strategy.number in waited
    assert strategy.number not in [t.number for t in waiting.waiting_for(cast.category_manager)]


def test_a_strategy_that_comes_back_after_its_review_day_is_out_of_date_because_of_that(cast):
    strategy = a_strategy(cast, "submitted")
    approve_strategy(strategy=strategy, by=cast.procurement_head)
    settle_strategies(quadrants={strategy.category: "strategic"}, by=SYSTEM)
    Strategy.objects.filter(pk=strategy.pk).update(review_on=date(2026, 1, 31))

    settle_strategies(quadrants={strategy.category: strategy.quadrant}, by=SYSTEM)

    strategy.refresh_from_db()
    assert (strategy.status, strategy.outdated_code) == ("out_of_date", "review")
    assert strategy.outdated_reason == "Its review was due on 31 Jan 2026."
    assert strategy in Strategy.objects.deciding()
    assert ReviewRhythm.objects.get(category=strategy.category).source == strategy.number


def test_a_strategy_past_its_review_whose_category_moves_on_says_where_it_stands_now(cast):
    strategy = a_strategy(cast, "in_force")
    Strategy.objects.filter(pk=strategy.pk).update(review_on=date(2026, 1, 31))
    outdate_due_strategies()

    for quadrant in ("strategic", "strategic", "bottleneck"):
        settle_strategies(quadrants={strategy.category: quadrant}, by=SYSTEM)

    strategy.refresh_from_db()
    assert strategy.outdated_params["new"] == "bottleneck"
    assert strategy not in Strategy.objects.deciding()
    assert [e.name for e in history(strategy)].count("StrategyOutdated") == 3  # its review, and each move


def test_settling_many_strategies_asks_once_for_all_that_stay(cast, django_assert_num_queries):
    strategies = [a_strategy(cast, "in_force") for _one in range(3)]
    quadrants = {s.category: s.quadrant for s in strategies}

    with django_assert_num_queries(1):
        settle_strategies(quadrants=quadrants, by=SYSTEM)


def test_due_days_move_with_the_rhythm_and_the_same_rhythm_again_changes_nothing(cast):
    today, category = organisation_today(), CategoryFactory()
    idle, late = a_standing(category, segment="maintain"), a_standing(category, due=today - timedelta(days=3))

    moved = set_review_rhythm(category=category, months=6, source="ST-1", by=cast.category_manager)
    again = set_review_rhythm(category=category, months=6, source="ST-1", by=cast.category_manager)

    assert ([row.pk for row in moved], again) == ([idle.pk], [])
    assert (due_of(idle), due_of(late)) == (months_from(today, 6), today - timedelta(days=3))
    assert [e.name for e in history(category)].count("ReviewRhythmSet") == 1


def test_a_new_segment_is_due_by_the_strategys_rhythm(cast):
    category = CategoryFactory()
    set_review_rhythm(category=category, months=2, source="ST-1", by=cast.category_manager)
    standing = a_standing(category, segment="exit", due=organisation_today() + timedelta(days=300))

    resegment(category=category, quadrant="leverage", by=SYSTEM)

    assert due_of(standing) == months_from(organisation_today(), 2)


def test_an_overdue_review_waits_for_the_categorys_owner_or_else_the_suppliers(cast):
    yesterday = organisation_today() - timedelta(days=1)
    owned, nobodys = CategoryFactory(owner=cast.category_manager), CategoryFactory()
    supplier = SupplierFactory(owner=cast.buyer)
    rows = [a_standing(category, supplier, due=yesterday) for category in (owned, nobodys)]

    assert list(due_reviews(cast.category_manager)) == rows[:1]
    assert list(due_reviews(cast.buyer)) == rows[1:]
    assert not due_reviews(cast.contract_manager).exists()


def test_page_and_rest_tell_the_rhythm(cast):
    strategy = a_strategy(cast, "in_force")
    set_review_rhythm(category=strategy.category, months=6, source=strategy.number, by=SYSTEM)
    standing = a_standing(strategy.category, due=organisation_today())

    page = cast.client("buyer").get(standing.supplier.get_absolute_url()).content.decode()
    rows = cast.client("buyer").get(reverse("api:segment-list")).json()["results"]

    assert f"at least every 6 months by {strategy.number}" in page
    assert [row["review_months"] for row in rows] == [6]


def test_strategies_that_decided_before_are_handed_down_by_the_migration(cast):
    strategy, moved = a_strategy(cast, "in_force"), a_strategy(cast, "out_of_date")
    Strategy.objects.filter(pk=moved.pk).update(outdated_code="moved")
    Strategy.objects.update(supplier_review_months=4)
    ReviewRhythm.objects.all().delete()

    import_module("procurement.migrations.0010_hand_rhythms_down").hand_down(apps, None)

    assert list(ReviewRhythm.objects.values_list("category", "months")) == [(strategy.category_id, 4)]
