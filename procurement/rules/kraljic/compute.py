"""The quantified Kraljic matrix: items to quadrants, and how firmly they stand there."""

from collections import Counter
from collections.abc import Iterator
from typing import Any

from procurement.rules.kraljic.axes import Axis, Quadrant, Scale, quadrant_of, read_scale
from procurement.rules.kraljic.positions import Item, item_faults, read_item, scale_faults
from procurement.rules.kraljic.sensitivity import AxisDraws, make_draws, stability
from srm.money.exact import CalcError

DEFAULT_THRESHOLD = "0.5"
WORK_LIMIT = 20_000_000  # items × draws: beyond it an answer would take minutes

Draws = dict[Axis, AxisDraws]


def compute(data: dict[str, Any]) -> dict[str, Any]:
    """Positions in input order and the count of each quadrant; raises CalcError on scores that mean nothing."""
    scales = {axis: read_scale(data["axes"][axis]) for axis in Axis}
    if faults := list(_find_faults(data, scales)):
        raise CalcError(faults)
    given = data.get("thresholds", {})
    thresholds = {axis: float(given.get(axis, DEFAULT_THRESHOLD)) for axis in Axis}
    draws = _read_draws(data, scales, thresholds)
    rows = [_row(scales, thresholds, draws, read_item(scales, row)) for row in data["items"]]
    counts = Counter(row["quadrant"] for row in rows)
    return {"items": rows, "counts": {str(quadrant): counts[quadrant] for quadrant in Quadrant}}


def _row(scales: dict[Axis, Scale], thresholds: dict[Axis, float], draws: Draws | None, item: Item) -> dict[str, Any]:
    quadrant = quadrant_of(
        risk_is_high=item.risk.value >= thresholds[Axis.SUPPLY_RISK],
        impact_is_high=item.impact.value >= thresholds[Axis.PROFIT_IMPACT],
    )
    row: dict[str, Any] = {
        "id": item.id,
        "supply_risk": item.risk.value,
        "profit_impact": item.impact.value,
        "quadrant": str(quadrant),
    }
    if draws is not None:
        row["stability"] = stability(scales, draws, item)
    return row


def _read_draws(data: dict[str, Any], scales: dict[Axis, Scale], thresholds: dict[Axis, float]) -> Draws | None:
    if "sensitivity" not in data:
        return None
    asked = data["sensitivity"]
    return make_draws(
        scales, thresholds, draws=asked["draws"], spread=float(asked["weight_spread"]), seed=asked["seed"]
    )


def _find_faults(data: dict[str, Any], scales: dict[Axis, Scale]) -> Iterator[tuple[str, str]]:
    for axis, scale in scales.items():
        yield from scale_faults(axis, scale)
    for index, row in enumerate(data["items"]):
        yield from item_faults(scales, index, row)
    if "sensitivity" in data:
        asked = data["sensitivity"]
        if float(asked["weight_spread"]) >= 1:
            yield "sensitivity.weight_spread", f"not below 1: {asked['weight_spread']}"
        if asked["draws"] * len(data["items"]) > WORK_LIMIT:
            yield "sensitivity.draws", f"more than {WORK_LIMIT} draws over all items"
