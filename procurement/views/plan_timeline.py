"""The lines of a plan as bars over time: the procedure, then the delivery, up to the day of need."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from procurement.models import PlanLine, SupplyPlan
from srm.clock import organisation_today

WIDTH, ROW, MOST = 1000, 26, 24  # of the drawing; the dearest lines


@dataclass(frozen=True)
class Bar:
    """One line: where its procedure and its delivery begin and how long they are, in units of the drawing."""

    line: PlanLine
    y: int
    start: int
    procedure: int
    order: int
    delivery: int
    needed: int


@dataclass(frozen=True)
class Timeline:
    bars: tuple[Bar, ...]
    months: tuple[tuple[int, date], ...]
    today: int
    height: int
    width: int = WIDTH


def timeline_of_plan(plan: SupplyPlan, lines: Sequence[PlanLine]) -> Timeline | None:
    """Return the drawing of the dearest lines that have dates; None without any."""
    dated = [li for li in lines if li.start_on and li.order_on and li.needed_on]
    dated = sorted(dated, key=lambda li: -(li.known_amount + li.forecast_amount))[:MOST]
    if not dated:
        return None
    dated.sort(key=lambda li: (li.start_on, li.pk))
    first = min(li.start_on for li in dated).replace(day=1)
    last = max(max(li.needed_on for li in dated), plan.period_to)
    days = (last - first).days + 1

    def at(day: date) -> int:
        return max(0, min(WIDTH, round((day - first).days * WIDTH / days)))

    bars = tuple(
        Bar(li, ROW * (i + 1), at(li.start_on), max(at(li.order_on) - at(li.start_on), 2), at(li.order_on),
            max(at(li.needed_on) - at(li.order_on), 0), at(li.needed_on))
        for i, li in enumerate(dated)
    )  # fmt: skip
    today = organisation_today()
    return Timeline(
        bars, tuple(_months(first, last, at)), at(today) if first <= today <= last else -1, ROW * (len(bars) + 2)
    )


def _months(first: date, last: date, at: Callable[[date], int]) -> Iterator[tuple[int, date]]:
    month = first
    while month <= last:
        yield at(month), month
        month = (month + timedelta(days=32)).replace(day=1)
