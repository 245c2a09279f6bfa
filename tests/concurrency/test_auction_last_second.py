"""R8: a storm in the last second. The close never moves back, and nothing counts after it."""

from datetime import timedelta
from decimal import Decimal
from itertools import pairwise

import pytest

from tenders.models import Auction
from tenders.queries.auction.state import state_of
from tenders.rules.auction.limits import limit
from tenders.services import close_auction, place_auction_bid
from tests.concurrency.storm import at_once
from tests.scenarios.auctions import a_live_auction

pytestmark = pytest.mark.django_db(transaction=True)

ROUNDS, BIDDERS, CAP = 3, 4, 3
RULES = {
    "improvement": {"reference": "best", "step": "0.01"},
    "extension": {"anchor": "bid", "window_s": 1, "length_s": 1, "trigger_rank": 1, "max_count": CAP},
}


@pytest.mark.parametrize("_round", range(ROUNDS))
def test_the_close_never_moves_back_and_nothing_counts_after_it(_round):
    hall = a_live_auction(prices=["1000.00"] * BIDDERS, lasts=timedelta(seconds=1), rules=RULES)
    places = [(hall.seat(n), hall.person(n)) for n in range(BIDDERS)]

    def bid_until_it_is_over(number):
        seat, person = places[number]
        while True:
            exact = limit(state_of(Auction.objects.get(pk=hall.auction.pk)), seat.alias)
            amount = Decimal(exact.numerator) / exact.denominator
            event = place_auction_bid(auction=hall.auction, participant=seat, amount=amount, by=person)
            if event.reason == "late":
                return

    at_once(bid_until_it_is_over, range(BIDDERS), hands=BIDDERS)

    events = list(hall.fresh().events.order_by("seq"))
    closes = [hall.auction.opens_at + timedelta(seconds=1), *(event.closes_at for event in events)]
    moves = [(before, after) for before, after in pairwise(closes) if before != after]
    accepted = [(event, before) for event, before in zip(events, closes, strict=False) if event.accepted]
    assert [event.seq for event in events] == list(range(1, len(events) + 1))
    assert all(before < after for before, after in moves)
    assert 1 <= len(moves) <= CAP
    assert len(accepted) > BIDDERS
    assert all(event.at < close for event, close in accepted)
    assert all(event.at >= close for event, close in zip(events, closes, strict=False) if event.reason == "late")
    assert close_auction(auction=hall.auction).result["closes_at"]
