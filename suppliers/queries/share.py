"""What was bought of whom in each category, and who is known there: read once for any number of categories."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal

from django.db.models import Max, Q, QuerySet, Sum

from srm.clock import organisation_today
from suppliers.models import Qualification, Scorecard, SupplierReview, SupplyFact

WINDOW_DAYS = 730
Pair = tuple[int, int]  # category, supplier


@dataclass(frozen=True)
class Purchases:
    """The amounts by category and supplier (ids) of what was received in these days; None: nothing ever was."""

    days: tuple[date, date] | None = None
    amounts: Mapping[int, Mapping[int, Decimal]] = field(default_factory=dict)


def window(length: int = WINDOW_DAYS) -> tuple[date, date] | None:
    """Return so many days up to the newest fact (never after today), or None without facts."""
    past = SupplyFact.objects.filter(received_on__lte=organisation_today())
    newest = past.aggregate(day=Max("received_on"))["day"]
    return (newest - timedelta(days=length), newest) if newest else None


def purchases_of(categories: Collection[int]) -> Purchases:
    """Return what was bought in the two years that the matrix looks at; two queries."""
    days = window()
    if days is None:
        return Purchases()
    amounts: dict[int, dict[int, Decimal]] = {}
    facts = SupplyFact.objects.filter(category__in=categories, received_on__range=days)
    rows = facts.values("category", "supplier").order_by().annotate(total=Sum("amount"))
    for category, supplier, total in rows.values_list("category", "supplier", "total"):
        amounts.setdefault(category, {})[supplier] = total
    return Purchases(days, amounts)


def known_pairs(categories: Collection[int], bought: Purchases) -> set[Pair]:
    """Return who ever supplied a category or asked to be qualified for it; two queries.

    Of the facts only those outside the days of `bought` are read again.
    """
    recent = {(c, s) for c in categories for s in bought.amounts.get(c, ())}
    facts = SupplyFact.objects.filter(category__in=categories)
    if bought.days:
        since, until = bought.days
        facts = facts.filter(Q(received_on__lt=since) | Q(received_on__gt=until) | Q(received_on=None))
    asked = Qualification.objects.filter(category__in=categories)
    return recent | _pairs(facts) | _pairs(asked)


def latest_totals(suppliers: Collection[int]) -> dict[int, Decimal | None]:
    """Return the total of the newest scorecard of each that has one; one query."""
    rows = Scorecard.objects.filter(supplier__in=suppliers).order_by("supplier", "-period_to", "-pk")
    return dict(rows.distinct("supplier").values_list("supplier", "total"))


def last_reviews(categories: Collection[int]) -> dict[Pair, date]:
    """Return the day of the last review with each supplier in each category; one query."""
    rows = SupplierReview.objects.filter(category__in=categories).order_by().values("category", "supplier")
    found = rows.annotate(day=Max("held_on")).values_list("category", "supplier", "day")
    return {(category, supplier): day for category, supplier, day in found}


def _pairs(rows: QuerySet) -> set[Pair]:
    return set(rows.order_by().values_list("category", "supplier").distinct())
