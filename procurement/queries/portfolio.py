"""The portfolio at a glance: where each category stands, what moved, what to look at."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Case, Value, When
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from procurement.models import Measurement, Position, Strategy
from procurement.states import Quadrant, StrategyStatus
from srm.reference.models import Category

SURE = 0.8  # fewer than four in five re-runs in the same quadrant: it sits near a border
MOVED_POINTS = 3  # a smaller step on an axis is noise


@dataclass(frozen=True)
class PortfolioRow:
    """One category with its position now, the one before, and its strategy in force."""

    position: Position
    before: Position | None
    strategy: Strategy | None
    group: Category | None
    share: Decimal

    @property
    def category(self) -> Category:
        return self.position.category

    @property
    def is_placed(self) -> bool:
        return bool(self.position.quadrant) and self.position.risk is not None

    @property
    def is_near_border(self) -> bool:
        return self.is_placed and self.position.certainty < SURE

    @property
    def is_changed(self) -> bool:
        """It stands in another quadrant than before."""
        return bool(self.before and self.before.quadrant and self.before.quadrant != self.position.quadrant)

    @property
    def has_moved(self) -> bool:
        steps = self.steps
        return self.is_changed or any(abs(step) >= MOVED_POINTS for step in steps)

    @property
    def steps(self) -> tuple[int, int]:
        """How far it went on each axis since the measurement before."""
        if self.before is None or None in (self.before.risk, self.position.risk):
            return 0, 0
        return self.position.risk - self.before.risk, self.position.impact - self.before.impact

    @property
    def is_outdated(self) -> bool:
        return self.strategy is not None and self.strategy.status == StrategyStatus.OUT_OF_DATE


@dataclass(frozen=True)
class QuadrantSum:
    """How many categories and how much money stand in a quadrant (empty: not placed)."""

    quadrant: str
    categories: int
    spend: Decimal
    share: Decimal


def portfolio(user: Any) -> list[PortfolioRow]:
    """Return every category's place now, the dearest first; four queries."""
    positions = list(
        Position.objects.visible_to(user).current().filter(category__is_active=True)
        .select_related("category__owner").order_by("-spend", "category__name")
    )  # fmt: skip
    before, strategies = _before(positions), _strategies()
    groups = _groups(p.category for p in positions)
    total = sum((p.spend for p in positions), Decimal(0))
    return [
        PortfolioRow(
            position=p, before=before.get(p.category_id), strategy=strategies.get(p.category_id),
            group=groups.get(_parent_path(p.category)), share=p.spend / total if total else Decimal(0),
        )
        for p in positions
    ]  # fmt: skip


def quadrant_sums(rows: list[PortfolioRow]) -> list[QuadrantSum]:
    """Return the sums of the four quadrants, and of what is not placed where there is any."""
    found = []
    for quadrant in (Quadrant.LEVERAGE, Quadrant.STRATEGIC, Quadrant.BOTTLENECK, Quadrant.ROUTINE, ""):
        mine = [r for r in rows if (r.position.quadrant if r.is_placed else "") == quadrant]
        if mine or quadrant:
            spend = sum((r.position.spend for r in mine), Decimal(0))
            found.append(QuadrantSum(quadrant, len(mine), spend, sum((r.share for r in mine), Decimal(0))))
    return found


def finding(rows: list[PortfolioRow]) -> str:
    """Return the one sentence that a reader should take away."""
    if not any(r.is_placed for r in rows):
        return _("No category is placed on the matrix yet")
    parts = [part for part in (_changed_text(rows), _border_text(rows)) if part]
    if not parts:
        return _("Every category stands firmly in its quadrant")
    text = "; ".join(parts)
    return text[0].upper() + text[1:]


def last_measurement() -> Measurement | None:
    """Return the measurement asked for last, running or done; one that still gathers facts has not begun."""
    return Measurement.objects.exclude(finished_at=None, due_at__isnull=False).select_related("created_by").first()


def matrix_data(rows: list[PortfolioRow]) -> dict[str, Any]:
    """Return the chart's data: a bubble for each placed category, with a dashed halo near a border."""
    return {
        "x_label": _("Supply risk"),
        "y_label": _("Profit impact"),
        "points": [matrix_point(r.position) for r in rows if r.is_placed],
    }


def small_matrix(position: Position | None) -> dict[str, Any] | None:
    """Return the matrix with this one category, as a small picture beside the text; None when it is not placed."""
    if position is None or not position.quadrant or position.risk is None:
        return None
    size = float(position.spend) or 1.0
    return {
        "x_label": _("Supply risk"), "y_label": _("Profit impact"), "most": size * 6,
        "points": [matrix_point(position)],
    }  # fmt: skip


def matrix_point(position: Position) -> dict[str, Any]:
    """Return one bubble. The halo reaches as far as the re-runs move the border (10 points) where that is near."""
    return {
        "label": str(position.category), "x": position.risk, "y": position.impact, "size": float(position.spend),
        "quadrant": position.quadrant, "url": position.get_absolute_url(), "unstable": position.certainty < SURE,
        "spread_x": _spread(position.risk), "spread_y": _spread(position.impact),
    }  # fmt: skip


def _spread(value: int | None) -> int:
    return 10 if value is not None and abs(value - 50) <= 10 else 4


def _changed_text(rows: list[PortfolioRow]) -> str:
    changed = [r for r in rows if r.is_changed and r.is_placed]
    if len(changed) == 1:
        words = {"category": changed[0].category, "quadrant": changed[0].position.get_quadrant_display()}
        return _("%(category)s has become %(quadrant)s") % words
    if not changed:
        return ""
    text = ngettext("%(n)d category has changed its quadrant", "%(n)d categories have changed their quadrant",
                    len(changed))  # fmt: skip
    return text % {"n": len(changed)}


def _border_text(rows: list[PortfolioRow]) -> str:
    near = sum(1 for r in rows if r.is_near_border)
    if not near:
        return ""
    return ngettext("%(n)d category sits near a border", "%(n)d categories sit near a border", near) % {"n": near}


def _before(positions: list[Position]) -> dict[int, Position]:
    """The newest position of the cycle before, or, without one, the measurement before: by category id."""
    ids = {p.category_id for p in positions}
    cycle = positions[0].cycle_id if positions else None
    earlier = Case(When(cycle=cycle, then=Value(1)), default=Value(0))
    old = Position.objects.filter(category__in=ids, is_current=False).annotate(earlier=earlier)
    rows = old.order_by("category", "earlier", "-created_at", "-pk").distinct("category")
    return {p.category_id: p for p in rows.defer("evidence", "inputs")}


def _strategies() -> dict[int, Strategy]:
    return {s.category_id: s for s in Strategy.objects.in_force()}


def _parent_path(category: Category) -> str:
    return category.path[: -Category.steplen]


def _groups(categories: Iterable[Category]) -> dict[str, Category]:
    paths = {_parent_path(c) for c in categories} - {""}
    return {c.path: c for c in Category.objects.filter(path__in=paths)}
