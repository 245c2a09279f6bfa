"""The competition of proxies as the text tells it: one answer after another, searched cent by cent."""

from fractions import Fraction

from tenders.rules.auction.bid import price_refusal
from tenders.rules.auction.state import Proxy, State


def walk(state: State) -> list[tuple[str, Fraction]]:
    """The last answer of each proxy in the order they were made; slow, and changes the state."""
    made: dict[str, Fraction] = {}
    moved = True
    while moved:
        moved = False
        for proxy in state.proxies.values():
            if state.rank(proxy.bidder) == 1:
                continue
            amount = _largest(state, proxy)
            if amount is not None:
                own = state.standing[proxy.bidder]
                state.place(proxy.bidder, amount, state.rules.factor(proxy.bidder).effective(amount), over=own)
                made.pop(proxy.bidder, None)
                made[proxy.bidder] = amount
                moved = True
    return list(made.items())


def _largest(state: State, proxy: Proxy) -> Fraction | None:
    own, scale = state.standing[proxy.bidder], state.rules.scale
    best = state.rival(proxy.bidder)[1]
    for units in range(int(own.amount * scale) + 1, -1, -1):
        amount = Fraction(units, scale)
        if amount < proxy.floor:
            return None
        price = state.rules.factor(proxy.bidder).effective(amount)
        if (
            price < best
            and price <= best - _cut(state, proxy, best)
            and price_refusal(state, proxy.bidder, amount, own) is None
        ):
            return amount
    return None


def _cut(state: State, proxy: Proxy, best: Fraction) -> Fraction:
    improvement = state.rules.improvement
    return max(best - improvement.step.below(best) if improvement else 0, proxy.step)
