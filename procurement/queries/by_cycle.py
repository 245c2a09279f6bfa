"""A category cycle by cycle: where it stood, the strategy it had, and what came of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Q, Sum
from django.utils.functional import Promise

from procurement.models import AwardSaving, Cycle, Position, Strategy
from procurement.models.saving import Sums
from procurement.queries.goal import GoalRow, goal_rows, measure_goals, percent_saved
from procurement.queries.portfolio import end_of
from procurement.states import GoalMeasure, StrategyStatus
from srm.clock import shown_today
from srm.reference.models import Category
from suppliers.models import SupplyFact

DECIDED = (StrategyStatus.IN_FORCE, StrategyStatus.OUT_OF_DATE, StrategyStatus.RETIRED)
MEASURED = 2  # cycles: the newest and the one before


@dataclass(frozen=True)
class CycleOfCategory:
    """One cycle of a category: where it last stood, the strategy by which it was bought in the end, and the result.

    `saved` are its awards (estimated, awarded, number); `measured` and `goals` are of its last day, or of today.
    """

    cycle: Cycle
    position: Position | None
    strategy: Strategy | None
    spend: Decimal
    reached: int
    levers: int
    saved: Sums | None
    measured: Mapping[str, Decimal | None]
    goals: Sequence[GoalRow]

    @property
    def saved_percent(self) -> Decimal | None:
        return percent_saved(self.saved)

    @property
    def saved_amount(self) -> Decimal | None:
        return self.saved[0] - self.saved[1] if self.saved else None

    @property
    def counted(self) -> list[GoalRow]:
        """The goals that can be measured."""
        return [goal for goal in self.goals if goal.is_measured]

    @property
    def met(self) -> int:
        return sum(goal.is_met for goal in self.counted)


@dataclass(frozen=True)
class Result:
    """One measure in one cycle: its value, the goal's target, whether that is reached (None: no goal, or unknown)."""

    value: Decimal | None
    target: str
    is_met: bool | None
    is_over: bool


@dataclass(frozen=True)
class ResultRow:
    """One measure of the newest cycles, the newest first."""

    label: str | Promise
    results: Sequence[Result]


def cycles_of(category: Category, most: int = 4) -> list[CycleOfCategory]:
    """Return the newest cycles in which the category was placed, got a strategy or awards; the newest two measured."""
    mine = Q(positions__category=category) | Q(strategies__category=category) | Q(award_savings__category=category)
    cycles = list(Cycle.objects.filter(mine).distinct().order_by("-starts_on")[:most])
    if not cycles:
        return []
    positions = _last_positions(category, cycles)
    strategies = list(Strategy.objects.filter(category=category, status__in=DECIDED).order_by("version"))
    spend, saved = _spend(category, cycles), AwardSaving.objects.filter(category=category).sums_by_cycle(cycles)
    measured = {c.pk: _measured(category, c, positions.get(c.pk), saved.get(c.pk)) for c in cycles[:MEASURED]}
    return [
        _row(
            c, positions.get(c.pk), _last_strategy(strategies, c), spend[c.pk], saved.get(c.pk), measured.get(c.pk, {})
        )
        for c in cycles
    ]


def _last_strategy(strategies: Sequence[Strategy], cycle: Cycle) -> Strategy | None:
    """The newest version approved in the cycle or before its end: one approved earlier is still bought by."""
    over = end_of(cycle.ends_on)
    held = [s for s in strategies if s.cycle_id == cycle.pk or (s.approved_at and s.approved_at < over)]
    return held[-1] if held else None


def results_of(rows: Sequence[CycleOfCategory]) -> list[ResultRow]:
    """Return what is known of any of the newest cycles, measure by measure, one column a cycle."""
    shown, today = rows[:MEASURED], shown_today()
    found = [(measure, [_result(row, measure, today) for row in shown]) for measure in GoalMeasure]
    return [
        ResultRow(measure.label, results)
        for measure, results in found
        if any(r.value is not None or r.target for r in results)
    ]


def _result(row: CycleOfCategory, measure: str, today: date) -> Result:
    value, goal = row.measured.get(measure), next((g for g in row.goals if g.measure == measure), None)
    is_over = row.cycle.ends_on < today
    if goal is None:
        return Result(value, "", None, is_over)
    return Result(value, goal.target, None if goal.progress is None else goal.is_met, is_over)


def _measured(
    category: Category, cycle: Cycle, position: Position | None, saved: Sums | None
) -> dict[str, Decimal | None]:  # fmt: skip
    """As it was when the cycle ended; position and awards are those of the cycle, not of a day or twelve months."""
    on: date | None = cycle.ends_on if cycle.ends_on < shown_today() else None
    found = measure_goals(category, on) | {GoalMeasure.AWARD_SAVINGS: percent_saved(saved)}
    if position and position.risk is not None:
        found[GoalMeasure.RISK] = Decimal(position.risk)
    return found


def _last_positions(category: Category, cycles: Sequence[Cycle]) -> dict[int, Position]:
    rows = Position.objects.filter(category=category, cycle__in=cycles).defer("inputs")
    rows = rows.order_by("cycle_id", "-created_at", "-pk").distinct("cycle_id")
    return {p.cycle_id: p for p in rows if p.cycle_id}


def _spend(category: Category, cycles: Sequence[Cycle]) -> dict[int, Decimal]:
    sums = {
        f"cycle_{c.pk}": Sum("amount", filter=Q(received_on__gte=c.starts_on, received_on__lte=c.ends_on))
        for c in cycles
    }  # fmt: skip
    found = SupplyFact.objects.filter(category=category).aggregate(**sums)
    return {c.pk: found[f"cycle_{c.pk}"] or Decimal(0) for c in cycles}


def _row(
    cycle: Cycle, position: Position | None, strategy: Strategy | None, spend: Decimal, saved: Sums | None,
    measured: Mapping[str, Any],
) -> CycleOfCategory:  # fmt: skip
    levers = strategy.levers if strategy else []
    return CycleOfCategory(
        cycle, position, strategy, spend, reached=sum(1 for lever in levers if lever.get("measured")),
        levers=len(levers), saved=saved, measured=measured,
        goals=goal_rows(strategy, measured) if strategy and measured else (),
    )  # fmt: skip
