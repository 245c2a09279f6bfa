from collections.abc import Collection, Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

from django.db import connection, transaction
from django.utils.translation import gettext as _

from srm.authz import person, require
from srm.clock import database_now, organisation_today
from srm.errors import Invalid
from srm.events.services import record, recorded_together
from srm.reference.models import Category
from suppliers.events import SupplierReviewed, SupplierSegmented
from suppliers.models import ReviewRhythm, Supplier, SupplierReview, SupplierSegment
from suppliers.policies.supplier import may_review_supplier
from suppliers.queries.share import Pair, Purchases, known_pairs, last_reviews, latest_totals, purchases_of
from suppliers.rules.segment import CARE, Segment, next_review_on, segment
from suppliers.services.preference import write_preferences

FOUR_PLACES = Decimal("0.0001")
KEEP = """
    INSERT INTO suppliers_segmentrecord AS kept
        (supplier_id, category_id, quadrant, share, performance, segment, period, computed_at)
    SELECT supplier_id, category_id, quadrant, share, performance, segment, period, computed_at
    FROM suppliers_suppliersegment WHERE category_id = ANY(%s) ORDER BY category_id, supplier_id
    ON CONFLICT (supplier_id, category_id, period) DO UPDATE SET quadrant = excluded.quadrant, share = excluded.share,
        performance = excluded.performance, segment = excluded.segment, computed_at = excluded.computed_at
    WHERE (kept.quadrant, kept.share, kept.performance, kept.segment)
        IS DISTINCT FROM (excluded.quadrant, excluded.share, excluded.performance, excluded.segment)
"""  # one statement for thousands of rows that the database has already


@transaction.atomic
def resegment(*, category: Category, quadrant: str, by: Any, period: str = "") -> int:
    """Segment every supplier of one category anew: a batch of one."""
    return resegment_all(quadrants={category: quadrant}, by=by, period=period)


@transaction.atomic
def resegment_all(
    *, quadrants: Mapping[Category, str], by: Any, period: str = "", bought: Purchases | None = None
) -> int:
    """Segment every supplier of these categories anew; tells how many. Records SupplierSegmented where it changed.

    Called when categories were positioned; as many queries for all as for one. Suppliers are those with facts or a
    qualification in a category, but not our own warehouses. `period` is the code of the running cycle: its last
    standing is kept when the next cycle begins. `bought`: who has just measured need not have the facts read twice.
    """
    categories = {category.pk: category for category in quadrants}
    ids = sorted(categories)
    list(Category.objects.select_for_update(of=("self",), no_key=True).filter(pk__in=ids).order_by("pk").values("pk"))
    SupplierSegment.objects.filter(category__in=ids, supplier__is_own=True).delete()
    before = _before(ids)
    found = _standings({c.pk: quadrant for c, quadrant in quadrants.items()}, before, bought or purchases_of(ids))
    changed = {pair: standing for pair, standing in found.items() if before.get(pair) != standing}
    _write(changed, ids, period)
    write_preferences(pairs={(supplier, category) for category, supplier in found})
    _record_changes(changed, before, categories, by)
    return len(found)


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
    asked = ReviewRhythm.objects.months_of([category]).get(category.pk, 0)
    row.review_due_on = next_review_on(last, Segment(row.segment), asked)
    row.save(update_fields=["review_due_on"])
    record(SupplierReviewed(category.code, held_on), subject=supplier, by=by)
    return review


class _Standing(NamedTuple):
    """What is computed of a supplier in a category; thousands are compared with what is stored, few are written."""

    quadrant: str
    share: Decimal | None
    performance: Decimal | None
    segment: str
    care: str
    review_due_on: date | None


Standings = dict[Pair, _Standing]


def _before(categories: list[int]) -> Standings:
    rows = SupplierSegment.objects.select_for_update(of=("self",)).filter(category__in=categories)
    found = rows.order_by("pk").values_list("category_id", "supplier_id", *_Standing._fields)
    return {(category, supplier): _Standing(*fields) for category, supplier, *fields in found}


def _standings(quadrants: Mapping[int, str], before: Standings, bought: Purchases) -> Standings:
    own = set(Supplier.objects.filter(is_own=True).values_list("pk", flat=True))
    known = {pair for pair in known_pairs(quadrants, bought) if pair[1] not in own}
    shares, totals = _shares(quadrants, bought, own), latest_totals({supplier for _category, supplier in known})
    reviewed, today, found = last_reviews(quadrants), organisation_today(), {}
    asked = ReviewRhythm.objects.months_of(quadrants)
    for pair in sorted(known | before.keys()):
        quadrant, share = quadrants[pair[0]], shares.get(pair)
        score = totals.get(pair[1]) if pair in known else None
        name = segment(quadrant, score, share)
        due = _due(before.get(pair), name, reviewed.get(pair), today, asked.get(pair[0], 0))
        found[pair] = _Standing(quadrant, share, score, name.value, CARE[name].value, due)
    return found


def _shares(categories: Iterable[int], bought: Purchases, own: Collection[int]) -> dict[Pair, Decimal]:
    """The share of each supplier in what was bought of the category outside; unknown where nothing was."""
    shares: dict[Pair, Decimal] = {}
    for category in categories:
        amounts = {s: amount for s, amount in bought.amounts.get(category, {}).items() if s not in own}
        total = sum(amounts.values(), Decimal(0))
        shares |= {(category, s): (a / total).quantize(FOUR_PLACES) for s, a in amounts.items() if total and a}
    return shares


def _write(changed: Standings, categories: list[int], period: str) -> None:
    """Only what differs is written row by row; the day and the cycle of all at once."""
    SupplierSegment.objects.bulk_create(
        [SupplierSegment(category_id=c, supplier_id=s, **row._asdict()) for (c, s), row in changed.items()],
        update_conflicts=True, unique_fields=["supplier", "category"], update_fields=list(_Standing._fields),
        batch_size=500,
    )  # fmt: skip
    SupplierSegment.objects.filter(category__in=categories).update(computed_at=database_now(), period=period)
    if period:
        with connection.cursor() as cursor:
            cursor.execute(KEEP, [categories])


def _record_changes(changed: Standings, before: Standings, categories: Mapping[int, Category], by: Any) -> None:
    moved = {pair: row for pair, row in changed.items() if pair not in before or before[pair].segment != row.segment}
    subjects = Supplier.objects.in_bulk({supplier for _category, supplier in moved})
    with recorded_together():
        for (category, supplier), row in moved.items():
            event = SupplierSegmented(categories[category].code, row.segment, row.care)
            record(event, subject=subjects[supplier], by=by)


def _due(before: _Standing | None, found: Segment, reviewed: date | None, today: date, asked: int) -> date | None:
    """A segment that stays keeps its day; a new one counts from the last review, or from today where there was none."""
    if before is not None and before.segment == found.value and before.review_due_on is not None:
        return before.review_due_on
    return next_review_on(reviewed or today, found, asked)
