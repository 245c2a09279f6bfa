from dataclasses import dataclass
from decimal import Decimal

import pgtrigger
import pytest
from django.db import Error, connection, transaction

from srm.authz import SYSTEM
from srm.events import registry, services
from srm.events.models import Delivery, Event
from tests.factories.accounts import LegalEntityFactory, UserFactory

pytestmark = pytest.mark.django_db


@dataclass(frozen=True)
class KettleBoiled:
    litres: Decimal


@pytest.fixture
def heard():
    calls = []

    @registry.on(KettleBoiled)
    def pour(event, *, record):
        calls.append((event, record.pk))

    yield calls
    registry._BY_EVENT.pop("KettleBoiled")
    registry._BY_NAME.pop((f"{pour.__module__}.{pour.__qualname__}", "KettleBoiled"))


def boil(litres="1.50"):
    subject = LegalEntityFactory()
    with transaction.atomic():
        services.record(KettleBoiled(Decimal(litres)), subject=subject, by=SYSTEM)
    return subject


def test_events_of_one_subject_form_a_chain_that_holds():
    subject, person = boil(), UserFactory()

    with transaction.atomic():
        services.record(KettleBoiled(Decimal(2)), subject=subject, by=person)

    first, second = services.history(subject)
    assert (first.seq, second.seq) == (1, 2)
    assert second.prev == first.hash
    assert second.data["by"] == person.email
    assert first.data["litres"] == "1.50"
    assert services.broken_link(subject) is None


def test_an_event_row_cannot_be_changed_or_deleted():
    subject = boil()

    for statement in ("UPDATE events_event SET name = 'x'", "DELETE FROM events_event"):
        with pytest.raises(Error), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)

    assert [e.name for e in services.history(subject)] == ["KettleBoiled"]


def test_a_forged_row_is_found():
    subject = boil()

    with pgtrigger.ignore("events.Event:event_append_only"):
        Event.objects.update(data={"litres": "9"})

    assert services.broken_link(subject).seq == 1


def test_a_delivery_calls_its_listener_once_however_often_it_is_repeated(heard):
    boil()
    delivery = Delivery.objects.get()

    results = [services.deliver(delivery.pk), services.deliver(delivery.pk)]

    assert results == [True, True]
    assert heard == [(KettleBoiled("1.50"), Event.objects.get().pk)]


def test_a_failed_delivery_keeps_its_error_and_waits_for_another_try(heard):
    boil()
    delivery = Delivery.objects.get()
    Delivery.objects.update(listener="nobody.home")

    done = services.deliver(delivery.pk)

    delivery.refresh_from_db()
    assert (done, delivery.attempts, delivery.done_at, heard) == (False, 1, None, [])
    assert "no listener nobody.home" in delivery.error


@pytest.mark.django_db(transaction=True)
def test_recording_outside_a_transaction_is_refused():
    subject = LegalEntityFactory()

    with pytest.raises(transaction.TransactionManagementError):
        services.record(KettleBoiled(Decimal(1)), subject=subject, by=SYSTEM)

    assert Event.objects.count() == 0


def test_what_is_recorded_together_is_chained_and_delivered_as_ever(heard):
    first, second = boil(), boil()

    with transaction.atomic(), services.recorded_together() as gathered:
        for subject in (first, second, first):
            services.record(KettleBoiled(Decimal(3)), subject=subject, by=SYSTEM)
        assert (len(gathered), Event.objects.filter(data__litres="3").count()) == (3, 0)
    services.deliver_pending()

    assert [[e.seq for e in services.history(s)] for s in (first, second)] == [[1, 2, 3], [1, 2]]
    assert [services.broken_link(s) for s in (first, second)] == [None, None]
    assert len(heard) == 5


def test_a_part_that_is_taken_back_leaves_no_event():
    subject = boil()

    with transaction.atomic(), services.recorded_together() as gathered:
        services.record(KettleBoiled(Decimal(3)), subject=subject, by=SYSTEM)
        del gathered[0:]
        services.record(KettleBoiled(Decimal(4)), subject=subject, by=SYSTEM)

    assert [e.data["litres"] for e in services.history(subject)] == ["1.50", "4"]
    assert services.broken_link(subject) is None


def test_a_failure_while_recording_together_writes_nothing():
    subject = boil()

    def spill():
        with transaction.atomic(), services.recorded_together():
            services.record(KettleBoiled(Decimal(3)), subject=subject, by=SYSTEM)
            raise ValueError("spilt")

    with pytest.raises(ValueError, match="spilt"):
        spill()

    assert services.history(subject).count() == 1
