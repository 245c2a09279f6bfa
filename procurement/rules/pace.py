"""How long approvals take: the median of measured past ones, so that one forgotten in August does not tell."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from statistics import median

FEWEST = 3  # measured steps before a person's own pace counts


def usual(key: str, measured: Mapping[str, Sequence[timedelta]]) -> timedelta | None:
    """Return the median of whoever is asked; with too few measured, of everybody; None when nothing was measured."""
    own = measured.get(key, ())
    rows = own if len(own) >= FEWEST else [d for durations in measured.values() for d in durations]
    return timedelta(seconds=median(d.total_seconds() for d in rows)) if rows else None


def whole(steps: Sequence[tuple[int, timedelta | None]]) -> timedelta | None:
    """Return how long a chain takes: steps of one order run side by side, so the slowest of them counts."""
    slowest: dict[int, timedelta] = {}
    for order, taken in steps:
        if taken is not None:
            slowest[order] = max(taken, slowest.get(order, timedelta(0)))
    return sum(slowest.values(), timedelta(0)) if slowest else None
