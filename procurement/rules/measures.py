"""From a measured value to a score of 1–5, and when a category may change its quadrant.

High always means more risk or more impact. A measure with fewer facts than its minimum is unknown, never average.
"""

import math
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum


class Measure(StrEnum):
    """What is measured from the supply facts; the unit of the value in brackets."""

    CAPABLE_SUPPLIERS = "capable_suppliers"  # suppliers qualified for the category or known to offer it (count)
    LARGEST_SHARE = "largest_share"  # the largest supplier's share of spend (0–1)
    CONCENTRATION = "concentration"  # Herfindahl–Hirschman index of spend (0–1)
    DELAY_SPREAD = "delay_spread"  # standard deviation of received − promised (days)
    PRICE_VOLATILITY = "price_volatility"  # coefficient of variation of unit prices, weighted over items (0–1)
    SPEND = "spend"  # money in the window (organisation's currency), scored on a log scale


LOGARITHMIC = frozenset({Measure.SPEND})
STABLE_ENOUGH = 0.7


def score(measure: str, value: float, at_one: float, at_five: float) -> Decimal:
    """Return the score at two decimals: linear (or log) between the bounds, which may fall, and cut off outside."""
    low, high, at = at_one, at_five, value
    if measure in LOGARITHMIC:
        low, high, at = (math.log10(max(x, 1.0)) for x in (at_one, at_five, value))
    part = 0.0 if high == low else (at - low) / (high - low)
    exact = Decimal(repr(1 + 4 * min(max(part, 0.0), 1.0)))
    return exact.quantize(Decimal("0.01"), ROUND_HALF_UP)


def settled_quadrant(measured: str, stability: float, previous: str, previously_measured: str) -> str:
    """Return the quadrant that holds: a change needs two measurements in a row, or stability of at least 0.7."""
    if not previous or measured == previous:
        return measured
    if not measured:
        return previous
    return measured if stability >= STABLE_ENOUGH or previously_measured == measured else previous
