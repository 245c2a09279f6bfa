"""One need cut into several requests, each under a limit: told to whoever approves, never decided by the machine.

Amounts are in the organisation's currency. Source: the usual red flag of public procurement guides (OECD, EU): like
purchases of one buyer, each below a threshold, together above it within a short time.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum

DAYS = 30


class Window(StrEnum):
    DAYS = "days"
    YEAR = "year"


@dataclass(frozen=True)
class Purchase:
    """A request that may be a part of the same need: sent on a day, with what it costs."""

    number: str
    on: date
    amount: Decimal


@dataclass(frozen=True)
class Limit:
    """A threshold that a request stays under; `inclusive`: the amount itself is already over it."""

    name: str
    amount: Decimal
    inclusive: bool = False

    def is_passed(self, amount: Decimal) -> bool:
        return amount >= self.amount if self.inclusive else amount > self.amount


@dataclass(frozen=True)
class Finding:
    """Several requests under a limit that together pass it."""

    limit: Limit
    window: Window
    total: Decimal
    numbers: tuple[str, ...]
    days: int = DAYS


def find_splits(
    this: Purchase, others: Iterable[Purchase], limits: Sequence[Limit], days: int = DAYS
) -> list[Finding]:  # fmt: skip
    """Return, for the highest limit passed in each window, what is cumulated over it; the short window comes first.

    Only requests that stay under the limit by themselves count: one that passed it was treated accordingly.
    """
    earlier, seen, found = [o for o in others if o.on <= this.on], set(), []
    for window in Window:
        within = [o for o in earlier if o.on >= _start(window, this.on, days)]
        finding = _highest(this, within, limits, window, days)
        if finding and finding.numbers not in seen:
            seen.add(finding.numbers)
            found.append(finding)
    return found


def _highest(
    this: Purchase, others: Sequence[Purchase], limits: Sequence[Limit], window: Window, days: int
) -> Finding | None:  # fmt: skip
    for limit in sorted(limits, key=lambda li: -li.amount):
        parts = [o for o in others if not limit.is_passed(o.amount)]
        total = sum((o.amount for o in parts), this.amount)
        if parts and not limit.is_passed(this.amount) and limit.is_passed(total):
            return Finding(limit, window, total, tuple(o.number for o in parts), days)
    return None


def _start(window: Window, on: date, days: int) -> date:
    return on - timedelta(days=days) if window == Window.DAYS else date(on.year, 1, 1)
