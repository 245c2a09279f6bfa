"""The queue in PostgreSQL: what it holds are hints, so emptying it loses nothing."""

import pytest
from django.db import connection
from kombu.transport import pgmq, resolve_transport

from srm import broker, transport
from srm.events.models import Delivery
from srm.events.services import deliver_pending
from tests.scenarios.procurement import a_company, a_submitted_requisition

pytestmark = pytest.mark.django_db


def queued(cursor):
    cursor.execute("SELECT queue_length FROM pgmq.metrics(%s)", [broker.QUEUE])
    return cursor.fetchone()[0]


def test_forgotten_hints_leave_every_delivery_to_the_sweep(settings):
    settings.CELERY_BROKER_URL = "pgmq://"
    broker.install()
    a_submitted_requisition(a_company())
    due = Delivery.objects.filter(done_at=None).count()
    with connection.cursor() as cursor:
        cursor.execute("""SELECT pgmq.send('celery', '{"n": 1}'), pgmq.send('celery', '{"n": 2}')""")
        before = queued(cursor)

        broker.forget_hints()

        assert (before, queued(cursor)) == (2, 0)
    assert Delivery.objects.filter(done_at=None).count() == due
    deliver_pending()
    assert Delivery.objects.filter(done_at=None).count() == 0


def listening(channel):
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_stat_clear_snapshot()")  # else a transaction sees what it saw first
        cursor.execute("SELECT count(*) FROM pg_stat_activity WHERE query LIKE %s", [f'LISTEN "{channel}"%'])
        return cursor.fetchone()[0]


@pytest.mark.parametrize(("waiter", "sessions"), [(transport.Waiter, 0), (pgmq._NotifyWaiter, 1)])
def test_who_only_sends_opens_no_session_that_nobody_reads(waiter, sessions):
    """The second is kombu's own: the fault is there without ours."""
    ear = waiter(broker.connection_string(connection.settings_dict))
    try:
        ear.register("probe")
        before = listening("pgmq.q_probe.INSERT")
        ear.wait(0.01)

        assert (before, listening("pgmq.q_probe.INSERT")) == (sessions, 1)
    finally:
        ear.close()


def test_pgmq_means_our_transport():
    assert resolve_transport("pgmq") is transport.Transport
