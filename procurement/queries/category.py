"""One category: the criteria behind its place, what is unknown, its spend, its suppliers."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Count, Sum
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from procurement.models import Criterion, Position
from procurement.models.criterion import Axis
from procurement.rules.measures import Measure
from procurement.states import Quadrant
from srm.reference.models import Category
from srm.ui import formats
from suppliers.models import SupplyFact


@dataclass(frozen=True)
class CriterionRow:
    """One criterion as the position used it. `bar` is 0–100; `source`: measured, scored, override, or unknown."""

    criterion: Criterion
    weight: int
    score: Decimal | None
    source: str
    detail: str
    reason: str

    @property
    def bar(self) -> int | None:
        return None if self.score is None else round((self.score - 1) * 25)


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
    rows = [_row(c, evidence.get(c.code, {}), round(c.weight / total * 100)) for c in criteria]
    risk = axis == Axis.SUPPLY_RISK
    value = (position.risk if risk else position.impact) if position else None
    coverage = (position.risk_coverage if risk else position.impact_coverage) if position else Decimal(0)
    return AxisRows(axis, str(Axis(axis).label), value, coverage, rows)


def _row(criterion: Criterion, entry: dict[str, Any], weight: int) -> CriterionRow:
    score = Decimal(entry["score"]) if entry.get("score") else None
    source = entry.get("source") or ("unknown" if score is None else "scored")
    return CriterionRow(
        criterion, weight, score, source, _detail(criterion, entry, source), str(entry.get("reason") or "")
    )  # fmt: skip


def _detail(criterion: Criterion, entry: dict[str, Any], source: str) -> str:
    if source == "measured":
        return _("measured, %(value)s") % {"value": value_text(criterion.measure, entry.get("value"))}
    if source == "override":
        return _("scored instead of measured")
    if source == "scored":
        people = int(entry.get("people") or 1)
        return ngettext("scored by %(n)d person", "scored by %(n)d people", people) % {"n": people}
    if criterion.measure:
        words = {"count": entry.get("count") or 0, "least": criterion.minimum_facts}
        return _("unknown: %(count)s facts, %(least)s needed") % words
    return _("not scored yet")


def value_text(measure: str, value: float | None) -> str:
    """Return a measured value in its unit, as people read it."""
    if value is None:
        return formats.NOTHING
    if measure == Measure.CAPABLE_SUPPLIERS:
        return ngettext("%(n)d supplier", "%(n)d suppliers", int(value)) % {"n": int(value)}
    if measure == Measure.DELAY_SPREAD:
        return _("± %(n)s days") % {"n": formats.number(round(value, 1), 1)}
    if measure == Measure.SPEND:
        return formats.number(round(value), 0)
    return f"{formats.number(round(value * 100, 1), 1)} %"
