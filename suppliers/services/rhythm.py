"""The rhythm of reviews that a category's strategy asks for, and the days that follow from it."""

from datetime import date
from typing import Any

from django.db import transaction

from srm.clock import database_now, organisation_today
from srm.events.services import record
from srm.reference.models import Category
from suppliers.events import ReviewRhythmSet
from suppliers.models import ReviewRhythm, SupplierSegment
from suppliers.queries.share import last_reviews
from suppliers.rules.segment import Segment, moved_review_on


@transaction.atomic
def set_review_rhythm(*, category: Category, months: int, source: str, by: Any) -> list[SupplierSegment]:
    """Review a category's suppliers every so many months, or as their segments ask (0). Records ReviewRhythmSet.

    Called where the strategy is decided, in the same transaction, so it asks no leave of its own. Moves the days on
    which reviews are due, and returns the suppliers whose day has moved; what is overdue stays overdue.
    """
    rows = list(SupplierSegment.objects.select_for_update().filter(category=category).order_by("pk"))
    if not _keep(category, months, source):
        return []
    reviewed, today = last_reviews([category.pk]), organisation_today()
    moved = [row for row in rows if _move(row, reviewed.get((category.pk, row.supplier_id)), months, today)]
    SupplierSegment.objects.bulk_update(moved, ["review_due_on"], batch_size=500)
    record(ReviewRhythmSet(category.code, months, source), subject=category, by=by)
    return moved


def _keep(category: Category, months: int, source: str) -> bool:
    """Tell whether something is new."""
    if not months:
        return bool(ReviewRhythm.objects.filter(category=category).delete()[0])
    values = {"months": months, "source": source}
    if ReviewRhythm.objects.filter(category=category, **values).exists():
        return False
    ReviewRhythm.objects.update_or_create(category=category, defaults={**values, "set_at": database_now()})
    return True


def _move(row: SupplierSegment, reviewed: date | None, months: int, today: date) -> bool:
    due = moved_review_on(row.review_due_on, reviewed, Segment(row.segment), months, today)
    changed, row.review_due_on = due != row.review_due_on, due
    return changed
