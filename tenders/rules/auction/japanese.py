"""A reverse clock that falls: bidders stay tick by tick until one is left.

A stay is a price that stands, namely its tick's. So the lowest price, and among equals the earliest stay, is
every outcome at once: the last one left, the earliest of those who went out together, the earliest at the end.
"""

from tenders.rules.auction.event import Event
from tenders.rules.auction.kinds import Kind, Reason
from tenders.rules.auction.rules import Rules
from tenders.rules.auction.state import State


def scheduled_close(rules: Rules) -> int:
    """The end of tick 0, unless somebody stays."""
    return rules.opens_at + rules.ticks.every


def stay(state: State, event: Event) -> Reason | None:
    """Stay in this tick; who missed an earlier one is out, and a second stay changes nothing."""
    tick = _tick(state, event)
    if not _is_in(state, event.bidder, tick):
        return Reason.TURN
    price = state.rules.ticks.price(tick)
    own = state.standing.get(event.bidder)
    if own is None or own.price != price:
        state.place(event.bidder, price, price, over=own)
    _close_as_it_stands(state, tick)
    return None


def leave(state: State, event: Event) -> Reason | None:
    """Cancel this tick's stay; who has not stayed in it yet simply does not."""
    tick = _tick(state, event)
    own = state.standing.get(event.bidder)
    if own is None or not _is_in(state, event.bidder, tick):
        return Reason.TURN
    if own.price == state.rules.ticks.price(tick):
        state.restore(event.bidder)
    _close_as_it_stands(state, tick)
    return None


def _tick(state: State, event: Event) -> int:
    """The tick of a moment; time that the officer adds belongs to the tick that was the last before."""
    ticks = state.rules.ticks
    running = state.close - state.rules.opens_at - state.shift - state.added
    return min(ticks.at(state.elapsed(event.at)), ticks.last, running // ticks.every - 1)


def _is_in(state: State, bidder: str, tick: int) -> bool:
    """In tick 0 anybody; later who stayed in the tick before, or already in this one."""
    if tick == 0:
        return True
    own = state.standing.get(bidder)
    return own is not None and own.price <= state.rules.ticks.price(tick - 1)


def _close_as_it_stands(state: State, tick: int) -> None:
    """The end of this tick; with two or more staying the next tick decides, unless the clock is at its end."""
    rules = state.rules
    price = rules.ticks.price(tick)
    goes_on = tick < rules.ticks.last and len(state.order) > 1 and state.order[1][1] == price
    ticks = tick + 2 if goes_on else tick + 1
    state.close = rules.opens_at + ticks * rules.ticks.every + state.shift + state.added


ACTS = {Kind.STAY: stay, Kind.LEAVE: leave}
