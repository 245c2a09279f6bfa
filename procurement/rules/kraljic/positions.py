"""Where each item stands: its value on each axis, direct or from weighted criteria."""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from procurement.rules.kraljic.axes import Axis, Scale, weighted_mean

Fault = tuple[str, str]


@dataclass(frozen=True)
class AxisPosition:
    """An item on one axis; ``criteria`` are its criterion values, empty where the axis was scored directly."""

    value: float
    criteria: list[float]


@dataclass(frozen=True)
class Item:
    id: str
    risk: AxisPosition
    impact: AxisPosition


def read_item(scales: dict[Axis, Scale], row: dict[str, Any]) -> Item:
    risk, impact = (_position(scales[axis], axis, row) for axis in Axis)
    return Item(row["id"], risk, impact)


def _position(scale: Scale, axis: Axis, row: dict[str, Any]) -> AxisPosition:
    if axis in row:
        return AxisPosition(scale.axis_value(scale.value(float(row[axis]))), [])
    scores = row["scores"][axis]
    values = [scale.value(float(scores[criterion])) for criterion in scale.weights]
    mean = weighted_mean(values, scale.weights.values(), math.fsum(scale.weights.values()))
    return AxisPosition(scale.axis_value(mean), values)


def scale_faults(axis: Axis, scale: Scale) -> Iterator[Fault]:
    if scale.low >= scale.high:
        yield f"axes.{axis}.low", "not below high"
    if scale.weights and not any(scale.weights.values()):
        yield f"axes.{axis}.criteria", "the weights add up to nothing"


def item_faults(scales: dict[Axis, Scale], index: int, row: dict[str, Any]) -> Iterator[Fault]:
    """An item gives each axis exactly once: directly, or a score for every criterion of the axis."""
    path = f"items[{index}]"
    for axis in Axis:
        scores = row.get("scores", {}).get(axis)
        if axis in row and scores is not None:
            yield f"{path}.scores.{axis}", f"given besides {axis}"
        elif axis in row:
            yield from _outside(scales[axis], f"{path}.{axis}", row[axis])
        elif scores is None:
            yield f"{path}.{axis}", "missing"
        else:
            yield from _criteria_faults(scales[axis], f"{path}.scores.{axis}", scores)


def _criteria_faults(scale: Scale, path: str, scores: dict[str, str]) -> Iterator[Fault]:
    if not scale.weights:
        yield path, "the axis has no criteria"
        return
    for name in scale.weights:
        if name not in scores:
            yield f"{path}.{name}", "missing"
    for name, score in scores.items():
        if name not in scale.weights:
            yield f"{path}.{name}", "no such criterion"
        else:
            yield from _outside(scale, f"{path}.{name}", score)


def _outside(scale: Scale, path: str, score: str) -> Iterator[Fault]:
    if not scale.contains(float(score)):
        yield path, f"outside the scale {scale.low:g} to {scale.high:g}: {score}"
