from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import Max, Sum
from django.utils.translation import gettext as _

from srm.authz import person, require
from srm.clock import database_now, organisation_today
from srm.errors import Invalid
from srm.events.services import record
from srm.reference.models import Category
from suppliers.events import SupplierReviewed, SupplierSegmented
from suppliers.models import (
    ReviewRhythm,
    Scorecard,
    SegmentRecord,
    Supplier,
    SupplierReview,
    SupplierSegment,
    SupplyFact,
)
from suppliers.policies.supplier import may_review_supplier
from suppliers.rules.segment import CARE, Segment, next_review_on, segment
from suppliers.services.preference import write_preferences

FOUR_PLACES = Decimal("0.0001")
WINDOW = timedelta(days=730)  # the share is of the two years up to the category's newest delivery
STANDING = ["quadrant", "share", "performance", "segment", "period", "computed_at"]


@transaction.atomic
def resegment(*, category: Category, quadrant: str, by: Any, period: str = "") -> list[SupplierSegment]:
    """Segment every supplier of a category anew, for its quadrant. Records SupplierSegmented where it changed.

    Called when a category was positioned; suppliers are those with facts or a qualification in the category, but not
    our own warehouses. `period` is the code of the running cycle: its last standing is kept when the next cycle begins.
    """
    SupplierSegment.objects.filter(category=category, supplier__is_own=True).delete()
    before = {s.supplier_id: s for s in SupplierSegment.objects.select_for_update().filter(category=category)}
    spend, scores, reviewed = _spend(category), _latest_totals(category), _last_reviews(category)
    asked = ReviewRhythm.objects.months_of([category]).get(category.pk, 0)
    total, now, today = sum(spend.values(), Decimal(0)), database_now(), organisation_today()
    rows = []
    for supplier in sorted({*spend, *scores, *before}):
        share = (spend[supplier] / total).quantize(FOUR_PLACES) if spend.get(supplier) and total else None
        found = segment(quadrant, scores.get(supplier), share)
        row = SupplierSegment(
            supplier_id=supplier, category=category, quadrant=quadrant, share=share, performance=scores.get(supplier),
            segment=found.value, care=CARE[found].value, period=period, computed_at=now,
            review_due_on=_due(before.get(supplier), found, reviewed.get(supplier), today, asked),
        )  # fmt: skip
        rows.append(row)
    _write(rows, period)
    write_preferences(pairs={(row.supplier_id, category.pk) for row in rows})
    _record_changes(rows, before, by)
    return rows


@transaction.atomic
def hold_review(*, supplier: Supplier, category: Category, held_on: date, by: Any, note: str = "") -> SupplierReview:
    """Note that a supplier's work in a category was gone through with him; the next review is due by his segment.

    Records SupplierReviewed. Raises Invalid for a day to come.
    """
    row = SupplierSegment.objects.select_for_update().filter(supplier=supplier, category=category).first()
    require(may_review_supplier(by), _("Reviews are held by procurement."))
    if held_on > organisation_today():
        raise Invalid({"held_on": _("This day is still to come.")})
    if row is None:
        raise Invalid({"category": _("This supplier has no segment in this category.")})
    review = SupplierReview.objects.create(
        supplier=supplier, category=category, held_on=held_on, note=note, created_by=person(by)
    )
    last = max(held_on, _last_reviews(category).get(supplier.pk, held_on))
    asked = ReviewRhythm.objects.months_of([category]).get(category.pk, 0)
    row.review_due_on = next_review_on(last, Segment(row.segment), asked)
    row.save(update_fields=["review_due_on"])
    record(SupplierReviewed(category.code, held_on), subject=supplier, by=by)
    return review


def _write(rows: list[SupplierSegment], period: str) -> None:
    SupplierSegment.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["supplier", "category"],
        update_fields=[*STANDING, "care", "review_due_on"], batch_size=500,
    )  # fmt: skip
    if not period:
        return
    records = [
        SegmentRecord(
            supplier_id=row.supplier_id, category_id=row.category_id, **{name: getattr(row, name) for name in STANDING}
        )
        for row in rows
    ]
    SegmentRecord.objects.bulk_create(
        records, update_conflicts=True, unique_fields=["supplier", "category", "period"],
        update_fields=[name for name in STANDING if name != "period"], batch_size=500,
    )  # fmt: skip


def _record_changes(rows: list[SupplierSegment], before: dict[int, SupplierSegment], by: Any) -> None:
    changed = [r for r in rows if r.supplier_id not in before or before[r.supplier_id].segment != r.segment]
    subjects = Supplier.objects.in_bulk([row.supplier_id for row in changed])
    for row in changed:
        event = SupplierSegmented(row.category.code, row.segment, row.care)
        record(event, subject=subjects[row.supplier_id], by=by)


def _due(
    before: SupplierSegment | None, found: Segment, reviewed: date | None, today: date, asked: int
) -> date | None:  # fmt: skip
    """A segment that stays keeps its day; a new one counts from the last review, or from today where there was none."""
    if before is not None and before.segment == found.value and before.review_due_on is not None:
        return before.review_due_on
    return next_review_on(reviewed or today, found, asked)


def _spend(category: Category) -> dict[int, Decimal]:
    facts = SupplyFact.objects.filter(category=category, supplier__in=Supplier.objects.outside())
    newest = facts.aggregate(day=Max("received_on"))["day"]
    if newest is None:
        return {}
    rows = facts.filter(received_on__range=(newest - WINDOW, newest)).values("supplier").annotate(s=Sum("amount"))
    return dict(rows.values_list("supplier", "s"))


def _last_reviews(category: Category) -> dict[int, date]:
    rows = SupplierReview.objects.filter(category=category).order_by().values("supplier")
    return dict(rows.annotate(day=Max("held_on")).values_list("supplier", "day"))


def _latest_totals(category: Category) -> dict[int, Decimal | None]:
    """The newest scorecard total of each supplier with facts or a qualification in the category; one query each."""
    known = Supplier.objects.filter(facts__category=category) | Supplier.objects.filter(
        qualifications__category=category
    )
    known = known.outside()
    rows = Scorecard.objects.filter(supplier__in=known.values("pk")).order_by("supplier", "-period_to", "-pk")
    latest = dict(rows.distinct("supplier").values_list("supplier", "total"))
    return {pk: latest.get(pk) for pk in known.values_list("pk", flat=True).distinct()}
