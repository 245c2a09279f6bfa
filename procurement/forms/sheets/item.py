"""Items of the catalogue from a spreadsheet; a known code changes the item."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from procurement.forms.sheets.known import key, reader, references
from procurement.policies.planning import may_manage_items
from procurement.services import set_item
from srm.imports.columns import Column, ColumnType
from srm.imports.registry import Good, ImportKind, Progress, RowProblem, in_row
from srm.reference.models import Category, Unit


@dataclass(frozen=True)
class ItemRow:
    code: str
    name: str
    category: Category
    unit: Unit
    specification: str


def find_doubles(rows: Sequence[Good]) -> Iterable[RowProblem]:
    """Find a code that stands twice."""
    seen: dict[str, int] = {}
    for good in rows:
        if seen.setdefault(key(good.row.code), good.number) != good.number:
            yield RowProblem(good.number, _("The same as row %(row)d.") % {"row": seen[key(good.row.code)]}, "code")


def apply_rows(rows: Sequence[Good], *, by: Any, run: Any, progress: Progress) -> dict[str, int]:
    """Write each item."""
    for done, good in enumerate(rows, 1):
        with in_row(good):
            set_item(**vars(good.row), by=by)
        progress(done)
    return {"written": len(rows)}


KIND = ImportKind(
    key="items", label=_("Items"), row=ItemRow,
    help=_("Things with a code and a specification; the same code again corrects its item."),
    columns=(
        Column("code", _("Code"), required=True, max_length=60, aliases=("sku", "item code", "артикул", "код")),
        Column("name", _("Name"), required=True, max_length=300,
               aliases=("item", "description", "наименование", "назва", "название")),
        Column("category", _("Category"), ColumnType.REFERENCE, required=True,
               parse=reader("categories", _("This category is not known.")), aliases=("категория", "категорія")),
        Column("unit", _("Unit"), ColumnType.REFERENCE, required=True,
               parse=reader("units", _("This unit is not known.")), aliases=("uom", "единица", "одиниця")),
        Column("specification", _("Specification"), default="", aliases=("spec", "описание", "опис")),
    ),
    references=references, check=find_doubles, apply=apply_rows, may_import=may_manage_items, needs_person=True,
    result_labels={"written": _("items written")}, done_url=lambda _result: reverse("procurement:item-list"),
)  # fmt: skip
