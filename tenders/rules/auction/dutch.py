"""A reverse clock that rises: the first to accept wins at the price it shows."""

from tenders.rules.auction.event import Event
from tenders.rules.auction.kinds import Kind, Reason
from tenders.rules.auction.rules import Rules
from tenders.rules.auction.state import State


def scheduled_close(rules: Rules) -> int:
    """One tick after the clock reaches its end."""
    return rules.opens_at + (rules.ticks.last + 1) * rules.ticks.every


def accept(state: State, event: Event) -> Reason | None:
    ticks = state.rules.ticks
    amount = ticks.price(ticks.at(state.elapsed(event.at)))
    state.place(event.bidder, amount, state.rules.factor(event.bidder).effective(amount), over=None)
    state.close = event.at
    return None


ACTS = {Kind.ACCEPT: accept}
