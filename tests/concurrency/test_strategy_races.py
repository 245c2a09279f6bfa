"""One strategy a category in force, however many are approved at once. With its guards switched off it must fail."""

import threading
from datetime import date

import pytest
from django.db import IntegrityError, connection
from django.db.models import QuerySet

from procurement.models import Strategy
from procurement.services import approve_strategy, position_category
from srm.events.services import history
from suppliers.models import ReviewRhythm
from tests.cast import make_cast
from tests.concurrency.test_approval_races import PAIRS, at_once
from tests.matrix.procurement_segments import a_placed_category

pytestmark = pytest.mark.django_db(transaction=True)


def submitted(cast, category, version) -> Strategy:
    return Strategy.objects.create(
        number=f"ST-{category.code}-{version}", category=category, version=version, status="submitted",
        quadrant="leverage", procedure="rfq", price_weight=70, minimum_bidders=3, review_on=date(2030, 1, 1),
        supplier_review_months=version, overruled_reason="By hand", created_by=cast.category_manager,
    )  # fmt: skip


def approving(strategy, by):
    """What the thread does; a violated constraint is a result to look at."""

    def verb():
        try:
            return approve_strategy(strategy=strategy, by=by)
        except IntegrityError as error:
            return error

    return verb


def approved(results):
    return sum(isinstance(result, Strategy) for result in results)


def in_force(category):
    return list(category.strategies.in_force())


def two_at_once(cast):
    """Two versions of one category that wait for approval. No page leads here: one draft is open at a time."""
    category = a_placed_category(cast)
    first, second = (submitted(cast, category, version) for version in (1, 2))
    return category, [approving(first, cast.procurement_head), approving(second, cast.finance)]


def test_of_two_approvers_of_one_strategy_one_puts_it_in_force():
    cast = make_cast()

    for _ in range(PAIRS):
        strategy = submitted(cast, a_placed_category(cast), 1)
        results = at_once([approving(strategy, by) for by in (cast.procurement_head, cast.finance)], together=2)

        assert approved(results) == 1
        assert [e.name for e in history(strategy)].count("StrategyApproved") == 1


def test_of_two_versions_approved_at_once_one_is_in_force_and_its_rhythm_holds():
    cast = make_cast()

    for _ in range(PAIRS):
        category, verbs = two_at_once(cast)
        results = at_once(verbs, together=2)

        (winner,) = in_force(category)
        assert approved(results) == 2
        assert sorted(category.strategies.values_list("status", flat=True)) == ["in_force", "retired"]
        assert ReviewRhythm.objects.get(category=category).source == winner.number


def test_approving_beside_a_new_position_neither_waits_for_ever_nor_leaves_two():
    cast = make_cast()

    for _ in range(PAIRS):
        category, verbs = two_at_once(cast)
        measure = lambda c=category: position_category(category=c, by=cast.category_manager)  # noqa: E731 - a thread's
        results = at_once([*verbs, measure], together=3)

        assert not [r for r in results if isinstance(r, Exception)], results
        assert len(in_force(category)) == 1


def without_turns(monkeypatch):
    """No row is locked, and both have looked for what is in force before either writes."""
    both = threading.Barrier(2)
    monkeypatch.setattr(QuerySet, "select_for_update", lambda self, *_args, **_kwargs: self)
    monkeypatch.setattr("procurement.services.strategy.current_cycle", lambda: both.wait(timeout=20) * 0 or None)


def test_without_the_lock_the_constraint_stops_the_second_and_without_both_two_are_in_force(monkeypatch):
    cast = make_cast()
    category, verbs = two_at_once(cast)
    other, others = two_at_once(cast)
    without_turns(monkeypatch)
    constraint = next(c for c in Strategy._meta.constraints if c.name == "strategy_one_in_force")

    results = at_once(verbs, together=2)
    assert sum(isinstance(result, IntegrityError) for result in results) == 1
    assert len(in_force(category)) == 1

    monkeypatch.setattr("procurement.services.strategy.set_review_rhythm", lambda **_values: [])  # has its own guard
    with connection.schema_editor() as editor:
        editor.remove_constraint(Strategy, constraint)
    try:
        at_once(others, together=2)
        assert len(in_force(other)) == 2
    finally:
        Strategy.objects.all().delete()
        with connection.schema_editor() as editor:
            editor.add_constraint(Strategy, constraint)
