"""The competition of proxies as the text tells it: one answer after another, searched or reckoned."""

from collections.abc import Callable
from fractions import Fraction

from tenders.rules.auction.bid import price_refusal
from tenders.rules.auction.state import Proxy, State


def searched(state: State, proxy: Proxy) -> Fraction | None:
    """The largest amount that may be bid, looked for cent by cent."""
    own, scale = state.standing[proxy.bidder], state.rules.scale
    best = state.rival(proxy.bidder)[1]
    for units in range(int(own.amount * scale) + 1, -1, -1):
        amount = Fraction(units, scale)
        if amount < proxy.floor:
            return None
        if price_is_good(state, proxy, amount, best):
            return amount
    return None


def reckoned(state: State, proxy: Proxy) -> Fraction | None:
    """The same by arithmetic, for competitions of many answers."""
    rules, best = state.rules, state.rival(proxy.bidder)[1]
    cut = max(_cut(state, proxy, best), rules.leader_buffer or 0)
    bounds = [best - cut, *([] if rules.ceiling is None else [rules.ceiling])]
    units = rules.factor(proxy.bidder).amount(min(bounds)) * rules.scale // 1
    if rules.factor(proxy.bidder).effective(Fraction(units, rules.scale)) >= best:
        units -= 1
    amount = Fraction(units, rules.scale)
    return amount if amount >= proxy.floor and price_is_good(state, proxy, amount, best) else None


def walk(state: State, largest: Callable[[State, Proxy], Fraction | None] = searched) -> list[tuple[str, Fraction]]:
    """The last answer of each proxy in the order they were made; slow, and changes the state."""
    made: dict[str, Fraction] = {}
    moved = True
    while moved:
        moved = False
        for proxy in state.proxies.values():
            if state.rank(proxy.bidder) == 1:
                continue
            amount = largest(state, proxy)
            if amount is not None:
                own = state.standing[proxy.bidder]
                state.place(proxy.bidder, amount, state.rules.factor(proxy.bidder).effective(amount), over=own)
                made.pop(proxy.bidder, None)
                made[proxy.bidder] = amount
                moved = True
    return list(made.items())


def price_is_good(state: State, proxy: Proxy, amount: Fraction, best: Fraction) -> bool:
    """Whether it undercuts the best rival by enough and nothing in the rules is against it."""
    price = state.rules.factor(proxy.bidder).effective(amount)
    return (
        price < best
        and price <= best - _cut(state, proxy, best)
        and price_refusal(state, proxy.bidder, amount, state.standing[proxy.bidder]) is None
    )


def _cut(state: State, proxy: Proxy, best: Fraction) -> Fraction:
    improvement = state.rules.improvement
    return max(best - improvement.step.below(best) if improvement else 0, proxy.step)
