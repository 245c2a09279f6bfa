"""Measured criteria, for all categories at once: one pass over the facts for each window, then plain calculation."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.db import connection
from django.db.models import Q

from procurement.models import Criterion
from procurement.rules import market
from procurement.rules.market import Cell, Market, Moments, Reading
from srm.clock import organisation_today
from srm.reference.models import Item
from suppliers.models import Qualification, Supplier
from suppliers.queries.share import WINDOW_DAYS, Purchases, window
from suppliers.states import QualificationStatus, SupplierStatus

OUT_OF_BUSINESS = (SupplierStatus.SUSPENDED, SupplierStatus.BLOCKED)
BESIDE = {
    "single_sourced": market.single_sourced, "price_gap": market.price_gap, "own_warehouse": market.own_warehouse,
}  # fmt: skip
SUMS = """
    SELECT category_id, item_id, supplier_id, count(*), sum(amount),
           count(price), coalesce(avg(price), 0), coalesce(var_pop(price), 0),
           count(lead), coalesce(avg(lead), 0)::float8, coalesce(var_pop(lead), 0)::float8,
           count(delay), coalesce(avg(delay), 0)::float8, coalesce(var_pop(delay), 0)::float8,
           coalesce(sum(quantity) FILTER (WHERE price IS NOT NULL), 0), coalesce(sum(quantity * price), 0)
    FROM (
        SELECT category_id, item_id, supplier_id, amount, quantity::float8 AS quantity,
               CASE WHEN unit_price > 0 THEN unit_price::float8 END AS price,
               (received_on - ordered_on)::float8 AS lead, (received_on - promised_on)::float8 AS delay
        FROM suppliers_supplyfact
        WHERE received_on BETWEEN %s AND %s
    ) AS lines
    GROUP BY category_id, item_id, supplier_id
"""

Values = dict[int, Reading]
Cells = dict[int, list[Cell]]


@dataclass(frozen=True)
class Readings:
    """What was measured: by criterion code and category id; beside the axes; the money; and from which days."""

    measured: Mapping[str, Values]
    days: Mapping[str, tuple[date, date]]
    beside: Mapping[int, dict[str, Any]] = field(default_factory=dict)
    spend: Mapping[int, Decimal] = field(default_factory=dict)
    bought: Purchases = field(default_factory=Purchases)  # by supplier, over the same two years as the spend


def measure_all(criteria: Iterable[Criterion]) -> Readings:
    """Return what can be measured now of these criteria, in every category."""
    asked = [c for c in criteria if c.measure]
    newest = window(0)
    if newest is None:
        return Readings({c.code: {} for c in asked}, {})
    until, registry = newest[1], _Registry()
    markets = {length: _markets(_days(until, length), registry) for length in {WINDOW_DAYS, *_lengths(asked)}}
    usual = markets[WINDOW_DAYS]
    return Readings(
        measured={c.code: _values(c.measure, markets[c.window_days]) for c in asked},
        days={c.code: _days(until, c.window_days) for c in asked},
        beside={pk: _beside(one) for pk, one in usual.items()},
        spend={pk: sum((c.amount for c in one.cells), Decimal(0)) for pk, one in usual.items()},
        bought=Purchases(_days(until, WINDOW_DAYS), {pk: _by_supplier(one.cells) for pk, one in usual.items()}),
    )


def cells_between(days: tuple[date, date]) -> Cells:
    """Return the sums of the facts received in these days (both inclusive) by category: the one pass."""
    found: Cells = {}
    with connection.cursor() as cursor:
        cursor.execute(SUMS, days)
        for row in cursor.fetchall():
            found.setdefault(row[0], []).append(_cell(row))
    return found


def _by_supplier(cells: Iterable[Cell]) -> dict[int, Decimal]:
    found: dict[int, Decimal] = {}
    for cell in cells:
        found[cell.supplier] = found.get(cell.supplier, Decimal(0)) + cell.amount
    return found


def _cell(row: Sequence[Any]) -> Cell:
    return Cell(
        item=row[1], supplier=row[2], lines=row[3], amount=row[4], price=Moments(*row[5:8]), lead=Moments(*row[8:11]),
        delay=Moments(*row[11:14]), quantity=row[14], paid=row[15],
    )  # fmt: skip


def _days(until: date, length: int) -> tuple[date, date]:
    return until - timedelta(days=length), until


def _lengths(criteria: Iterable[Criterion]) -> set[int]:
    return {c.window_days for c in criteria}


class _Registry:
    """What is known of suppliers and items beside their deliveries; read once for all categories."""

    def __init__(self) -> None:
        self.own = frozenset(Supplier.objects.filter(is_own=True).values_list("pk", flat=True))
        self.countries = dict(Supplier.objects.exclude(country="").values_list("pk", "country"))
        marked = Item.objects.exclude(sole_source_reason="").values_list("pk", flat=True)
        self.no_alternative = frozenset(marked)
        self.capable = _capable()


def _capable() -> dict[int, set[int]]:
    """By category, who is qualified (and still so) or known to offer it; nobody out of business, not ourselves."""
    out = set(Supplier.objects.filter(Q(status__in=OUT_OF_BUSINESS) | Q(is_own=True)).values_list("pk", flat=True))
    valid = Q(valid_until=None) | Q(valid_until__gte=organisation_today())
    qualified = Qualification.objects.filter(valid, status=QualificationStatus.QUALIFIED)
    offering = Supplier.categories.through.objects.values_list("category_id", "supplier_id")
    found: dict[int, set[int]] = {}
    for category, supplier in [*qualified.values_list("category", "supplier"), *offering]:
        if supplier not in out:
            found.setdefault(category, set()).add(supplier)
    return found


def _markets(days: tuple[date, date], registry: _Registry) -> dict[int, Market]:
    cells = cells_between(days)
    return {
        pk: Market(
            cells=cells.get(pk, []), own=registry.own, capable=len(registry.capable.get(pk, ())),
            countries=registry.countries, no_alternative=registry.no_alternative,
        )
        for pk in cells.keys() | registry.capable.keys()
    }  # fmt: skip


def _values(measure: str, markets: Mapping[int, Market]) -> Values:
    read = {pk: market.read(measure, one) for pk, one in markets.items()}
    return {pk: reading for pk, reading in read.items() if reading is not None}


def _beside(one: Market) -> dict[str, Any]:
    read = {name: reader(one) for name, reader in BESIDE.items()}
    return {name: asdict(r) for name, r in read.items() if r is not None}
