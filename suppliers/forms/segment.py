"""Supplier segments as a sheet: what was computed, for reading, and what people decide of it; all of it or nothing."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from srm.accounts.models import User
from srm.accounts.states import PROCUREMENT_ROLES, Kind
from srm.clock import organisation_today
from srm.imports.columns import Column, ColumnType
from srm.imports.registry import Good, ImportKind, RowProblem, in_row
from srm.imports.words import key, row_of, words_of
from srm.reference.models import Category
from srm.ui.markup import QUADRANTS
from suppliers.models import (
    PreferenceRecord,
    SegmentRecord,
    Supplier,
    SupplierPreference,
    SupplierReview,
    SupplierSegment,
)
from suppliers.policies.supplier import may_import_judgements
from suppliers.queries.standing import Standing, all_standings, newest_reviews
from suppliers.services import hold_review, judge_attractiveness, update_supplier

Pair = tuple[int, int]
COMPUTED = _("For reading: it is computed.")


@dataclass(frozen=True)
class SegmentRow:
    """One supplier in one category: an empty cell changes nothing. What is computed is for reading only."""

    supplier: Supplier
    category: Category
    attractiveness: Decimal | None
    reason: str
    owner: User | None
    reviewed_on: date | None
    note: str
    quadrant: str
    share: str
    performance: str
    segment: str
    care: str
    review_due: str
    segment_before: str
    sales_share: str
    view: str
    view_before: str

    @property
    def pair(self) -> Pair:
        return self.supplier.pk, self.category.pk


def read_supplier(text: Any, known: Mapping[str, Any]) -> Supplier:
    found: Supplier = row_of(known["suppliers"], text, _("No supplier has this number or name."))
    return found


def read_category(text: Any, known: Mapping[str, Any]) -> Category:
    found: Category = row_of(known["categories"], text, _("No category has this code or name."))
    return found


def read_owner(text: Any, known: Mapping[str, Any]) -> User:
    found: User = row_of(known["people"], text, _("Nobody of procurement has this address."))
    return found


def references() -> dict[str, Any]:
    """Return what a number, code, name or address means, read once for the whole sheet."""
    people = User.objects.filter(kind=Kind.STAFF, is_active=True, role_assignments__role__in=PROCUREMENT_ROLES)
    return {
        "suppliers": words_of(Supplier.objects.all(), code="number"),
        "categories": words_of(Category.objects.all()),
        "people": {key(user.email): user for user in people.distinct()},
    }


def find_problems(rows: Sequence[Good]) -> Iterable[RowProblem]:
    """Tell what only the rows together, or the day and the segments, tell."""
    seen: set[Pair] = set()
    owners: dict[int, User] = {}
    segments = set(SupplierSegment.objects.values_list("supplier", "category"))
    for good in rows:
        row, number = good.row, good.number
        if row.pair in seen:
            yield RowProblem(number, str(_("This supplier and category come twice.")), "category")
        if row.attractiveness is not None and not row.reason.strip():
            yield RowProblem(number, str(_("Say why.")), "reason")
        if row.owner and owners.setdefault(row.supplier.pk, row.owner) != row.owner:
            yield RowProblem(number, str(_("Another row names another person for this supplier.")), "owner")
        if row.reviewed_on and row.reviewed_on > organisation_today():
            yield RowProblem(number, str(_("This day is still to come.")), "reviewed_on")
        if row.reviewed_on and row.pair not in segments:
            yield RowProblem(number, str(_("This supplier has no segment in this category.")), "reviewed_on")
        seen.add(row.pair)


def apply_rows(rows: Sequence[Good], *, by: Any, run: Any, progress: Callable[[int], None]) -> dict[str, int]:
    """Enter judgements, owners and reviews that are new; a sheet that comes back as it went out changes nothing."""
    judged = {(p.supplier_id, p.category_id): (p.judged, p.judged_reason) for p in SupplierPreference.objects.all()}
    reviews = set(SupplierReview.objects.values_list("supplier", "category", "held_on"))
    owners = dict(Supplier.objects.values_list("pk", "owner"))
    done = {"judged": 0, "owners": 0, "reviews": 0}
    for number, good in enumerate(rows, start=1):
        row, given = good.row, {"supplier": good.row.supplier, "category": good.row.category, "by": by}
        with in_row(good):
            if row.attractiveness is not None and judged.get(row.pair) != (row.attractiveness, row.reason.strip()):
                judge_attractiveness(attractiveness=row.attractiveness, reason=row.reason, **given)
                done["judged"] += 1
            if row.owner and owners[row.supplier.pk] != row.owner.pk:
                update_supplier(supplier=row.supplier, owner=row.owner, by=by)
                owners[row.supplier.pk] = row.owner.pk
                done["owners"] += 1
            if row.reviewed_on and (*row.pair, row.reviewed_on) not in reviews:
                hold_review(held_on=row.reviewed_on, note=row.note, **given)
                done["reviews"] += 1
        progress(number)
    return done


def export_rows(user: Any) -> Iterator[tuple[Any, ...]]:
    """Yield a row for each segment the person sees, as the columns are ordered; six queries."""
    reviews = newest_reviews(user)
    return (_cells(row, reviews.get((row.segment.supplier_id, row.segment.category_id))) for row in all_standings(user))


def _cells(row: Standing, review: SupplierReview | None) -> tuple[Any, ...]:
    s, view, before, view_before = row.segment, row.preference, row.previous, row.previous_view
    return (
        s.supplier.number, s.category.code, view.judged if view else None, view.judged_reason if view else "",
        s.supplier.owner.email if s.supplier.owner else "", review.held_on if review else None,
        review.note if review else "", _quadrant(s), _percent(s.share), s.performance, s.get_segment_display(),
        s.get_care_display(), s.review_due_on, _of_cycle(before, before and before.get_segment_display()),
        _percent(view.sales_share if view else None), view.get_preference_display() if view else "",
        _of_cycle(view_before, view_before and view_before.get_preference_display()),
    )  # fmt: skip


def _quadrant(segment: SupplierSegment) -> str:
    return str(QUADRANTS[segment.quadrant][0]) if segment.quadrant else ""


def _percent(share: Decimal | None) -> Decimal | None:
    return None if share is None else round(share * 100, 1)


def _of_cycle(record: SegmentRecord | PreferenceRecord | None, word: Any) -> str:
    return f"{record.period}: {word}" if record else ""


def _read_only(name: str, label: Any, *aliases: str) -> Column:
    return Column(name, label, default="", max_length=60, aliases=aliases, help=COMPUTED)


SEGMENTS = ImportKind(
    key="supplier-segments",
    label=_("Segments of suppliers"),
    row=SegmentRow,
    columns=(
        Column("supplier", _("Supplier"), ColumnType.REFERENCE, required=True, parse=read_supplier,
               aliases=("number", "supplier number", "поставщик", "постачальник")),
        Column("category", _("Category"), ColumnType.REFERENCE, required=True, parse=read_category,
               aliases=("code", "категория", "категорія")),
        Column("attractiveness", _("Attractiveness, 1–5"), ColumnType.DECIMAL, decimals=2, minimum=Decimal(1),
               maximum=Decimal(5), aliases=("judgement", "привлекательность", "привабливість")),
        Column("reason", _("Reason"), default="", max_length=300, aliases=("причина",)),
        Column("owner", _("Looked after by"), ColumnType.REFERENCE, parse=read_owner,
               aliases=("owner", "e-mail", "ответственный", "відповідальний"),
               help=_("E-mail address; it holds for the supplier in all categories.")),
        Column("reviewed_on", _("Reviewed on"), ColumnType.DATE, aliases=("held on", "review", "смотр", "огляд")),
        Column("note", _("What was agreed"), default="", max_length=4000, aliases=("note",)),
        _read_only("quadrant", _("Quadrant")),
        _read_only("share", _("Share of spend, %"), "share of spend", "доля расходов", "частка витрат"),
        _read_only("performance", _("Performance")),
        _read_only("segment", _("Segment"), "сегмент"),
        _read_only("care", _("Care")),
        _read_only("review_due", _("Next review by")),
        _read_only("segment_before", _("Segment of the last cycle")),
        _read_only("sales_share", _("Our share of his sales, %"), "our share of his sales"),
        _read_only("view", _("How he sees us")),
        _read_only("view_before", _("His view of the last cycle")),
    ),
    references=references,
    check=find_problems,
    apply=apply_rows,
    export=export_rows,
    needs_person=True,
    may_import=may_import_judgements,
    help=_("Take the sheet of all segments from here, fill in judgement and reason, owner or review, bring it back."),
    result_labels={
        "judged": _("judgements entered"), "owners": _("owners named"), "reviews": _("reviews noted"),
    },
    done_url=lambda _result: reverse("suppliers:supplier-list"),
)  # fmt: skip
