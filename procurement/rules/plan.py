"""A supply plan: which quarters it has, what is expected beyond what is known, and when to begin."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

ZERO = Decimal(0)
A_QUARTER = 92  # days
WorkDays = Callable[[date, int], date]


@dataclass(frozen=True)
class Dates:
    """What must be done by when, backwards from the day of need."""

    needed_on: date
    order_on: date
    start_on: date


def quarters(start: date, end: date) -> list[tuple[date, date]]:
    """Return the parts of a period, cut where calendar quarters begin; a period of a quarter or less is one part."""
    if (end - start).days < A_QUARTER:
        return [(start, end)]
    found, first = [], start
    while first <= end:
        month = (first.month - 1) // 3 * 3 + 4
        after = date(first.year + 1, 1, 1) if month > 12 else date(first.year, month, 1)
        found.append((first, min(after - timedelta(days=1), end)))
        first = after
    return found


def expected_beyond(known: Decimal, history: Decimal, reorders: Decimal) -> Decimal:
    """Return what is to be expected on top of known needs: what history or the reorder rules tell, the larger."""
    return max(max(history, reorders) - known, ZERO)


def dates_back(
    needed_on: date, delivery_days: int, procedure_days: int, workdays: WorkDays | None
) -> Dates:  # fmt: skip
    """Return by when to order and to begin: delivery counts in calendar days, the procedure in working days where
    `workdays(day, n)` is given (a rule of thumb) and in calendar days where it was measured.
    """
    order_on = needed_on - timedelta(days=delivery_days)
    start_on = workdays(order_on, -procedure_days) if workdays else order_on - timedelta(days=procedure_days)
    return Dates(needed_on, order_on, start_on)
