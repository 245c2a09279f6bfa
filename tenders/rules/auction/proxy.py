"""Proxies: standing orders that answer a leading rival down to their floor."""

from dataclasses import dataclass
from fractions import Fraction

from tenders.rules.auction.event import Event
from tenders.rules.auction.kinds import Reason
from tenders.rules.auction.race import run_race
from tenders.rules.auction.state import Proxy, State


@dataclass(frozen=True, slots=True)
class Answer:
    """The last bid of a proxy in answer to one event; it led when it was made."""

    bidder: str
    amount: Fraction


def enter(state: State, event: Event) -> Reason | None:
    """Take or replace a bidder's proxy; he needs a standing bid, and a floor above zero and below the ceiling."""
    if state.standing.get(event.bidder) is None:
        return Reason.TURN
    lowest = state.rules.factor(event.bidder).effective(event.floor)
    ceiling = state.rules.ceiling
    if event.floor <= 0 or (ceiling is not None and lowest >= ceiling):
        return Reason.CEILING
    state.proxies.pop(event.bidder, None)
    state.proxies[event.bidder] = Proxy(event.bidder, event.floor, event.step, lowest)
    return None


def answers(state: State) -> tuple[Answer, ...]:
    """Let the proxies compete until none can answer; the last bid of each stands, in the order they were made."""
    if not state.proxies:
        return ()
    best = state.order[0][1]
    able = [proxy for proxy in state.proxies.values() if proxy.lowest < best]
    if not any(not state.leads(state.held(proxy.bidder), state.rival(proxy.bidder)) for proxy in able):
        return ()
    made = tuple(Answer(bidder, amount) for bidder, amount in run_race(state, able))
    for answer in made:
        price = state.rules.factor(answer.bidder).effective(answer.amount)
        state.place(answer.bidder, answer.amount, price, over=state.held(answer.bidder))
    return made
