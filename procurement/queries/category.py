"""One category: the criteria behind its place, what is unknown, its spend, its suppliers."""

from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from django.db.models import Count, Sum
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from procurement.models import Criterion, CriterionScore, Position, ScoreConsensus
from procurement.models.criterion import Axis
from procurement.rules.measures import Measure
from procurement.states import Quadrant
from srm.reference.models import Category
from srm.ui import formats
from suppliers.models import SupplyFact

CENT = Decimal("0.01")
SPREADS = (Measure.DELAY_SPREAD, Measure.LEAD_TIME_SPREAD)
INDICES = (Measure.CONCENTRATION, Measure.GEOGRAPHY)
BESIDE = {
    "single_sourced": gettext_lazy("Bought from one supplier by our choice"),
    "price_gap": gettext_lazy("Gap to the best market price"),
    "own_warehouse": gettext_lazy("Issued by our own warehouse"),
}


@dataclass(frozen=True)
class CriterionRow:
    """One criterion as the position used it.

    `bar` is 0–100 of risk or impact; `source`: measured, scored, override, consensus or unknown; `raw` the measured
    figure in its unit and `facts` what it rests on, also where a person's score counts instead.
    """

    criterion: Criterion
    weight: int
    score: Decimal | None
    bar: int | None
    source: str
    detail: str
    raw: str
    facts: str
    reason: str
    people: int


@dataclass(frozen=True)
class Assessed:
    """What people say of one criterion of a category: each one's score, mean and spread, and what was agreed."""

    scores: list[CriterionScore]
    agreed: list[ScoreConsensus]

    @property
    def holds(self) -> ScoreConsensus | None:
        """The consensus that counts now."""
        return next((one for one in self.agreed if one.is_current), None)

    @property
    def before(self) -> list[ScoreConsensus]:
        """What was agreed on earlier, replaced or lifted since."""
        return [one for one in self.agreed if not one.is_current]

    @property
    def mean(self) -> Decimal | None:
        total = sum((s.score for s in self.scores), Decimal(0))
        return (total / len(self.scores)).quantize(CENT, ROUND_HALF_UP) if self.scores else None

    @property
    def spread(self) -> Decimal | None:
        scores = [s.score for s in self.scores]
        return max(scores) - min(scores) if len(scores) > 1 else None


@dataclass(frozen=True)
class AxisRows:
    """An axis with its criteria, its value 0–100 and the share of its weight that is known."""

    axis: str
    label: str
    value: int | None
    coverage: Decimal
    rows: list[CriterionRow]

    @property
    def unknown(self) -> list[CriterionRow]:
        return [row for row in self.rows if row.score is None]


def axes_of(position: Position | None) -> list[AxisRows]:
    """Return both axes with every criterion that counts; one query."""
    criteria = list(Criterion.objects.active())
    return [_axis(axis, position, [c for c in criteria if c.axis == axis]) for axis in Axis.values]


def spend_chart(category: Category) -> dict[str, Any] | None:
    """Return the money spent by year of receipt, as a bar chart; None without facts."""
    rows = category.facts.exclude(received_on=None).values("received_on__year").order_by("received_on__year")
    years = list(rows.annotate(total=Sum("amount")).values_list("received_on__year", "total"))[-6:]
    if not years:
        return None
    series = {"label": _("Spend"), "values": [float(total) for _year, total in years]}
    return {"labels": [str(year) for year, _total in years], "series": [series], "places": 0}


def facts_count(category: Category) -> int:
    """Return how many lines of supply are known."""
    return SupplyFact.objects.filter(category=category).aggregate(n=Count("pk"))["n"]


def stability_of(position: Position | None) -> list[tuple[str, str, int]]:
    """Return quadrant, its word and the percent of re-runs that end there, the most frequent first."""
    parts = sorted((position.stability if position else {}).items(), key=lambda part: -part[1])
    return [(name, str(Quadrant(name).label), round(share * 100)) for name, share in parts]


def _axis(axis: str, position: Position | None, criteria: list[Criterion]) -> AxisRows:
    total = sum((c.weight for c in criteria), Decimal(0)) or Decimal(1)
    evidence = position.evidence if position else {}
    scale = (position.inputs.get("axes") or {}).get(axis, {}) if position else {}
    rows = [_row(c, evidence.get(c.code, {}), round(c.weight / total * 100), scale) for c in criteria]
    risk = axis == Axis.SUPPLY_RISK
    value = (position.risk if risk else position.impact) if position else None
    coverage = (position.risk_coverage if risk else position.impact_coverage) if position else Decimal(0)
    return AxisRows(axis, str(Axis(axis).label), value, coverage, rows)


