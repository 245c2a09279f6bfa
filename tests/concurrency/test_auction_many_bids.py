"""R1 in small: many bids at once on one auction. Every acknowledged one is kept, in a record without gaps."""

from decimal import Decimal

import pytest

from tenders.models import AuctionEvent
from tenders.queries.auction.state import state_of
from tenders.services import place_auction_bid, stop_auction
from tests.concurrency.storm import at_once
from tests.scenarios.auctions import a_live_auction

pytestmark = pytest.mark.django_db(transaction=True)

BIDDERS, BIDS = 6, 240


def test_every_acknowledged_bid_is_kept_in_order_and_the_best_is_the_lowest():
    rules = {"improvement": {"reference": "own", "step": "1"}}
    hall = a_live_auction(prices=["1000.00"] * BIDDERS, rules=rules | {"ties": "earlier_wins"})
    seats, people = [hall.seat(n) for n in range(BIDDERS)], [hall.person(n) for n in range(BIDDERS)]
    places = dict(enumerate(zip(seats, people, strict=True)))

    def bid(number: int):
        seat, person = places[number % BIDDERS]
        return place_auction_bid(auction=hall.auction, participant=seat, amount=Decimal(19_000 - number * 7), by=person)

    acknowledged = at_once(bid, range(BIDS), hands=12)

    kept = {event.seq: event for event in AuctionEvent.objects.filter(auction=hall.auction)}
    assert sorted(kept) == list(range(1, BIDS + 1))
    assert {(e.seq, e.amount, e.accepted) for e in acknowledged} == {
        (e.seq, e.amount, e.accepted) for e in kept.values()
    }
    lowest = min(e.amount for e in kept.values() if e.accepted)
    assert state_of(hall.fresh()).order[0][1] == lowest
    closed = stop_auction(auction=hall.auction, reason="Counted", by=hall.room.buyer)
    assert closed.result["ranking"][0]["amount"] == f"{lowest:.2f}"
