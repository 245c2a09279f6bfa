"""The queue in PostgreSQL: what it holds are hints, so emptying it loses nothing."""

import pytest

from srm import broker
from srm.events.models import Delivery
from srm.events.services import deliver_pending
from tests.scenarios.procurement import a_company, a_submitted_requisition

pytestmark = pytest.mark.django_db


def queued(cursor):
    cursor.execute("SELECT queue_length FROM pgmq.metrics(%s)", [broker.QUEUE])
    return cursor.fetchone()[0]


def test_forgotten_hints_leave_every_delivery_to_the_sweep(settings):
    from django.db import connection

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
