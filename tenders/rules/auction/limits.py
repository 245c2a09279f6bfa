"""The largest amount that each bidder could bid next, in his own money."""

from fractions import Fraction

from tenders.rules.auction.bid import is_taken, price_refusal, reference_price
from tenders.rules.auction.factor import Factor
from tenders.rules.auction.kinds import Reason
from tenders.rules.auction.state import State

Free = dict[tuple[Factor, int], int]


def limits(state: State) -> dict[str, Fraction | None]:
    """A limit for everyone known and not excluded, the leader too; what the clock forbids is left aside."""
    free: Free = {}
    return {bidder: limit(state, bidder, free) for bidder in state.standing if bidder not in state.excluded}


def limit(state: State, bidder: str, free: Free | None = None) -> Fraction | None:
    """The largest amount that prices allow; None when nothing bounds it or no amount is left.

    ``free`` remembers across bidders which amount is free below a taken one.
    """
    free = {} if free is None else free
    units = _most_units(state, bidder)
    while units is not None and units >= 0:
        amount = Fraction(units, state.rules.scale)
        reason = price_refusal(state, bidder, amount, state.standing.get(bidder))
        if reason is None:
            return amount
        units = _lower_units(state, bidder, units, reason, free)
    return None


def _most_units(state: State, bidder: str) -> int | None:
    """Minor units under the ceiling, the bidder's own price and the least step, whichever is the strictest."""
    rules, own = state.rules, state.standing.get(bidder)
    improvement = rules.improvement
    reference = None if improvement is None else reference_price(state, improvement, own)
    bounds = []
    if rules.ceiling is not None:
        bounds.append(_units(state, bidder, rules.ceiling))
    if own is not None:
        bounds.append(-(-own.amount * rules.scale // 1) - 1)
    if improvement is not None and reference is not None:
        bounds.append(_units(state, bidder, improvement.step.below(reference)))
    return min(bounds, default=None)


def _lower_units(state: State, bidder: str, units: int, reason: Reason, free: Free) -> int | None:
    """Where to try next: under the leader by the buffer, or below all equal prices; a max_step ends the search."""
    rival, buffer = state.rival(bidder), state.rules.leader_buffer
    if reason is Reason.BUFFER and rival is not None and buffer is not None:
        return _units(state, bidder, rival[1] - buffer)
    return _free_units(state, bidder, units, free) if reason is Reason.TIE else None


def _free_units(state: State, bidder: str, units: int, free: Free) -> int:
    factor, walked = state.rules.factor(bidder), []
    while is_taken(state, bidder, factor.effective(Fraction(units, state.rules.scale))):
        walked.append((factor, units))
        units = free.get((factor, units), units - 1)
    free.update(dict.fromkeys(walked, units))
    return units


def _units(state: State, bidder: str, effective: Fraction) -> int:
    return state.rules.factor(bidder).amount(effective) * state.rules.scale // 1
