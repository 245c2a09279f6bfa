from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Avg, Count, F, Q, Sum

from suppliers.models import Rating, Supplier, SupplyFact


@dataclass(frozen=True)
class PerformanceFacts:
    """What is known of a supplier's deliveries in a period; counts of lines, quantities in their own units."""

    lines: int
    promised: int
    on_time: int
    received: Decimal
    rejected: Decimal
    own_price: Decimal | None  # index of own prices against the average of the same items
    market_price: Decimal | None
    ratings: dict[str, tuple[Decimal, int]]  # criterion → (mean, how many)


def performance_facts(supplier: Supplier, period_from: date, period_to: date) -> PerformanceFacts:
    """Return the facts of one supplier between two days (inclusive), by day of receipt; four queries."""
    facts = SupplyFact.objects.filter(supplier=supplier, received_on__range=(period_from, period_to))
    row = facts.aggregate(
        lines=Count("pk"),
        promised=Count("pk", filter=Q(promised_on__isnull=False)),
        on_time=Count("pk", filter=Q(received_on__lte=F("promised_on"))),
        received=Sum("quantity", filter=Q(rejected__isnull=False)),
        rejected=Sum("rejected"),
    )
    own, market = _price_index(supplier, period_from, period_to)
    return PerformanceFacts(
        lines=row["lines"], promised=row["promised"], on_time=row["on_time"],
        received=row["received"] or Decimal(0), rejected=row["rejected"] or Decimal(0),
        own_price=own, market_price=market, ratings=_ratings(supplier, period_from, period_to),
    )  # fmt: skip


def _price_index(supplier: Supplier, period_from: date, period_to: date) -> tuple[Decimal | None, Decimal | None]:
    """Σ own price and Σ others' average over the items that both delivered; (None, None) where there are none."""
    facts = SupplyFact.objects.filter(
        received_on__range=(period_from, period_to), item__isnull=False, unit_price__isnull=False
    )
    own = dict(facts.filter(supplier=supplier).values("item").annotate(p=Avg("unit_price")).values_list("item", "p"))
    others = facts.exclude(supplier=supplier).filter(item__in=own).values("item").annotate(p=Avg("unit_price"))
    market = dict(others.values_list("item", "p"))
    if not market:
        return None, None
    return sum((own[i] for i in market), Decimal(0)), sum(market.values(), Decimal(0))


def _ratings(supplier: Supplier, period_from: date, period_to: date) -> dict[str, tuple[Decimal, int]]:
    rows = Rating.objects.filter(supplier=supplier, created_at__date__range=(period_from, period_to))
    means = rows.values("criterion").annotate(mean=Avg("score"), count=Count("pk"))
    return {row["criterion"]: (row["mean"], row["count"]) for row in means}
