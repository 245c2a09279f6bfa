from collections.abc import Collection, Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import connection, transaction
from django.utils.translation import gettext as _

from srm.authz import person, require
from srm.clock import database_now, organisation_today
from srm.errors import Invalid
from srm.events.services import record, recorded_together
from srm.reference.models import Category
from suppliers.events import SupplierReviewed, SupplierSegmented
from suppliers.models import Supplier, SupplierReview, SupplierSegment
from suppliers.policies.supplier import may_review_supplier
from suppliers.queries.share import Pair, Purchases, known_pairs, last_reviews, latest_totals, purchases_of
from suppliers.rules.segment import CARE, Segment, next_review_on, segment
from suppliers.services.preference import write_preferences

FOUR_PLACES = Decimal("0.0001")
STANDING = ["quadrant", "share", "performance", "segment", "care", "review_due_on"]
KEEP = """
    INSERT INTO suppliers_segmentrecord
        (supplier_id, category_id, quadrant, share, performance, segment, period, computed_at)
    SELECT supplier_id, category_id, quadrant, share, performance, segment, period, computed_at
    FROM suppliers_suppliersegment WHERE category_id = ANY(%s) ORDER BY category_id, supplier_id
    ON CONFLICT (supplier_id, category_id, period) DO UPDATE SET quadrant = excluded.quadrant, share = excluded.share,
        performance = excluded.performance, segment = excluded.segment, computed_at = excluded.computed_at
"""  # one statement for thousands of rows that the database has already

Known = dict[Pair, SupplierSegment]


def resegment(*, category: Category, quadrant: str, by: Any, period: str = "") -> list[SupplierSegment]:
    """Segment every supplier of one category anew: a batch of one."""
    return resegment_all(quadrants={category: quadrant}, by=by, period=period)


@transaction.atomic
def resegment_all(
    *, quadrants: Mapping[Category, str], by: Any, period: str = "", bought: Purchases | None = None
) -> list[SupplierSegment]:
    """Segment every supplier of these categories anew. Records SupplierSegmented where it changed.

    Called when categories were positioned; as many queries for all as for one. Suppliers are those with facts or a
    qualification in a category, but not our own warehouses. `period` is the code of the running cycle: its last
    standing is kept when the next cycle begins. `bought`: who has just measured need not have the facts read twice.
    """
    ids = sorted(category.pk for category in quadrants)
    list(Category.objects.select_for_update(of=("self",), no_key=True).filter(pk__in=ids).order_by("pk").values("pk"))
    SupplierSegment.objects.filter(category__in=ids, supplier__is_own=True).delete()
    kept = SupplierSegment.objects.select_for_update(of=("self",)).filter(category__in=ids)
    before = {(s.category_id, s.supplier_id): s for s in kept.order_by("category_id", "supplier_id")}
    rows = _standings(quadrants, before, bought or purchases_of(ids), period)
    _write(rows, before, ids, period)
    write_preferences(pairs={(row.supplier_id, row.category_id) for row in rows})
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
    last = max(held_on, last_reviews([category.pk])[category.pk, supplier.pk])
    row.review_due_on = next_review_on(last, Segment(row.segment))
    row.save(update_fields=["review_due_on"])
    record(SupplierReviewed(category.code, held_on), subject=supplier, by=by)
    return review


def _standings(
    quadrants: Mapping[Category, str], before: Known, bought: Purchases, period: str
) -> list[SupplierSegment]:
    ids = [category.pk for category in quadrants]
    own = set(Supplier.objects.filter(is_own=True).values_list("pk", flat=True))
    known = {pair for pair in known_pairs(ids, bought) if pair[1] not in own}
    shares, totals = _shares(ids, bought, own), latest_totals({supplier for _category, supplier in known})
    reviewed, now, today = last_reviews(ids), database_now(), organisation_today()
    categories, rows = {c.pk: c for c in quadrants}, []
    for pair in sorted(known | before.keys()):
        category, score = categories[pair[0]], totals.get(pair[1]) if pair in known else None
        found = segment(quadrants[category], score, shares.get(pair))
        rows.append(SupplierSegment(
            supplier_id=pair[1], category=category, quadrant=quadrants[category], share=shares.get(pair),
            performance=score, segment=found.value, care=CARE[found].value, period=period, computed_at=now,
            review_due_on=_due(before.get(pair), found, reviewed.get(pair), today),
        ))  # fmt: skip
    return rows


def _shares(categories: Iterable[int], bought: Purchases, own: Collection[int]) -> dict[Pair, Decimal]:
    """The share of each supplier in what was bought of the category outside; unknown where nothing was."""
    shares = {}
    for category in categories:
        amounts = {s: amount for s, amount in bought.amounts.get(category, {}).items() if s not in own}
        total = sum(amounts.values(), Decimal(0))
        shares |= {(category, s): (a / total).quantize(FOUR_PLACES) for s, a in amounts.items() if total and a}
    return shares


def _write(rows: list[SupplierSegment], before: Known, categories: list[int], period: str) -> None:
    """Only what differs is written row by row; the rest gets its day at once."""
    changed = [row for row in rows if _differs(row, before.get((row.category_id, row.supplier_id)))]
    SupplierSegment.objects.bulk_create(
        changed, update_conflicts=True, unique_fields=["supplier", "category"],
        update_fields=[*STANDING, "period", "computed_at"], batch_size=500,
    )  # fmt: skip
    if rows:
        standing = SupplierSegment.objects.filter(category__in=categories)
        standing.update(computed_at=rows[0].computed_at, period=period)
    if rows and period:
        with connection.cursor() as cursor:
            cursor.execute(KEEP, [categories])


def _differs(row: SupplierSegment, before: SupplierSegment | None) -> bool:
    return before is None or any(getattr(row, name) != getattr(before, name) for name in STANDING)


def _record_changes(rows: list[SupplierSegment], before: Known, by: Any) -> None:
    known = {pair: row.segment for pair, row in before.items()}
    changed = [r for r in rows if known.get((r.category_id, r.supplier_id)) != r.segment]
    subjects = Supplier.objects.in_bulk({row.supplier_id for row in changed})
    with recorded_together():
        for row in changed:
            event = SupplierSegmented(row.category.code, row.segment, row.care)
            record(event, subject=subjects[row.supplier_id], by=by)


def _due(before: SupplierSegment | None, found: Segment, reviewed: date | None, today: date) -> date | None:
    """A segment that stays keeps its day; a new one counts from the last review, or from today where there was none."""
    if before is not None and before.segment == found.value and before.review_due_on is not None:
        return before.review_due_on
    return next_review_on(reviewed or today, found)
