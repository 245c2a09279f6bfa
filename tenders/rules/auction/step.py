"""One event at a time: state and event give the next state and the decision."""

from dataclasses import dataclass

from tenders.rules.auction import dutch, english, japanese, officer, rounds, sealed
from tenders.rules.auction.event import Event
from tenders.rules.auction.kinds import Format, Kind, Reason
from tenders.rules.auction.opening import start
from tenders.rules.auction.proxy import Answer
from tenders.rules.auction.state import State

__all__ = ["Decision", "advance", "start", "step"]

ACTS = {
    Format.ENGLISH: english.ACTS,
    Format.SEALED: sealed.ACTS,
    Format.DUTCH: dutch.ACTS,
    Format.JAPANESE: japanese.ACTS,
    Format.ROUNDS: rounds.ACTS,
}
OFFICERS = {Kind.PAUSE, Kind.RESUME, Kind.EXTEND, Kind.STOP, Kind.EXCLUDE}


@dataclass(frozen=True, slots=True)
class Decision:
    """What became of an event: refused with a reason, or accepted with the proxies' answers to it."""

    reason: Reason | None
    rank: int | None
    closes_at: int | None
    answers: tuple[Answer, ...] = ()  # each the last bid of its proxy; ``answers_close_at`` is the close after them
    answers_close_at: int | None = None

    @property
    def accepted(self) -> bool:
        return self.reason is None


def step(state: State, event: Event) -> tuple[State, Decision]:
    """The state after an event and the decision on it; the state given stays as it was."""
    after = state.copy()
    return after, advance(after, event)


def advance(state: State, event: Event) -> Decision:
    """The same in place, for replaying many events; raises ValueError when time runs backwards."""
    if state.last_at is not None and event.at < state.last_at:
        raise ValueError("events stand in time order")
    state.last_at = event.at
    if state.rules.format is Format.ROUNDS:
        rounds.settle_order(state, event.at)
    reason = officer.act(state, event) if event.kind in OFFICERS else _bidder_acts(state, event)
    if reason is not None:
        return Decision(reason, None, state.closes_at)
    return _accepted(state, event)


def _bidder_acts(state: State, event: Event) -> Reason | None:
    reason = _moment_refusal(state, event)
    if reason is not None:
        return reason
    act = ACTS[state.rules.format].get(event.kind)
    return Reason.TURN if act is None else act(state, event)


def _moment_refusal(state: State, event: Event) -> Reason | None:
    """Retracting is not bidding: it is possible before the opening and during a pause."""
    bids = event.kind is not Kind.RETRACT
    if bids and event.at < state.rules.opens_at:
        return Reason.NOT_OPEN
    if state.is_closed(event.at):
        return Reason.LATE
    if bids and state.paused_at is not None:
        return Reason.PAUSED
    return Reason.EXCLUDED if event.bidder in state.excluded else None


def _accepted(state: State, event: Event) -> Decision:
    rank = state.rank(event.bidder)
    if state.rules.format is not Format.ENGLISH or event.kind not in {Kind.BID, Kind.PROXY}:
        return Decision(None, rank, state.closes_at)
    extended = english.extend(state, event, rank)
    closes_at = state.closes_at
    answers = english.answer(state, event, extended=extended)
    return Decision(None, rank, closes_at, answers, state.closes_at)
