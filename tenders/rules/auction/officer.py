"""What the officer may do in every format: pause, resume, extend, stop and exclude."""

from tenders.rules.auction.event import Event
from tenders.rules.auction.kinds import Kind, Reason
from tenders.rules.auction.state import State


def act(state: State, event: Event) -> Reason | None:
    """Carry out an officer's act; an exclusion is possible even after the close, which it never moves."""
    if event.kind is Kind.EXCLUDE:
        return _exclude(state, event.bidder)
    if state.is_closed(event.at):
        return Reason.LATE
    return _ACTS[event.kind](state, event)


def _exclude(state: State, bidder: str) -> Reason | None:
    if bidder in state.excluded:
        return Reason.EXCLUDED
    state.excluded |= {bidder}
    state.proxies.pop(bidder, None)
    state.remove(bidder)
    return None


def _pause(state: State, event: Event) -> Reason | None:
    if state.paused_at is not None:
        return Reason.PAUSED
    state.paused_at = event.at
    return None


def _resume(state: State, event: Event) -> Reason | None:
    """Everything still to come moves by the length of the pause; without a pause there is nothing to resume."""
    if state.paused_at is None:
        return Reason.TURN
    length = event.at - state.paused_at
    state.pauses += ((state.elapsed(event.at), length),)
    state.paused_at = None
    state.shift += length
    state.close += length
    state.scheduled += length
    return None


def _extend(state: State, event: Event) -> Reason | None:
    """The officer's time moves the caps along, so that it takes nothing from what bids may still add."""
    state.added += event.by
    state.close += event.by
    state.scheduled += event.by
    return None


def _stop(state: State, event: Event) -> Reason | None:
    if state.paused_at is not None:
        _resume(state, event)
    state.close = event.at
    return None


_ACTS = {Kind.PAUSE: _pause, Kind.RESUME: _resume, Kind.EXTEND: _extend, Kind.STOP: _stop}
