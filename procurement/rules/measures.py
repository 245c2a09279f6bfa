"""From a measured value to a score on the axis's scale, and when a category may change its quadrant.

A measure with fewer facts than its minimum is unknown, never average.
"""

import math
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum
from typing import Any

PLACES = Decimal("0.01")
STABLE_ENOUGH = 0.7
BASIS = ("weight", "value", "count", "score", "measured_score", "people")  # of a criterion's evidence


class Measure(StrEnum):
    """What is measured from the supply facts and the registry; the unit of the value in brackets."""

    CAPABLE_SUPPLIERS = "capable_suppliers"  # suppliers qualified for the category or known to offer it (count)
    LARGEST_SHARE = "largest_share"  # the largest supplier's share of spend (0–1)
    CONCENTRATION = "concentration"  # Herfindahl–Hirschman index of spend (0–1)
    LEAD_TIME = "lead_time"  # order to receipt, the middle supplier of the market (days)
    LEAD_TIME_SPREAD = "lead_time_spread"  # standard deviation of it at the middle supplier (days)
    DELAY_SPREAD = "delay_spread"  # standard deviation of received − promised at the middle supplier (days)
    PRICE_VOLATILITY = "price_volatility"  # coefficient of variation of unit prices, weighted over items (0–1)
    SOLE_SOURCED = "sole_sourced"  # share of spend on items that nobody else could supply (0–1)
    GEOGRAPHY = "geography"  # Herfindahl–Hirschman index of spend by the suppliers' country (0–1)
    SPEND = "spend"  # money in the window (organisation's currency)


OF_REGISTRY = frozenset({Measure.CAPABLE_SUPPLIERS})  # read from the registry as it is: no window


class Scoring(StrEnum):
    """How a raw value becomes a score between its bounds."""

    LINEAR = "linear"
    LOG = "log"  # equal ratios are equal steps: for money
    PERCENTILE = "percentile"  # the place among all categories; bounds are not used


@dataclass(frozen=True)
class ScaleOfScores:
    """The ends of an axis's scale; `inverted`: a high score means little risk or little impact."""

    low: float = 1.0
    high: float = 5.0
    inverted: bool = False

    def at(self, part: float) -> Decimal:
        """Return the score at a part (0: least risk or impact, 1: most) of the scale, at two decimals."""
        part = 1 - part if self.inverted else part
        return Decimal(repr(self.low + (self.high - self.low) * part)).quantize(PLACES, ROUND_HALF_UP)


ONE_TO_FIVE = ScaleOfScores()


def score(
    scoring: str, value: float, least: float, most: float, scale: ScaleOfScores = ONE_TO_FIVE
) -> Decimal:  # fmt: skip
    """Return the score of a raw value between the one of least and the one of most risk or impact; cut off outside."""
    low, high, at = least, most, value
    if scoring == Scoring.LOG:
        low, high, at = (math.log10(max(x, 1.0)) for x in (least, most, value))
    part = 0.0 if high == low else (at - low) / (high - low)
    return scale.at(min(max(part, 0.0), 1.0))


def score_by_rank(value: float, among: Collection[float], scale: ScaleOfScores = ONE_TO_FIVE) -> Decimal:
    """Return the score by place among all: the smallest 0, the largest 1, equals share the middle; alone: 0.5."""
    below = sum(1 for other in among if other < value)
    equal = sum(1 for other in among if other == value)
    return scale.at((below + (equal - 1) / 2) / (len(among) - 1) if len(among) > 1 else 0.5)


def rests_on(evidence: Mapping[str, Mapping[str, Any]], inputs: Mapping[str, Any]) -> dict[str, Any]:
    """Return what a measurement rests on: facts, scores and weights, without the days and words around them."""
    told = {code: {name: entry[name] for name in BASIS if name in entry} for code, entry in evidence.items()}
    return {"evidence": told, "inputs": dict(inputs)}


def settled_quadrant(
    measured: str, stability: float, previous: str, previously_measured: str, *, anew: bool = True
) -> str:
    """Return the quadrant that holds: a change needs two measurements in a row, or stability of at least 0.7.

    `anew`: this measurement rests on something else than the one before, or is of a later day; else it repeats that
    one and confirms nothing.
    """
    if not previous or measured == previous:
        return measured
    if not measured:
        return previous
    return measured if stability >= STABLE_ENOUGH or (anew and previously_measured == measured) else previous
