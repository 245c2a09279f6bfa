"""Facts that come in while the portfolio is measured are seen by the next one; with the guard off they are not."""

import threading
import time
from datetime import timedelta
from decimal import Decimal

import pytest
from django.db.models import QuerySet

from procurement.models import Measurement, Position
from procurement.services import finish_measurement, measure_what_is_due, measurement, position_all
from srm.authz import SYSTEM
from srm.clock import database_now, organisation_today
from srm.events.services import deliver_pending
from suppliers.services import record_observation
from tests.concurrency.storm import at_once, waiting_for_locks
from tests.factories.reference import CategoryFactory
from tests.factories.suppliers import SupplierFactory

pytestmark = pytest.mark.django_db(transaction=True)
PATIENCE = 20  # seconds


@pytest.fixture
def ground():
    return CategoryFactory(), SupplierFactory()


def deliver(ground, key):
    category, supplier = ground
    record_observation(
        supplier=supplier, category=category, quantity=Decimal(1), amount=Decimal(100), source="receipt",
        source_key=key, received_on=organisation_today() - timedelta(days=3), by=SYSTEM,
    )  # fmt: skip


def spend_known(ground):
    return Position.objects.current().get(category=ground[0]).spend


def wait_until(is_so):
    end = time.monotonic() + PATIENCE
    while not is_so() and time.monotonic() < end:
        time.sleep(0.02)


def a_fact_during_a_measuring(ground, monkeypatch):
    """Measure one fact; when it has been read, and before the commit, another one comes in and is delivered."""
    deliver(ground, "before")
    deliver_pending()
    running = Measurement.objects.get()
    has_read, has_come = threading.Event(), threading.Event()

    def position_slowly(**given):
        found = position_all(**given)
        has_read.set()
        wait_until(lambda: has_come.is_set() or waiting_for_locks())
        return found

    def bring():
        has_read.wait(PATIENCE)
        deliver(ground, "meanwhile")
        deliver_pending()
        has_come.set()

    monkeypatch.setattr(measurement, "position_all", position_slowly)
    at_once(lambda verb: verb(), [lambda: finish_measurement(measurement=running), bring], 2)
    monkeypatch.setattr(measurement, "position_all", position_all)


def measure_what_was_asked_for():
    Measurement.objects.running().update(due_at=database_now())
    return measure_what_is_due()


def test_facts_that_come_during_a_measuring_are_seen_by_the_next(ground, monkeypatch):
    a_fact_during_a_measuring(ground, monkeypatch)
    assert spend_known(ground) == Decimal("100.00")

    assert measure_what_was_asked_for() == 1
    assert spend_known(ground) == Decimal("200.00")
    assert measure_what_was_asked_for() == 0


def test_without_the_lock_on_the_measuring_they_would_be_forgotten(ground, monkeypatch):
    locked = QuerySet.select_for_update

    def unlocked(rows, *args, **kwargs):
        return rows if rows.model is Measurement else locked(rows, *args, **kwargs)

    monkeypatch.setattr(QuerySet, "select_for_update", unlocked)
    a_fact_during_a_measuring(ground, monkeypatch)

    assert (measure_what_was_asked_for(), spend_known(ground)) == (0, Decimal("100.00"))
