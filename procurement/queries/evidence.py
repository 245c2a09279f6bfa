"""What is known of categories, criterion by criterion, and the document for the published calculation."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal
from statistics import mean
from typing import Any

from procurement.models import AxisScale, Criterion, CriterionScore, ScoreConsensus
from procurement.models.criterion import Axis, Scoring
from procurement.queries.measure import Readings
from procurement.rules import measures
from srm.reference.models import Category

DRAWS = {"draws": 1000, "weight_spread": "0.1", "seed": 1}
MEANS = {Axis.SUPPLY_RISK: "risk", Axis.PROFIT_IMPACT: "impact"}
CENT = Decimal("0.01")

Entry = dict[str, Any]
Human = dict[int, dict[int, Entry]]  # category id → criterion id → what people say of it


def _plain(value: Decimal | int) -> str:
    """A scale that was never set has the plain numbers of its defaults."""
    return format(Decimal(value).normalize(), "f")


@dataclass(frozen=True)
class Yardstick:
    """By what a measurement measures: the scales of the axes and every criterion that counts, read once."""

    scales: Mapping[str, AxisScale]
    criteria: list[Criterion]

    @property
    def codes(self) -> set[str]:
        return {c.code for c in self.criteria}

    def of_axis(self, axis: str) -> list[Criterion]:
        return [c for c in self.criteria if c.axis == axis]

    def axis(self, axis: str, criteria: Iterable[Criterion]) -> dict[str, Any]:
        """Return the axis as `srm calc kraljic` takes it, with these criteria."""
        scale = self.scales[axis]
        low, high, rho = (_plain(value) for value in (scale.low, scale.high, scale.rho))
        return {
            "low": low, "high": high,
            "high_means": f"{'low' if scale.inverted else 'high'}_{MEANS[Axis(axis)]}",
            "shape": {"kind": "exponential", "rho": rho} if scale.rho else {"kind": "linear"},
            "criteria": [{"id": c.code, "weight": format(c.weight, "f")} for c in criteria],
        }  # fmt: skip

    def frozen(self) -> dict[str, Any]:
        """Return all of it as plain values, to be kept with the measurement."""
        return {
            "axes": {axis: self.axis(axis, self.of_axis(axis)) for axis in Axis.values},
            "criteria": {c.code: terms(c) for c in self.criteria},
        }


def yardstick() -> Yardstick:
    """Return the present one; two queries."""
    kept = {scale.axis: scale for scale in AxisScale.objects.all()}
    scales = {axis: kept.get(axis) or AxisScale(axis=axis, low=Decimal(1), high=Decimal(5)) for axis in Axis.values}
    return Yardstick(scales, list(Criterion.objects.active()))


def terms(criterion: Criterion) -> Entry:
    """Return how a criterion is measured, as plain values; a scored one only has its axis and weight."""
    entry: Entry = {"axis": criterion.axis, "weight": format(criterion.weight, "f")}
    if criterion.measure:
        entry |= {
            "measure": criterion.measure, "scoring": criterion.scoring, "bounds": criterion.bounds,
            "minimum_facts": criterion.minimum_facts, "window_days": criterion.window_days,
        }  # fmt: skip
    return entry


def evidence_of(category: Category, by: Yardstick, readings: Readings, human: Human) -> dict[str, Entry]:
    """Return by criterion code what is known of a category: the measured value, what people say, and which counts.

    `source` is measured, scored (by people), override (people instead of the measure), consensus, or empty: unknown.
    """
    said = human.get(category.pk, {})
    return {c.code: _entry(category, c, by, readings) | said.get(c.pk, {}) for c in by.criteria}


def people_say(categories: Iterable[Category]) -> Human:
    """Return people's scores and what they agreed on, by category and criterion; two queries."""
    found: Human = {}
    ids = [c.pk for c in categories]
    grouped: dict[tuple[int, int], list[CriterionScore]] = {}
    scores = CriterionScore.objects.filter(category__in=ids).select_related("criterion")
    for row in scores.order_by("created_at", "pk"):
        grouped.setdefault((row.category_id, row.criterion_id), []).append(row)
    for (category, criterion), rows in grouped.items():
        found.setdefault(category, {})[criterion] = _scored(rows)
    for agreed in ScoreConsensus.objects.current().filter(category__in=ids).select_related("created_by"):
        entry = found.setdefault(agreed.category_id, {}).setdefault(agreed.criterion_id, {})
        entry |= {
            "score": str(agreed.score), "source": "consensus", "reason": agreed.reason,
            "agreed_by": str(agreed.created_by or ""), "agreed_at": agreed.created_at.isoformat(),
        }  # fmt: skip
    return found


def inputs_of(category: Category, by: Yardstick, evidence: Mapping[str, Entry]) -> dict[str, Any]:
    """Return the document for `srm calc kraljic`: only what is known; empty when an axis has nothing known."""
    axes, scores = {}, {}
    for axis in Axis.values:
        known = [c for c in by.of_axis(axis) if evidence[c.code]["score"] is not None and c.weight > 0]
        if not known:
            return {}
        axes[axis] = by.axis(axis, known)
        scores[axis] = {c.code: evidence[c.code]["score"] for c in known}
    return {"axes": axes, "items": [{"id": category.code, "scores": scores}], "sensitivity": DRAWS}


def coverage_of(axis: str, by: Yardstick, evidence: Mapping[str, Entry]) -> Decimal:
    """Return the share of an axis's weight of which something is known, 0 to 1, rounded down: all is all."""
    weights = {c.code: c.weight for c in by.of_axis(axis)}
    total = sum(weights.values(), Decimal(0))
    known = sum((w for code, w in weights.items() if evidence[code]["score"] is not None), Decimal(0))
    return (known / total).quantize(CENT, ROUND_DOWN) if total else Decimal(0)


def _entry(category: Category, criterion: Criterion, by: Yardstick, readings: Readings) -> Entry:
    entry: Entry = terms(criterion) | {"score": None, "source": ""}
    values = readings.measured.get(criterion.code, {})
    reading = values.get(category.pk)
    if not criterion.measure or reading is None:
        return entry
    days = readings.days[criterion.code]
    entry |= {"value": reading.value, "count": reading.count}
    if criterion.measure not in measures.OF_REGISTRY:
        entry["days"] = [day.isoformat() for day in days]
    if reading.count >= criterion.minimum_facts:
        score = str(_score(criterion, by.scales[criterion.axis], reading.value, values))
        entry |= {"score": score, "measured_score": score, "source": "measured"}
    return entry


def _score(criterion: Criterion, axis: AxisScale, value: float, values: Mapping[int, Any]) -> Decimal:
    scale = measures.ScaleOfScores(float(axis.low), float(axis.high), axis.inverted)
    if criterion.scoring == Scoring.PERCENTILE:
        among = [r.value for r in values.values() if r.count >= criterion.minimum_facts]
        return measures.score_by_rank(value, among, scale)
    least, most = map(float, criterion.bounds)
    return measures.score(criterion.scoring, value, least, most, scale)


def _scored(rows: list[CriterionScore]) -> Entry:
    scores = [row.score for row in rows]
    return {
        "score": str(Decimal(mean(scores)).quantize(CENT, ROUND_HALF_UP)),
        "reason": rows[-1].reason, "people": len(rows),
        "source": "override" if rows[0].criterion.measure else "scored",
        "spread": [str(min(scores)), str(max(scores))],
    }  # fmt: skip
