"""The portfolio at a glance: where each category stands, what moved, what to look at."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from functools import cached_property
from typing import Any

from django.db.models import Case, QuerySet, Value, When
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from procurement.models import CategoryTarget, Cycle, Measurement, Position, Strategy
from procurement.rules.matrix import crossings, halo_reach
from procurement.states import Quadrant, StrategyStatus
from srm.reference.models import Category
from srm.ui import formats

SURE = 0.8  # fewer than four in five re-runs in the same quadrant: it sits near a border
MOVED_POINTS = 3  # a smaller step on an axis is noise


@dataclass(frozen=True)
class PortfolioRow:
    """One category with its position now, the one before, its strategy in force and where it should come to stand."""

    position: Position
    before: Position | None
    strategy: Strategy | None
    group: Category | None
    share: Decimal
    target: CategoryTarget | None = None

    @property
    def category(self) -> Category:
        return self.position.category

    @cached_property
    def is_placed(self) -> bool:
        return bool(self.position.quadrant) and self.position.risk is not None

    @cached_property
    def is_near_border(self) -> bool:
        return self.is_placed and self.position.certainty < SURE

    @cached_property
    def is_changed(self) -> bool:
        """It stands in another quadrant than before."""
        return bool(self.before and self.before.quadrant and self.before.quadrant != self.position.quadrant)

    @cached_property
    def has_moved(self) -> bool:
        steps = self.steps
        return self.is_changed or any(abs(step) >= MOVED_POINTS for step in steps)

    @cached_property
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


@dataclass(frozen=True)
class Moment:
    """Which measurements are shown: of a cycle, as of a day, or the newest; and beside which day's."""

    cycle: Cycle | None = None
    at: date | None = None
    since: date | None = None


def portfolio(user: Any, moment: Moment | None = None) -> list[PortfolioRow]:
    """Return every category's place at a moment (now), the dearest first; five queries.

    Strategies and targets are those of today: they stand beside today's places only.
    """
    moment = moment or Moment()
    rows = _shown(Position.objects.visible_to(user).filter(category__is_active=True), moment)
    positions = sorted(
        rows.select_related("category__owner").defer("evidence", "inputs", "beside"),
        key=lambda p: (-p.spend, p.category.name),
    )
    before, strategies = _before(positions, moment), _strategies()
    groups, targets = _groups(p.category for p in positions), _targets()
    total = sum((p.spend for p in positions), Decimal(0))
    return [
        PortfolioRow(
            position=p, before=before.get(p.category_id),
            strategy=strategies.get(p.category_id) if p.is_current else None,
            group=groups.get(_parent_path(p.category)), share=p.spend / total if total else Decimal(0),
            target=targets.get(p.category_id) if p.is_current else None,
        )
        for p in positions
    ]  # fmt: skip


def _shown(rows: QuerySet[Position], moment: Moment) -> QuerySet[Position]:
    if moment.cycle:
        return _newest(rows.filter(cycle=moment.cycle))
    return _newest(rows.filter(created_at__lt=end_of(moment.at))) if moment.at else rows.filter(is_current=True)


def _newest(rows: QuerySet[Position]) -> QuerySet[Position]:
    return rows.order_by("category", "-created_at", "-pk").distinct("category")


def end_of(day: date) -> datetime:
    """Return the moment at which a day is over where the organisation is."""
    return timezone.make_aware(datetime.combine(day + timedelta(days=1), time.min))


def quadrant_sums(rows: list[PortfolioRow]) -> list[QuadrantSum]:
    """Return the sums of the four quadrants, and of what is not placed where there is any."""
    found = []
    for quadrant in (Quadrant.LEVERAGE, Quadrant.STRATEGIC, Quadrant.BOTTLENECK, Quadrant.ROUTINE, ""):
        mine = [r for r in rows if (r.position.quadrant if r.is_placed else "") == quadrant]
        if mine or quadrant:
            spend = sum((r.position.spend for r in mine), Decimal(0))
            found.append(QuadrantSum(quadrant, len(mine), spend, sum((r.share for r in mine), Decimal(0))))
    return found