def beside_of(position: Position | None) -> list[tuple[str, str, str]]:
    """Return what is shown beside the axes and counts in neither: what, how much, on how many facts."""
    beside = position.beside if position else {}
    return [
        (str(label), value_text("", beside[name]["value"]), _facts(beside[name]))
        for name, label in BESIDE.items()
        if name in beside
    ]


def assessed_by(category: Category, criterion: Criterion) -> Assessed:
    """Return what people say of one criterion of a category; two queries."""
    scores = CriterionScore.objects.filter(category=category, criterion=criterion).select_related("scorer")
    agreed = ScoreConsensus.objects.filter(category=category, criterion=criterion).select_related("created_by")
    return Assessed(list(scores.order_by("created_at", "pk")), list(agreed[:5]))


def _row(criterion: Criterion, entry: dict[str, Any], weight: int, scale: dict[str, Any]) -> CriterionRow:
    score = Decimal(entry["score"]) if entry.get("score") else None
    source = entry.get("source") or ("unknown" if score is None else "scored")
    return CriterionRow(
        criterion=criterion, weight=weight, score=score, bar=_bar(score, scale), source=source,
        detail=_detail(criterion, entry, source),
        raw=value_text(criterion.measure, entry["value"]) if entry.get("value") is not None else "",
        facts=_facts(entry), reason=str(entry.get("reason") or ""), people=int(entry.get("people") or 0),
    )  # fmt: skip


def _bar(score: Decimal | None, scale: dict[str, Any]) -> int | None:
    """How far the score is on the axis's scale towards much risk or impact, 0–100."""
    if score is None:
        return None
    low, high = Decimal(scale.get("low", 1)), Decimal(scale.get("high", 5))
    part = round((score - low) / (high - low) * 100)
    return 100 - part if str(scale.get("high_means", "")).startswith("low") else part


def _facts(entry: dict[str, Any]) -> str:
    count = entry.get("count")
    if not count:
        return ""
    text = ngettext("%(n)d fact", "%(n)d facts", count) % {"n": count}
    if days := entry.get("days"):
        since, until = (formats.day(date.fromisoformat(day)) for day in days)
        text += f", {since} – {until}"
    return text


def _detail(criterion: Criterion, entry: dict[str, Any], source: str) -> str:
    if source == "unknown":
        if not criterion.measure:
            return _("not scored yet")
        words = {"count": entry.get("count") or 0, "least": entry.get("minimum_facts") or criterion.minimum_facts}
        return _("unknown: %(count)s facts, %(least)s needed") % words
    return {"measured": _measured, "override": _override, "consensus": _consensus}.get(source, _by_people)(entry)


def _measured(_entry: dict[str, Any]) -> str:
    return _("measured")


def _override(entry: dict[str, Any]) -> str:
    if entry.get("measured_score"):
        return _("scored instead of measured (%(score)s)") % {"score": formats.quantity(entry["measured_score"])}
    return _("scored instead of measured")


def _consensus(entry: dict[str, Any]) -> str:
    words = {"by": entry.get("agreed_by") or "", "people": _by_people(entry)}
    return _("consensus recorded by %(by)s, %(people)s") % words


def _by_people(entry: dict[str, Any]) -> str:
    people = int(entry.get("people") or 1)
    text = ngettext("scored by %(n)d person", "scored by %(n)d people", people) % {"n": people}
    low, high = (formats.quantity(s) for s in entry.get("spread") or ("0", "0"))
    return f"{text}, {low}–{high}" if people > 1 else text


def value_text(measure: str, value: float | None) -> str:
    """Return a measured value in its unit, as people read it."""
    if value is None:
        return formats.NOTHING
    if measure == Measure.CAPABLE_SUPPLIERS:
        return ngettext("%(n)d supplier", "%(n)d suppliers", int(value)) % {"n": int(value)}
    if measure in SPREADS:
        return _("± %(n)s days") % {"n": formats.number(round(value, 1), 1)}
    if measure == Measure.LEAD_TIME:
        return _("%(n)s days") % {"n": formats.number(round(value, 1), 1)}
    if measure in INDICES:
        return formats.number(round(value, 2), 2)
    if measure == Measure.SPEND:
        return formats.number(round(value), 0)
    return f"{formats.number(round(value * 100, 1), 1)} %"
