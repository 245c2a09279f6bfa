"""States of an auction, reached through services."""

from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal

from srm.accounts.models import User
from srm.clock import database_now
from tenders.models import Auction, AuctionEvent, AuctionParticipant
from tenders.services import begin_auction, place_auction_bid, schedule_auction
from tests.scenarios.tenders import Room, opened_bids

STEP_OF_TEN = {"improvement": {"reference": "best", "step": "10"}}


@dataclass
class Hall:
    """An auction with its tender; bidders in the order of their opened bids."""

    room: Room
    auction: Auction

    def seat(self, n: int) -> AuctionParticipant:
        return self.auction.participants.get(supplier=self.room.suppliers[n])

    def person(self, n: int) -> User:
        return self.room.bidder(self.room.suppliers[n])

    def bid(self, n: int, amount) -> AuctionEvent:
        return place_auction_bid(
            auction=self.auction, participant=self.seat(n), amount=Decimal(str(amount)), by=self.person(n)
        )

    def fresh(self) -> Auction:
        self.auction = Auction.objects.select_related("lot__tender").get(pk=self.auction.pk)
        return self.auction


def a_scheduled_auction(*, starts_in=timedelta(hours=1), lasts=timedelta(hours=1), rules=None, **settings) -> Hall:
    """Planned on bids of 250.00 and 220.00 unless `prices` say otherwise (20 pieces each)."""
    room = opened_bids(auction_format="english", **settings)
    opens_at = database_now() + starts_in
    auction = schedule_auction(
        lot=room.lot, opens_at=opens_at, closes_at=opens_at + lasts, rules=rules or STEP_OF_TEN, by=room.buyer
    )
    return Hall(room, auction)


def a_live_auction(**settings) -> Hall:
    """Open since this moment, and begun."""
    hall = a_scheduled_auction(starts_in=timedelta(0), **settings)
    begin_auction(auction=hall.auction)
    return hall