def since_words(rows: Iterable[PortfolioRow], moment: Moment) -> str:
    """Return with what the places are compared: a day, the end of a cycle, or the measurement before."""
    if moment.since:
        return _("since %(day)s") % {"day": formats.day(moment.since)}
    cycles = {r.before.cycle for r in rows if r.before and r.before.cycle_id not in (None, r.position.cycle_id)}
    if not cycles:
        return _("since the measurement before")
    return _("since cycle %(code)s") % {"code": max(cycles, key=lambda cycle: cycle.starts_on)}


def finding(rows: list[PortfolioRow]) -> str:
    """Return the one sentence that a reader should take away."""
    if not rows:
        return _("No category was measured here")
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


def small_matrix(position: Position | None, target: CategoryTarget | None = None) -> dict[str, Any] | None:
    """Return the matrix with this one category, as a small picture beside the text; None when it is not placed."""
    if position is None or not position.quadrant or position.risk is None:
        return None
    size = float(position.spend) or 1.0
    points = [matrix_point(position)]
    if target:
        points.append({
            "label": str(_("Target")), "x": target.risk, "y": target.impact, "size": size, "hollow": True,
            "quadrant": target.quadrant,
        })  # fmt: skip
    return {"x_label": _("Supply risk"), "y_label": _("Profit impact"), "most": size * 6, "points": points}


def matrix_point(position: Position) -> dict[str, Any]:
    """Return one bubble; its halo reaches over a border by the share of the re-runs that end beyond it."""
    reach_x, reach_y = halo_of(position)
    return {
        "label": str(position.category), "x": position.risk, "y": position.impact, "size": float(position.spend),
        "quadrant": position.quadrant, "url": position.get_absolute_url(), "unstable": position.certainty < SURE,
        "spread_x": reach_x, "spread_y": reach_y,
    }  # fmt: skip


def halo_of(position: Position) -> tuple[float, float]:
    """Return how far a placed position's halo reaches on both axes, in points."""
    over_risk, over_impact = crossings(position.stability, position.quadrant)
    return (
        round(halo_reach(float(position.supply_risk or 0) * 100, over_risk), 1),
        round(halo_reach(float(position.profit_impact or 0) * 100, over_impact), 1),
    )


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


def _before(positions: list[Position], moment: Moment) -> dict[int, Position]:
    """What the positions are compared with, by category id: those of a day, else of the cycle or measurement before."""
    old = Position.objects.filter(category__in={p.category_id for p in positions}).select_related("cycle")
    old = old.defer("evidence", "inputs", "beside", "stability").exclude(pk__in=[p.pk for p in positions])
    if moment.since:
        return {p.category_id: p for p in _newest(old.filter(created_at__lt=end_of(moment.since)))}
    if moment.cycle:
        return {p.category_id: p for p in _newest(old.filter(cycle__starts_on__lt=moment.cycle.starts_on))}
    if moment.at:
        old = old.filter(created_at__lt=end_of(moment.at))
    cycle = positions[0].cycle_id if positions else None
    earlier = Case(When(cycle=cycle, then=Value(1)), default=Value(0))
    rows = old.annotate(earlier=earlier).order_by("category", "earlier", "-created_at", "-pk").distinct("category")
    return {p.category_id: p for p in rows}


def _targets() -> dict[int, CategoryTarget]:
    return {t.category_id: t for t in CategoryTarget.objects.current()}


def _strategies() -> dict[int, Strategy]:
    return {s.category_id: s for s in Strategy.objects.in_force()}


def _parent_path(category: Category) -> str:
    return category.path[: -Category.steplen]


def _groups(categories: Iterable[Category]) -> dict[str, Category]:
    paths = {_parent_path(c) for c in categories} - {""}
    return {c.path: c for c in Category.objects.filter(path__in=paths)}
