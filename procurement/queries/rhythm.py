"""When the suppliers of a category are looked at again, by the rhythm of its strategy and of their segments."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Max

from procurement.models import Strategy
from srm.clock import shown_today
from suppliers.models import Supplier, SupplierReview, SupplierSegment


@dataclass(frozen=True)
class DueReview:
    """A supplier of the category, when he was reviewed last and by which day he is again."""

    supplier: Supplier
    last_on: date | None
    due_on: date
    is_late: bool


def supplier_reviews(strategy: Strategy, today: date | None = None) -> list[DueReview]:
    """Return the category's suppliers who are to be reviewed, those due first. Two queries."""
    today = today or shown_today()
    due = SupplierSegment.objects.filter(category=strategy.category_id, review_due_on__isnull=False)
    held = SupplierReview.objects.filter(category=strategy.category_id).order_by().values("supplier")
    last = dict(held.annotate(day=Max("held_on")).values_list("supplier", "day"))
    return [
        DueReview(row.supplier, last.get(row.supplier_id), row.review_due_on, row.review_due_on < today)
        for row in due.select_related("supplier").order_by("review_due_on", "supplier__name")
    ]
