"""Measured criteria, for many categories at once: each is one aggregate over the facts of the window."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from django.db import connection
from django.db.models import Count, Max, Sum

from procurement.rules.measures import Measure
from suppliers.models import Qualification, Supplier, SupplyFact
from suppliers.states import QualificationStatus

WINDOW_DAYS = 730


@dataclass(frozen=True)
class Measured:
    """A raw value with the number of facts it rests on."""

    value: float
    count: int


Values = dict[int, Measured]


def window() -> tuple[date, date] | None:
    """Return the days measured: two years up to the newest fact, or None without facts."""
    newest = SupplyFact.objects.aggregate(day=Max("received_on"))["day"]
    return (newest - timedelta(days=WINDOW_DAYS), newest) if newest else None


def measure_all(measures: set[str]) -> dict[str, Values]:
    """Return, by measure and category id, what can be measured now."""
    days = window()
    return {name: READERS[Measure(name)](days) if days else {} for name in measures}


def spend_by_category() -> dict[int, Decimal]:
    """Return the money spent in the window by category id."""
    days = window()
    if not days:
        return {}
    rows = SupplyFact.objects.filter(received_on__range=days).values("category").annotate(total=Sum("amount"))
    return dict(rows.values_list("category", "total"))


def _spend(days: tuple[date, date]) -> Values:
    rows = SupplyFact.objects.filter(received_on__range=days).values("category")
    rows = rows.annotate(total=Sum("amount"), lines=Count("pk"))
    return {r["category"]: Measured(float(r["total"]), r["lines"]) for r in rows}


def _shares(days: tuple[date, date]) -> dict[int, list[tuple[float, int]]]:
    rows = SupplyFact.objects.filter(received_on__range=days).values("category", "supplier")
    found: dict[int, list[tuple[float, int]]] = {}
    for row in rows.annotate(total=Sum("amount"), lines=Count("pk")):
        found.setdefault(row["category"], []).append((float(row["total"]), row["lines"]))
    return found


def _largest_share(days: tuple[date, date]) -> Values:
    return _from_shares(days, lambda parts: max(parts))


def _concentration(days: tuple[date, date]) -> Values:
    return _from_shares(days, lambda parts: sum(p * p for p in parts))


def _from_shares(days: tuple[date, date], combine: Callable[[list[float]], float]) -> Values:
    values = {}
    for category, rows in _shares(days).items():
        total = sum(amount for amount, _lines in rows)
        if total > 0:
            values[category] = Measured(combine([a / total for a, _lines in rows]), sum(n for _a, n in rows))
    return values


def _capable_suppliers(_days: tuple[date, date]) -> Values:
    known: dict[int, set[int]] = {}
    qualified = Qualification.objects.filter(status=QualificationStatus.QUALIFIED)
    for category, supplier in qualified.values_list("category", "supplier"):
        known.setdefault(category, set()).add(supplier)
    offering = Supplier.categories.through.objects.values_list("category_id", "supplier_id")
    for category, supplier in offering:
        known.setdefault(category, set()).add(supplier)
    return {category: Measured(float(len(ids)), len(ids)) for category, ids in known.items()}


def _delay_spread(days: tuple[date, date]) -> Values:
    return _by_sql(
        """
        SELECT category_id, stddev_pop(received_on - promised_on)::float, count(*)
        FROM suppliers_supplyfact
        WHERE received_on BETWEEN %s AND %s AND promised_on IS NOT NULL
        GROUP BY category_id
        """,
        days,
    )


def _price_volatility(days: tuple[date, date]) -> Values:
    return _by_sql(
        """
        SELECT category_id, (sum(variation * lines) / sum(lines))::float, sum(lines)::int
        FROM (
            SELECT category_id, count(*) AS lines, stddev_pop(unit_price) / avg(unit_price) AS variation
            FROM suppliers_supplyfact
            WHERE received_on BETWEEN %s AND %s AND item_id IS NOT NULL AND unit_price > 0
            GROUP BY category_id, item_id HAVING count(*) > 1
        ) AS items
        GROUP BY category_id
        """,
        days,
    )


def _by_sql(sql: str, days: tuple[date, date]) -> Values:
    with connection.cursor() as cursor:
        cursor.execute(sql, days)
        return {category: Measured(value, count) for category, value, count in cursor.fetchall()}


READERS: dict[Measure, Callable[[tuple[date, date]], Values]] = {
    Measure.CAPABLE_SUPPLIERS: _capable_suppliers,
    Measure.LARGEST_SHARE: _largest_share,
    Measure.CONCENTRATION: _concentration,
    Measure.DELAY_SPREAD: _delay_spread,
    Measure.PRICE_VOLATILITY: _price_volatility,
    Measure.SPEND: _spend,
}
