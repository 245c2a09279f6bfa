"""Two gather at once: every line goes into one bundle once, whoever presses and whatever the worker does."""

import threading
from datetime import timedelta
from decimal import Decimal

import pytest
from django.db.models import QuerySet

from procurement.models import Bundle, Gathering, RequisitionLine
from procurement.queries.bundle import bundle_proposals
from procurement.services import LineInput, continue_gathering, gather_lines, propose_bundles
from procurement.services import bundle as bundling
from srm.clock import organisation_today
from srm.events.models import Event
from tests.concurrency.test_approval_races import at_once
from tests.scenarios.procurement import a_company, an_approved_requisition

pytestmark = pytest.mark.django_db(transaction=True)


def loose_lines(count):
    """So many approved lines, of two places in time."""
    company = a_company(budget=None)
    for index in range(count):
        needed = organisation_today() + timedelta(days=30 + 200 * (index % 2))
        an_approved_requisition(
            company, LineInput(item=company.item, quantity=Decimal(10), unit_price=Decimal(500), needed_on=needed)
        )
    return company


def check(count):
    """Every line is in a bundle, and what a bundle buys is what its lines ask for."""
    assert RequisitionLine.objects.exclude(bundle=None).count() == count
    assert bundle_proposals() == []
    for bundle in Bundle.objects.all():
        parts = [part.line_id for line in bundle.merged.all() for part in line.parts.all()]
        assert sorted(parts) == sorted(bundle.lines.values_list("pk", flat=True))


def taken():
    """How many lines were put into bundles, by the record; a line that was taken twice counts twice."""
    return sum(event.data["lines"] for event in Event.objects.filter(name="BundleCreated"))


def test_two_presses_at_once_take_every_line_once():
    company = loose_lines(6)

    results = at_once([lambda who=who: gather_lines(by=who) for who in (company.buyer, company.manager)], 2)

    assert all(isinstance(result, Gathering) for result in results), results
    assert sum(g.gathered for g in Gathering.objects.all()) == 6
    check(6)


def test_a_press_beside_the_workers_part_takes_no_line_twice(monkeypatch):
    monkeypatch.setattr("procurement.services.gathering.PART", 2)
    company = loose_lines(6)
    gathering = Gathering.objects.create(created_by=company.buyer, lines=6)
    go_on = lambda: continue_gathering(gathering=gathering, by=company.buyer)  # noqa: E731 - called by three threads

    results = at_once([go_on, go_on, lambda: propose_bundles(by=company.manager)], 3)

    assert not [r for r in results if isinstance(r, Exception)]
    continue_gathering(gathering=gathering, by=company.buyer)
    check(6)
    assert taken() == 6


def test_without_the_lock_lines_are_gathered_twice(monkeypatch):
    company = loose_lines(6)
    monkeypatch.setattr(QuerySet, "select_for_update", lambda self, *_args, **_kwargs: self)
    both, waited, gather = threading.Barrier(2), set(), bundling._gather

    def read_and_wait(proposal, rows, by):
        if by not in waited:
            waited.add(by)
            both.wait(timeout=20)  # both have read the loose lines before either writes
        return gather(proposal, rows, by)

    monkeypatch.setattr(bundling, "_gather", read_and_wait)

    at_once([lambda who=who: propose_bundles(by=who) for who in (company.buyer, company.manager)], 2)

    assert taken() > 6
