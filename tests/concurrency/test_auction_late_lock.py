"""R7: a bid that begins before the close and gets its lock after it is late."""

import threading
from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import connection, transaction

from srm.clock import database_now
from tenders.models import Auction
from tenders.services import place_auction_bid
from tests.concurrency.storm import at_once, waiting_for_locks
from tests.scenarios.auctions import STEP_OF_TEN, a_live_auction

pytestmark = pytest.mark.django_db(transaction=True)

HARD_CLOSE = {"extension": {"anchor": "bid", "window_s": 0, "length_s": 0, "max_count": 0}}
WAITING = 8


def test_whoever_gets_the_lock_after_the_close_is_late():
    hall = a_live_auction(lasts=timedelta(seconds=4), rules=STEP_OF_TEN | HARD_CLOSE)
    seat, person, closes_at = hall.seat(0), hall.person(0), hall.auction.closes_at
    held, seen = threading.Event(), []

    def hold_until_after_the_close(_number):
        with transaction.atomic():
            Auction.objects.select_for_update().get(pk=hall.auction.pk)
            held.set()
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_sleep_until(%s)", [closes_at - timedelta(seconds=1)])
                seen.append((waiting_for_locks(), database_now()))
                cursor.execute("SELECT pg_sleep_until(%s)", [closes_at + timedelta(milliseconds=20)])

    def act(number):
        if number == 0:
            return hold_until_after_the_close(number)
        held.wait()
        return place_auction_bid(auction=hall.auction, participant=seat, amount=Decimal(210 - number * 15), by=person)

    _holder, *events = at_once(act, range(WAITING + 1), hands=WAITING + 1)

    [(waited, looked_at)] = seen
    assert (waited, looked_at < closes_at) == (WAITING, True), "nobody was kept waiting before the close"
    assert [(e.accepted, e.reason) for e in events] == [(False, "late")] * WAITING
    assert hall.fresh().closes_at == closes_at
