"""Sealed bids: only the ceiling applies and the last one of each bidder before the close counts."""

from tenders.rules.auction.bid import form_refusal
from tenders.rules.auction.english import retract
from tenders.rules.auction.event import Event
from tenders.rules.auction.kinds import Kind, Reason
from tenders.rules.auction.state import State


def bid(state: State, event: Event) -> Reason | None:
    if reason := form_refusal(state, event.bidder, event.amount):
        return reason
    price = state.rules.factor(event.bidder).effective(event.amount)
    state.place(event.bidder, event.amount, price, over=state.standing.get(event.bidder))
    return None


ACTS = {Kind.BID: bid, Kind.RETRACT: retract}
