"""Whether a price may stand: precision, ceiling, raise, step, max_step, buffer, tie, in this order."""

from bisect import bisect_left
from fractions import Fraction

from tenders.rules.auction.improvement import Improvement
from tenders.rules.auction.kinds import Format, Reason, Reference, Ties
from tenders.rules.auction.state import Standing, State


def price_refusal(state: State, bidder: str, amount: Fraction, own: Standing | None) -> Reason | None:
    """The first reason against an amount; ``own`` is the bidder's price that it has to beat."""
    if reason := form_refusal(state, bidder, amount):
        return reason
    price = state.rules.factor(bidder).effective(amount)
    if own is not None and price >= own.price:
        return Reason.RAISE
    if reason := _improvement_refusal(state, price, own):
        return reason
    return _rival_refusal(state, bidder, price, own)


def form_refusal(state: State, bidder: str, amount: Fraction) -> Reason | None:
    """What every named price must respect, sealed ones too: the minor unit and the ceiling."""
    rules = state.rules
    if rules.scale % amount.denominator:
        return Reason.PRECISION
    if rules.ceiling is not None and rules.factor(bidder).effective(amount) > rules.ceiling:
        return Reason.CEILING
    return None


def _improvement_refusal(state: State, price: Fraction, own: Standing | None) -> Reason | None:
    improvement = state.rules.improvement
    reference = None if improvement is None else reference_price(state, improvement, own)
    return improvement.refusal(price, reference) if improvement and reference is not None else None


def reference_price(state: State, improvement: Improvement, own: Standing | None) -> Fraction | None:
    """The price to improve on: turns and ``own`` look at the bidder's, ``best`` at the lowest standing."""
    if improvement.reference is Reference.OWN or state.rules.format is Format.ROUNDS:
        return None if own is None else own.price
    return state.order[0][1] if state.order else None


def _rival_refusal(state: State, bidder: str, price: Fraction, own: Standing | None) -> Reason | None:
    rules = state.rules
    rival = state.rival(bidder)
    if rival is None:
        return None
    buffer = rules.leader_buffer
    if buffer is not None and price < rival[1] and price > rival[1] - buffer and not state.leads(own, rival):
        return Reason.BUFFER
    if rules.ties is Ties.REFUSE and is_taken(state, bidder, price):
        return Reason.TIE
    return None


def is_taken(state: State, bidder: str, price: Fraction) -> bool:
    """Whether a rival stands at exactly that price."""
    first = bisect_left(state.order, state.rules.key(price))
    return any(entry[1] == price and entry[3] != bidder for entry in state.order[first : first + 2])
