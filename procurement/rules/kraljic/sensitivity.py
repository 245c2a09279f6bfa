"""How firmly an item stands in its quadrant when thresholds and weights are shaken.

Every draw takes its random numbers from ``random.Random(seed)`` in a fixed order: both thresholds, then the
criterion weights, supply risk first. The same draws serve all items.
"""

import math
import random
from collections import Counter
from dataclasses import dataclass
from fractions import Fraction
from operator import mul

from procurement.rules.kraljic.axes import Axis, Quadrant, Scale, quadrant_of
from procurement.rules.kraljic.positions import AxisPosition, Item
from srm.money.exact import half_up

SHARE_PLACES = 7
_NEAR = 1e-6  # closer to a threshold than this, the seven decimals decide; further away they cannot


@dataclass(frozen=True)
class AxisDraw:
    """One shaken axis: its threshold and the weights of its criteria."""

    threshold: float
    weights: list[float]
    total_weight: float


def make_draws(
    scales: dict[Axis, Scale], thresholds: dict[Axis, float], *, draws: int, spread: float, seed: int
) -> dict[Axis, list[AxisDraw]]:
    uniform = random.Random(seed).uniform  # noqa: S311 - repeatable on purpose: the draw can be computed again
    made: dict[Axis, list[AxisDraw]] = {axis: [] for axis in Axis}
    for _ in range(draws):
        shaken = {axis: thresholds[axis] + uniform(-spread, spread) for axis in Axis}
        for axis in Axis:
            weights = [weight * (1 + uniform(-spread, spread)) for weight in scales[axis].weights.values()]
            made[axis].append(AxisDraw(shaken[axis], weights, math.fsum(weights)))
    return made


def stability(scales: dict[Axis, Scale], draws: dict[Axis, list[AxisDraw]], item: Item) -> dict[str, float]:
    """The share of draws that put the item into each quadrant; quadrants never reached are left out."""
    risk = _highs(scales[Axis.SUPPLY_RISK], item.risk, draws[Axis.SUPPLY_RISK])
    impact = _highs(scales[Axis.PROFIT_IMPACT], item.impact, draws[Axis.PROFIT_IMPACT])
    counts = Counter(zip(risk, impact, strict=True))
    reached = {
        quadrant_of(risk_is_high=risk_is_high, impact_is_high=impact_is_high): count
        for (risk_is_high, impact_is_high), count in counts.items()
    }
    return {
        str(quadrant): float(half_up(Fraction(reached[quadrant], len(risk)), SHARE_PLACES))
        for quadrant in Quadrant
        if quadrant in reached
    }


def _highs(scale: Scale, position: AxisPosition, draws: list[AxisDraw]) -> list[bool]:
    """Whether the item is high on one axis, draw by draw."""
    if not position.criteria:
        return [position.value >= draw.threshold for draw in draws]
    highs = []
    for draw in draws:
        mean = math.fsum(map(mul, draw.weights, position.criteria)) / draw.total_weight
        distance = (1 - mean if scale.inverted else mean) - draw.threshold
        near = -_NEAR < distance < _NEAR
        highs.append(scale.axis_value(mean) >= draw.threshold if near else distance > 0)
    return highs
