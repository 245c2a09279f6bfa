"""A category cycle by cycle: where it stood, the strategy it had, and what came of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Q, Sum

from procurement.models import Cycle, Position, Strategy
from procurement.queries.portfolio import end_of
from procurement.states import StrategyStatus
from srm.reference.models import Category
from suppliers.models import SupplyFact

DECIDED = (StrategyStatus.IN_FORCE, StrategyStatus.OUT_OF_DATE, StrategyStatus.RETIRED)


@dataclass(frozen=True)
class CycleOfCategory:
    """One cycle of a category: where it last stood, the strategy by which it was bought in the end, and the result."""

    cycle: Cycle
    position: Position | None
    strategy: Strategy | None
    spend: Decimal
    reached: int
    levers: int


def cycles_of(category: Category, most: int = 4) -> list[CycleOfCategory]:
    """Return the newest cycles in which the category was placed or got a strategy; four queries."""
    mine = Q(positions__category=category) | Q(strategies__category=category)
    cycles = list(Cycle.objects.filter(mine).distinct().order_by("-starts_on")[:most])
    if not cycles:
        return []
    positions = _last_positions(category, cycles)
    strategies = list(Strategy.objects.filter(category=category, status__in=DECIDED).order_by("version"))
    spend = _spend(category, cycles)
    return [_row(c, positions.get(c.pk), _last_strategy(strategies, c), spend[c.pk]) for c in cycles]


def _last_strategy(strategies: Sequence[Strategy], cycle: Cycle) -> Strategy | None:
    """The newest version approved in the cycle or before its end: one approved earlier is still bought by."""
    over = end_of(cycle.ends_on)
    held = [s for s in strategies if s.cycle_id == cycle.pk or (s.approved_at and s.approved_at < over)]
    return held[-1] if held else None


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


def _row(cycle: Cycle, position: Position | None, strategy: Strategy | None, spend: Decimal) -> CycleOfCategory:
    levers = strategy.levers if strategy else []
    return CycleOfCategory(
        cycle, position, strategy, spend, reached=sum(1 for lever in levers if lever.get("measured")),
        levers=len(levers),
    )  # fmt: skip
