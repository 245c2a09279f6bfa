"""What admitted bids are compared by: points, price by coefficient, or price with an addition."""

from dataclasses import dataclass
from fractions import Fraction

from srm.money.exact import half_up
from tenders.rules.score.model import NOTHING, Bid, Criterion, Review, Scheme

ONE = Fraction(1)


@dataclass(frozen=True)
class Standing:
    """One admitted bid with its exact (or rounded, where the scheme says so) compared value."""

    bid: Bid
    total: Fraction
    points: dict[str, Fraction]


def compare_bids(scheme: Scheme, admitted: list[Bid], review: Review) -> list[Standing]:
    if scheme.method == "points":
        return _by_points(scheme, admitted, review)
    value = compared_by_coefficient if scheme.method == "coefficient" else compared_by_cost
    return [Standing(bid, _rounded(value(scheme, bid), scheme.total_places), {}) for bid in admitted]


def _by_points(scheme: Scheme, admitted: list[Bid], review: Review) -> list[Standing]:
    prices = [bid.price for bid in admitted]
    standings = []
    for bid in admitted:
        points = {
            criterion.id: _rounded(_points(scheme, criterion, bid, prices, review), scheme.criterion_places)
            for criterion in scheme.criteria
            if criterion.kind != "pass_fail"
        }
        total = _rounded(sum(points.values(), NOTHING), scheme.total_places)
        standings.append(Standing(bid, total, points))
    return standings


def _points(scheme: Scheme, criterion: Criterion, bid: Bid, prices: list[Fraction], review: Review) -> Fraction:
    if criterion.kind == "price":
        return criterion.weight * price_share(scheme, bid.price, min(prices), max(prices))
    return criterion.weight * review.panel[bid.id, criterion.id] / criterion.max_score


def price_share(scheme: Scheme, price: Fraction, low: Fraction, high: Fraction) -> Fraction:
    """The share of the price weight that a price earns among the admitted prices ``low`` to ``high``."""
    if scheme.price_formula == "range":
        if low == high:
            return ONE
        return (price - low if scheme.higher_is_better else high - price) / (high - low)
    if scheme.price_formula == "from_ceiling" and scheme.ceiling is not None:
        return (scheme.ceiling - price) / scheme.ceiling
    if scheme.higher_is_better:  # price / high and 1 - (high - price) / high are the same number
        return price / high
    return low / price if scheme.price_formula == "min_ratio" else max(NOTHING, 1 - (price - low) / low)


def compared_by_coefficient(scheme: Scheme, bid: Bid) -> Fraction:
    """Price corrected by the chosen features, as the electronic auctions of ProZorro compare it."""
    coefficient = 1 + sum(bid.features.values(), NOTHING) / (1 - sum(scheme.features.values(), NOTHING))
    return bid.price * coefficient if scheme.higher_is_better else bid.price / coefficient


def compared_by_cost(scheme: Scheme, bid: Bid) -> Fraction:
    return bid.price - bid.addition if scheme.higher_is_better else bid.price + bid.addition


def _rounded(value: Fraction, places: int | None) -> Fraction:
    return value if places is None else Fraction(half_up(value, places))
