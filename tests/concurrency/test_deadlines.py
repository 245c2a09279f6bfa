"""R6 and R7: bids around the deadline. The database's clock decides, read after the lock; witnesses are independent."""

import os
import threading
import time
from datetime import datetime, timedelta

import pytest
from django.db import connection, transaction

from srm.clock import database_now
from tenders.models import Bid, Tender
from tenders.services import TooLate, submit_bid
from tests.scenarios.tenders import Room, a_published_tender, bid_content

pytestmark = pytest.mark.django_db(transaction=True)

TRIES = int(os.environ.get("SRM_TRIES", "5"))
OFFSETS_MS = (-5, -1, 0, 1, 5)
WARM_UP = timedelta(milliseconds=60)
WAITING = "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()"


def set_deadline(room: Room, until: datetime) -> datetime:
    Tender.objects.filter(pk=room.tender.pk).update(bids_until=until, questions_until=until)
    return until


def sleep_until(at: datetime) -> None:
    while (left := (at - database_now()).total_seconds()) > 0:
        time.sleep(min(left, 0.001) if left < 0.01 else left - 0.005)


def send(room: Room, content: dict) -> tuple[bool, datetime]:
    """Send a bid; return whether it was accepted, and the time that decided."""
    supplier = room.suppliers[0]
    try:
        bid = submit_bid(tender=room.tender, supplier=supplier, content=content, by=room.bidder(supplier))
    except TooLate as late:
        return False, late.at
    return True, bid.submitted_at


@pytest.mark.parametrize("offset", OFFSETS_MS)
def test_bids_around_the_deadline_are_decided_by_it_alone(offset):
    room = a_published_tender(suppliers=1, items=1)
    content, wrong = bid_content(room.tender), []

    for _n in range(TRIES):
        until = set_deadline(room, database_now() + WARM_UP)
        sleep_until(until + timedelta(milliseconds=offset))
        before = database_now()
        accepted, decided_at = send(room, content)
        after = database_now()
        truth = accepted if before < until <= after else before < until
        if accepted != truth or accepted != (decided_at < until) or not before <= decided_at <= after:
            wrong.append((offset, accepted, before - until, decided_at - until))

    assert wrong == []


def test_bid_that_gets_its_lock_after_the_deadline_is_late():
    room = a_published_tender(suppliers=1, items=1)
    content, results = bid_content(room.tender), []

    for _n in range(TRIES):
        held, over = threading.Event(), threading.Event()
        holder = threading.Thread(target=hold_lock, args=(room, held, over))
        set_deadline(room, database_now() + timedelta(seconds=30))
        holder.start()
        assert held.wait(10)
        bidder = threading.Thread(target=lambda: results.append(in_thread(room, content)))
        bidder.start()
        wait_for_lock()
        over.set()
        holder.join(10)
        bidder.join(10)

    assert [accepted for accepted, _at in results] == [False] * TRIES
    assert Bid.objects.count() == 0


def hold_lock(room: Room, held: threading.Event, over: threading.Event) -> None:
    """Hold the tender's row; the deadline passes under it before it is let go."""
    try:
        with transaction.atomic():
            Tender.objects.select_for_update().get(pk=room.tender.pk)
            held.set()
            over.wait(10)
            set_deadline(room, database_now() - timedelta(microseconds=1))
    finally:
        connection.close()


def in_thread(room: Room, content: dict) -> tuple[bool, datetime]:
    try:
        return send(room, content)
    finally:
        connection.close()


def wait_for_lock() -> None:
    """Return when the bid waits for the row: it began before the deadline."""
    for _n in range(2000):
        with connection.cursor() as cursor:
            cursor.execute(WAITING)
            if cursor.fetchone()[0]:
                return
        time.sleep(0.005)
    raise AssertionError("inconclusive: no bid waited for the lock")
