from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import Sum

from srm.clock import database_now
from srm.events.services import record
from srm.reference.models import Category
from suppliers.events import SupplierSegmented
from suppliers.models import Scorecard, Supplier, SupplierSegment, SupplyFact
from suppliers.rules.segment import CARE, segment

FOUR_PLACES = Decimal("0.0001")


@transaction.atomic
def resegment(*, category: Category, quadrant: str, by: Any) -> list[SupplierSegment]:
    """Segment every supplier of a category anew, for its quadrant. Records SupplierSegmented where it changed.

    Called when a category was positioned; suppliers are those with facts or a qualification in the category.
    """
    spend = dict(
        SupplyFact.objects.filter(category=category).values("supplier").annotate(s=Sum("amount"))
        .values_list("supplier", "s")
    )  # fmt: skip
    total = sum(spend.values(), Decimal(0))
    before = {s.supplier_id: s.segment for s in SupplierSegment.objects.filter(category=category)}
    scores = _latest_totals(category)
    suppliers = Supplier.objects.filter(pk__in={*spend, *scores, *before}).order_by("pk")
    return [_segment(s, category, quadrant, spend.get(s.pk), total, scores.get(s.pk), before, by) for s in suppliers]


def _segment(
    supplier: Any, category: Any, quadrant: Any, spent: Any, total: Any, performance: Any, before: Any, by: Any
) -> SupplierSegment:
    share = (spent / total).quantize(FOUR_PLACES) if spent and total else None
    found = segment(quadrant, performance, share)
    row, _created = SupplierSegment.objects.update_or_create(
        supplier=supplier,
        category=category,
        defaults={
            "quadrant": quadrant, "share": share, "performance": performance, "segment": found.value,
            "care": CARE[found].value, "computed_at": database_now(),
        },
    )  # fmt: skip
    if before.get(supplier.pk) != found.value:
        record(SupplierSegmented(category.code, found.value, CARE[found].value), subject=supplier, by=by)
    return row


def _latest_totals(category: Category) -> dict[int, Decimal | None]:
    """The newest scorecard total of each supplier with facts or a qualification in the category; one query each."""
    known = Supplier.objects.filter(facts__category=category) | Supplier.objects.filter(
        qualifications__category=category
    )
    rows = Scorecard.objects.filter(supplier__in=known.values("pk")).order_by("supplier", "-period_to", "-pk")
    latest = dict(rows.distinct("supplier").values_list("supplier", "total"))
    return {pk: latest.get(pk) for pk in known.values_list("pk", flat=True).distinct()}
