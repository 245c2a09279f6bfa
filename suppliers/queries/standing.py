"""Suppliers in categories as people read them: segment, care and what is missing of it, his view of us, ABC and XYZ."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import QuerySet

from srm.clock import shown_today
from srm.reference.models import Category
from suppliers.models import (
    JointPlan,
    PreferenceRecord,
    SegmentRecord,
    Supplier,
    SupplierPreference,
    SupplierReview,
    SupplierSegment,
    SupplyClass,
)
from suppliers.rules import preference as preferring
from suppliers.rules.segment import MINIMUM, MinimumCare, find_gaps
from suppliers.rules.segment import Segment as SegmentName
from suppliers.states import Gap, PlanStatus


@dataclass(frozen=True)
class Standing:
    """One supplier in one category. `preference` None: nothing is known, or this reader scores and may not read it."""

    segment: SupplierSegment
    previous: SegmentRecord | None  # at the end of the last cycle
    preference: SupplierPreference | None
    previous_view: PreferenceRecord | None  # at the end of the last cycle, for the same readers
    supply_class: SupplyClass | None  # of the supplier on his own page's category, else of the supplier
    care: MinimumCare
    gaps: list[Gap]

    @property
    def flag(self) -> str:
        """Red or weak, where somebody we depend on sees a nuisance in us."""
        return preferring.flag(self.segment.quadrant, self.preference.preference if self.preference else "")

    @property
    def has_moved(self) -> bool:
        return self.previous is not None and self.previous.segment != self.segment.segment

    @property
    def sees_us_anew(self) -> bool:
        before, now = self.previous_view, self.preference
        return before is not None and now is not None and before.preference != now.preference


def standings_of_supplier(supplier: Supplier, user: Any) -> list[Standing]:
    """Return where the supplier stands in each of his categories, each with the category's class; six queries."""
    rows = SupplierSegment.objects.visible_to(user).select_related("category__review_rhythm", "supplier__owner")
    rows = rows.filter(supplier=supplier)
    classes = {c.category_id: c for c in SupplyClass.objects.filter(category__segments__supplier=supplier)}
    return _standings(rows, user, lambda s: classes.get(s.category_id))


def standings_of_category(category: Category, user: Any) -> list[Standing]:
    """Return the suppliers of a category, the largest share first, each with his own class; six queries."""
    rows = SupplierSegment.objects.visible_to(user).select_related("category__review_rhythm", "supplier__owner")
    rows = rows.filter(category=category)
    classes = {c.supplier_id: c for c in SupplyClass.objects.filter(supplier__segments__category=category)}
    found = _standings(rows, user, lambda s: classes.get(s.supplier_id))
    return sorted(found, key=lambda s: (s.segment.share is None, -(s.segment.share or 0), s.segment.supplier.name))


def all_standings(user: Any) -> list[Standing]:
    """Return every standing the person sees, by category, without classes; five queries."""
    rows = SupplierSegment.objects.visible_to(user).select_related("supplier__owner", "category")
    return _standings(rows.order_by("category__code", "supplier__number"), user, lambda _s: None)


def newest_reviews(user: Any) -> dict[tuple[int, int], SupplierReview]:
    """Return by supplier and category the last review the person sees; one query."""
    return _by_pair(SupplierReview.objects.visible_to(user).order_by("held_on", "pk"))


def class_of(thing: Supplier | Category) -> SupplyClass | None:
    """Return the ABC and XYZ of a supplier or a category as last measured."""
    noun = "supplier" if isinstance(thing, Supplier) else "category"
    return SupplyClass.objects.filter(**{noun: thing}).first()


def _standings(rows: QuerySet[SupplierSegment], user: Any, class_of_row: Any) -> list[Standing]:
    segments = list(rows)
    if not segments:
        return []
    pairs = {"supplier__in": {s.supplier_id for s in segments}, "category__in": {s.category_id for s in segments}}
    preferences = _by_pair(SupplierPreference.objects.visible_to(user).filter(**pairs).select_related("judged_by"))
    previous = previous_of(segments, SegmentRecord.objects.filter(**pairs))
    views = previous_of(segments, PreferenceRecord.objects.visible_to(user).filter(**pairs))
    open_plans = JointPlan.objects.filter(supplier__in=pairs["supplier__in"]).exclude(status=PlanStatus.CLOSED)
    planned, today = set(open_plans.values_list("supplier", flat=True)), shown_today()
    return [
        Standing(
            s, previous.get((s.supplier_id, s.category_id)), preferences.get((s.supplier_id, s.category_id)),
            views.get((s.supplier_id, s.category_id)), class_of_row(s), MINIMUM[SegmentName(s.segment)],
            gaps_of(s, today, has_plan=s.supplier_id in planned),
        )
        for s in segments
    ]  # fmt: skip


def gaps_of(segment: SupplierSegment, today: date, *, has_plan: bool) -> list[Gap]:
    """Return what of the minimum care is missing, as words."""
    found = find_gaps(
        SegmentName(segment.segment), has_owner=segment.supplier.owner_id is not None, has_plan=has_plan,
        review_due_on=segment.review_due_on, today=today,
    )  # fmt: skip
    return [Gap(gap.value) for gap in found]


def previous_of(segments: Iterable[SupplierSegment], records: QuerySet[Any]) -> dict[tuple[int, int], Any]:
    """Return by supplier and category the newest record that is of another cycle than the present standing."""
    now = {(s.supplier_id, s.category_id): s.period for s in segments}
    rows = records.order_by("computed_at", "pk")
    return {(r.supplier_id, r.category_id): r for r in rows if r.period != now.get((r.supplier_id, r.category_id))}


def _by_pair(rows: Iterable[Any]) -> dict[tuple[int, int], Any]:
    return {(row.supplier_id, row.category_id): row for row in rows}
