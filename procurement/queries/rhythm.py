"""When the suppliers of a category are looked at again, by the rhythm of its strategy."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Max

from procurement.models import Strategy
from procurement.rules.rhythm import next_review
from srm.clock import shown_today
from suppliers.models import Scorecard, Supplier, SupplierSegment


@dataclass(frozen=True)
class SupplierReview:
    """A supplier of the category with its last scorecard and the day on which the next is due."""

    supplier: Supplier
    last_on: date | None
    due_on: date | None
    is_late: bool


def supplier_reviews(strategy: Strategy, today: date | None = None) -> list[SupplierReview]:
    """Return the category's suppliers, those due first; none where the strategy asks for no review. Two queries."""
    if not strategy.supplier_review_months:
        return []
    suppliers = [s.supplier for s in SupplierSegment.objects.filter(category=strategy.category)
                 .select_related("supplier")]  # fmt: skip
    found = [_review(s, last, strategy, today or shown_today()) for s, last in _last(suppliers)]
    return sorted(found, key=lambda r: (r.due_on or date.min, r.supplier.name))


def _last(suppliers: Sequence[Supplier]) -> list[tuple[Supplier, date | None]]:
    rows = Scorecard.objects.filter(supplier__in=suppliers).values("supplier").annotate(last=Max("period_to"))
    last: dict[int, Any] = dict(rows.values_list("supplier", "last"))
    return [(supplier, last.get(supplier.pk)) for supplier in suppliers]


def _review(supplier: Supplier, last: date | None, strategy: Strategy, today: date) -> SupplierReview:
    since = strategy.approved_at.date() if strategy.approved_at else today
    due = next_review(last, strategy.supplier_review_months, since)
    return SupplierReview(supplier, last, due, due <= today)
