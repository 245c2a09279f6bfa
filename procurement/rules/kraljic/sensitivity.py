"""How firmly an item stands in its quadrant when thresholds and weights are shaken.

Every draw takes its random numbers from ``random.Random(seed)`` in a fixed order: both thresholds, then the
criterion weights, supply risk first. The same draws serve all items. With numpy all draws of an item are computed at
once; where rounding could matter, near a threshold, the exact sum decides either way, so that the numbers are the same.
"""

import math
import random
from collections import Counter
from dataclasses import dataclass
from fractions import Fraction
from functools import cache, cached_property
from operator import mul
from typing import Any

from procurement.rules.kraljic.axes import Axis, Quadrant, Scale, quadrant_of
from procurement.rules.kraljic.positions import AxisPosition, Item
from srm.money.exact import half_up

SHARE_PLACES = 7
_NEAR = 1e-6  # closer to a threshold than this, the seven decimals decide; further away they cannot


@cache
def fast() -> Any:
    """Return numpy where it is installed, loaded with the first draw; None gives the same numbers a little later."""
    try:
        import numpy
    except ImportError:
        return None
    return numpy


@dataclass(frozen=True)
class AxisDraw:
    """One shaken axis: its threshold and the weights of its criteria."""

    threshold: float
    weights: list[float]
    total_weight: float


@dataclass(frozen=True)
class AxisDraws:
    """All draws of one axis."""

    rows: list[AxisDraw]

    @cached_property
    def arrays(self) -> tuple[Any, Any]:
        """Thresholds, and weights that add up to 1, as numpy takes them."""
        numpy = fast()
        weights = numpy.array([draw.weights for draw in self.rows])
        totals = numpy.array([draw.total_weight for draw in self.rows])
        return numpy.array([draw.threshold for draw in self.rows]), weights / totals[:, None]


def make_draws(
    scales: dict[Axis, Scale], thresholds: dict[Axis, float], *, draws: int, spread: float, seed: int
) -> dict[Axis, AxisDraws]:
    uniform = random.Random(seed).uniform  # noqa: S311 - repeatable on purpose: the draw can be computed again
    made: dict[Axis, list[AxisDraw]] = {axis: [] for axis in Axis}
    for _ in range(draws):
        shaken = {axis: thresholds[axis] + uniform(-spread, spread) for axis in Axis}
        for axis in Axis:
            weights = [weight * (1 + uniform(-spread, spread)) for weight in scales[axis].weights.values()]
            made[axis].append(AxisDraw(shaken[axis], weights, math.fsum(weights)))
    return {axis: AxisDraws(rows) for axis, rows in made.items()}


def stability(scales: dict[Axis, Scale], draws: dict[Axis, AxisDraws], item: Item) -> dict[str, float]:
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


def _highs(scale: Scale, position: AxisPosition, draws: AxisDraws) -> list[bool]:
    """Whether the item is high on one axis, draw by draw."""
    if not position.criteria:
        return [position.value >= draw.threshold for draw in draws.rows]
    numpy = fast()
    if numpy is None:
        return [_is_high(scale, position, draw) for draw in draws.rows]
    thresholds, weights = draws.arrays
    means = weights @ numpy.array(position.criteria)
    distances = (1 - means if scale.inverted else means) - thresholds
    highs: list[bool] = (distances > 0).tolist()
    for index in numpy.flatnonzero(numpy.abs(distances) < _NEAR).tolist():
        highs[index] = _is_high(scale, position, draws.rows[index])
    return highs


def _is_high(scale: Scale, position: AxisPosition, draw: AxisDraw) -> bool:
    mean = math.fsum(map(mul, draw.weights, position.criteria)) / draw.total_weight
    distance = (1 - mean if scale.inverted else mean) - draw.threshold
    near = -_NEAR < distance < _NEAR
    return scale.axis_value(mean) >= draw.threshold if near else distance > 0
