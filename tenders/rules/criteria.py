"""What makes a set of criteria fit to be published."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

WHOLE = Decimal(100)


@dataclass(frozen=True)
class Row:
    """One criterion as the rules see it; `kind` is price, scored or pass_fail."""

    kind: str
    weight: Decimal | None = None
    max_score: Decimal | None = None
    min_score: Decimal | None = None


def criteria_faults(rows: Sequence[Row], *, asks_prices: bool) -> Iterator[tuple[str, str]]:
    """Yield (path, what): `prices` (one price criterion, none in a request for information), `weights`, …"""
    prices = sum(row.kind == "price" for row in rows)
    if prices != (1 if asks_prices else 0):
        yield "criteria", "one_price" if asks_prices else "no_price"
    for index, row in enumerate(rows):
        yield from ((f"criteria.{index}.{field}", what) for field, what in _row_faults(row))
    if asks_prices and sum((row.weight or Decimal(0) for row in rows), Decimal(0)) != WHOLE:
        yield "criteria", "weights"


def _row_faults(row: Row) -> Iterator[tuple[str, str]]:
    if row.kind == "pass_fail":
        if row.weight:
            yield "weight", "pass_fail_weighs_nothing"
        return
    if row.weight is None or row.weight <= 0:
        yield "weight", "weight_missing"
    if row.kind == "scored":
        yield from _scale_faults(row)


def _scale_faults(row: Row) -> Iterator[tuple[str, str]]:
    if row.max_score is None or row.max_score <= 0:
        yield "max_score", "best_score_missing"
    elif row.min_score is not None and not 0 <= row.min_score <= row.max_score:
        yield "min_score", "least_score_outside"
