"""Rounds of turns: after each pause every bidder of the opening has one turn, the worst price first."""

from tenders.rules.auction.bid import price_refusal
from tenders.rules.auction.english import retract
from tenders.rules.auction.event import Event
from tenders.rules.auction.kinds import Kind, Reason
from tenders.rules.auction.rules import Rounds, Rules
from tenders.rules.auction.state import Slot, Standing, State


def scheduled_close(rules: Rules, bidders: int) -> int:
    rounds = rules.rounds
    return rules.opens_at + turns_begin(rounds, bidders, rounds.count) - rounds.pause


def turns_begin(rounds: Rounds, bidders: int, number: int) -> int:
    """Running time at which the turns of a round begin."""
    return rounds.first_pause + number * (rounds.pause + bidders * rounds.turn)


def settle_order(state: State, at: int) -> None:
    """Fix the order of every round whose turns have begun by now, before anything else happens."""
    rounds = state.rules.rounds
    while len(state.turns) < rounds.count and state.elapsed(at) >= turns_begin(
        rounds, len(state.bidders), len(state.turns)
    ):
        state.turns += (turn_order(state),)


def turn_order(state: State) -> tuple[str, ...]:
    """The worst effective price first, equal ones the later bid first; who has no price before everyone."""
    return tuple(sorted(state.bidders, key=lambda bidder: _weight(state.standing.get(bidder)), reverse=True))


def _weight(standing: Standing | None) -> tuple[object, ...]:
    return (1,) if standing is None else (0, *standing.entry)


def slot_at(state: State, at: int) -> Slot:
    """The round and turn that a moment lies in; none in a pause."""
    rounds = state.rules.rounds
    since = state.elapsed(at) - rounds.first_pause
    if since < 0 or not state.bidders:
        return None
    number, within = divmod(since, rounds.pause + len(state.bidders) * rounds.turn)
    turn = within // rounds.turn
    return (number, turn) if number < rounds.count and turn < len(state.bidders) else None


def bid(state: State, event: Event) -> Reason | None:
    """Beat the price from before the turn; a later bid of the same turn takes the place of the earlier."""
    slot = slot_at(state, event.at)
    if slot is None or state.turns[slot[0]][slot[1]] != event.bidder:
        return Reason.TURN
    own = state.standing.get(event.bidder)
    if own is not None and own.turn == slot:
        own = own.previous
    if reason := price_refusal(state, event.bidder, event.amount, own):
        return reason
    price = state.rules.factor(event.bidder).effective(event.amount)
    state.place(event.bidder, event.amount, price, over=own, turn=slot)
    return None


def schedule(state: State) -> list[tuple[int, str, int | None, int | None]]:
    """Every turn as round (from 1), bidder, from, to; times after a pause that still lasts are not known."""
    rounds = state.rules.rounds
    rows = []
    for number in range(rounds.count):
        order = state.turns[number] if number < len(state.turns) else turn_order(state)
        begin = turns_begin(rounds, len(state.bidders), number)
        for turn, bidder in enumerate(order):
            start = begin + turn * rounds.turn
            rows.append((number + 1, bidder, _from(state, start), _to(state, start + rounds.turn)))
    return rows


def _from(state: State, elapsed: int) -> int | None:
    """A turn begins after every pause that began by then."""
    if state.paused_at is not None and state.elapsed(state.paused_at) <= elapsed:
        return None
    return state.rules.opens_at + elapsed + sum(length for start, length in state.pauses if start <= elapsed)


def _to(state: State, elapsed: int) -> int | None:
    """A turn ends where it was cut off by a pause only if that pause began later than its end."""
    if state.paused_at is not None and state.elapsed(state.paused_at) < elapsed:
        return None
    return state.rules.opens_at + elapsed + sum(length for start, length in state.pauses if start < elapsed)


ACTS = {Kind.BID: bid, Kind.RETRACT: retract}
