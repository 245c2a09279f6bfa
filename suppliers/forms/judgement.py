"""Our judgement of how suppliers see us, as a sheet: supplier, category, 1–5, reason; all of it or nothing."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from srm.imports.columns import CellError, Column, ColumnType
from srm.imports.registry import Good, ImportKind, RowProblem, in_row
from srm.reference.models import Category
from suppliers.models import Supplier, SupplierPreference, SupplierSegment
from suppliers.policies.supplier import may_import_judgements
from suppliers.services import judge_attractiveness
from suppliers.states import Preference, Segment


@dataclass(frozen=True)
class JudgementRow:
    """One line of the sheet; without a value it changes nothing. Segment and view are for reading only."""

    supplier: Supplier
    category: Category
    attractiveness: Decimal | None
    reason: str
    segment: str
    view: str


def read_supplier(text: Any, known: Mapping[str, Any]) -> Supplier:
    return _known(known["suppliers"], text, _("No supplier has this number or name."))


def read_category(text: Any, known: Mapping[str, Any]) -> Category:
    return _known(known["categories"], text, _("No category has this code or name."))


def _known(rows: Mapping[str, Any], text: Any, problem: Any) -> Any:
    found = rows.get(str(text).strip().lower())
    if found is None:
        raise CellError(problem)
    return found


def references() -> dict[str, Any]:
    """Return what a number, code or name means, read once for the whole sheet."""
    suppliers = list(Supplier.objects.all())
    categories = list(Category.objects.active().leaves())
    return {
        "suppliers": {s.name.lower(): s for s in suppliers} | {s.number.lower(): s for s in suppliers},
        "categories": {c.name.lower(): c for c in categories} | {c.code.lower(): c for c in categories},
    }


def find_problems(rows: Sequence[Good]) -> Iterable[RowProblem]:
    """Tell a pair that comes twice, and a judgement without a reason."""
    seen: set[tuple[int, int]] = set()
    for good in rows:
        row, pair = good.row, (good.row.supplier.pk, good.row.category.pk)
        if pair in seen:
            message = str(_("This supplier and category come twice."))
            yield RowProblem(row=good.number, field="category", message=message)
        seen.add(pair)
        if row.attractiveness is not None and not row.reason.strip():
            yield RowProblem(row=good.number, field="reason", message=str(_("Say why.")))


def apply_rows(rows: Sequence[Good], *, by: Any, run: Any, progress: Callable[[int], None]) -> dict[str, int]:
    """Enter the judgements that are given."""
    given = [good for good in rows if good.row.attractiveness is not None]
    for done, good in enumerate(given, start=1):
        row = good.row
        with in_row(good):
            judge_attractiveness(
                supplier=row.supplier, category=row.category, attractiveness=row.attractiveness, reason=row.reason,
                by=by,
            )  # fmt: skip
        progress(done)
    return {"judged": len(given)}


def judgements_sheet(user: Any) -> list[tuple[Any, ...]]:
    """Return a row for each segment the person sees, with the judgement in force; two queries."""
    segments = SupplierSegment.objects.visible_to(user).select_related("supplier", "category")
    known = {(p.supplier_id, p.category_id): p for p in SupplierPreference.objects.visible_to(user)}
    rows = []
    for s in segments.order_by("category__code", "supplier__number"):
        found = known.get((s.supplier_id, s.category_id))
        view = str(Preference(found.preference).label) if found else ""
        judged, reason = (found.judged, found.judged_reason) if found else (None, "")
        rows.append((s.supplier.number, s.category.code, judged, reason, str(Segment(s.segment).label), view))
    return rows


JUDGEMENTS = ImportKind(
    key="supplier-judgements",
    label=_("How suppliers see us, our judgement"),
    row=JudgementRow,
    columns=(
        Column("supplier", _("Supplier"), ColumnType.REFERENCE, required=True, parse=read_supplier,
               aliases=("number", "supplier number", "поставщик", "постачальник")),
        Column("category", _("Category"), ColumnType.REFERENCE, required=True, parse=read_category,
               aliases=("code", "категория", "категорія")),
        Column("attractiveness", _("Attractiveness, 1–5"), ColumnType.DECIMAL, decimals=2, minimum=Decimal(1),
               maximum=Decimal(5), aliases=("judgement", "привлекательность", "привабливість")),
        Column("reason", _("Reason"), default="", max_length=300, aliases=("причина",)),
        Column("segment", _("Segment"), default="", max_length=60, aliases=("сегмент",),
               help=_("For reading: it is computed.")),
        Column("view", _("How he sees us"), default="", max_length=60, help=_("For reading: it is computed.")),
    ),
    references=references,
    check=find_problems,
    apply=apply_rows,
    export=judgements_sheet,
    needs_person=True,
    may_import=may_import_judgements,
    help=_("Take the sheet of all segments from here, fill in value and reason, bring it back."),
    result_labels={"judged": _("judgements entered")},
    done_url=lambda _result: reverse("suppliers:supplier-list"),
)  # fmt: skip
