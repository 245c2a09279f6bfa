"""The two axes of the matrix: value functions that turn scores into 0 to 1.

Source: Montgomery, Ogden, Boehmke, "A quantified Kraljic Portfolio Matrix", JPSM 24 (2018): single-attribute
value functions, linear or exponential with the risk attitude rho, and additive weights.
"""

import math
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Any

from srm.money.exact import half_up

PLACES = 7


class Axis(StrEnum):
    SUPPLY_RISK = "supply_risk"
    PROFIT_IMPACT = "profit_impact"


class Quadrant(StrEnum):
    STRATEGIC = "strategic"
    LEVERAGE = "leverage"
    BOTTLENECK = "bottleneck"
    ROUTINE = "routine"


@dataclass(frozen=True)
class Scale:
    """How a score on one axis becomes a value; ``rho`` 0 is a straight line."""

    low: float
    high: float
    rho: float
    inverted: bool
    weights: dict[str, float]

    def contains(self, score: float) -> bool:
        return self.low <= score <= self.high

    def value(self, score: float) -> float:
        """The value function, before inversion and rounding."""
        part, whole = score - self.low, self.high - self.low
        if self.rho < 0:  # the same curve, written so that no power of e grows beyond a float
            return 1 - _rising(self.high - score, whole, -self.rho)
        return _rising(part, whole, self.rho)

    def axis_value(self, mean: float) -> float:
        """The position on the axis: inverted where a high score means low risk or low impact, then rounded."""
        return round_value(1 - mean if self.inverted else mean)


def _rising(part: float, whole: float, rho: float) -> float:
    bend = rho * whole
    return part / whole if bend == 0 else math.expm1(-rho * part) / math.expm1(-bend)


def round_value(value: float) -> float:
    """Half up at seven decimals, by the decimal digits that the float is written with."""
    return float(half_up(Decimal(repr(value)), PLACES))


def weighted_mean(values: Iterable[float], weights: Iterable[float], total_weight: float) -> float:
    """Summed without intermediate rounding, so that every Python version gives the same bits."""
    return math.fsum(weight * value for weight, value in zip(weights, values, strict=True)) / total_weight


def quadrant_of(*, risk_is_high: bool, impact_is_high: bool) -> Quadrant:
    if impact_is_high:
        return Quadrant.STRATEGIC if risk_is_high else Quadrant.LEVERAGE
    return Quadrant.BOTTLENECK if risk_is_high else Quadrant.ROUTINE


def read_scale(row: dict[str, Any]) -> Scale:
    return Scale(
        low=float(row["low"]),
        high=float(row["high"]),
        rho=float(row["shape"].get("rho", "0")),
        inverted=row["high_means"].startswith("low"),
        weights={criterion["id"]: float(criterion["weight"]) for criterion in row.get("criteria", [])},
    )
