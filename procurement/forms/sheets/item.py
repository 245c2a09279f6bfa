"""Items of the catalogue from a spreadsheet; a known code changes the item."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from procurement.forms.sheets.known import reader, references
from procurement.policies.planning import may_manage_items
from procurement.services import retire_item, set_item
from srm.errors import Refused
from srm.imports.columns import Column, ColumnType
from srm.imports.registry import Good, ImportKind, Progress, RowProblem, in_row
from srm.imports.words import key
from srm.reference.models import Category, Item, Unit


@dataclass(frozen=True)
class ItemRow:
    code: str
    name: str
    category: Category
    unit: Unit
    specification: str
    pack_quantity: Decimal | None
    minimum_order: Decimal | None
    sole_source_reason: str | None


def find_doubles(rows: Sequence[Good]) -> Iterable[RowProblem]:
    """Find a code that stands twice."""
    seen: dict[str, int] = {}
    for good in rows:
        if seen.setdefault(key(good.row.code), good.number) != good.number:
            yield RowProblem(good.number, _("The same as row %(row)d.") % {"row": seen[key(good.row.code)]}, "code")


def apply_rows(rows: Sequence[Good], *, by: Any, run: Any, progress: Progress) -> dict[str, int]:
    """Write each item."""
    codes = [good.row.code for good in rows]
    before = {i.code: _as_kept(i) for i in Item.objects.filter(code__in=codes)}
    for done, good in enumerate(rows, 1):
        given = {name: value for name, value in vars(good.row).items() if value is not None}
        with in_row(good):
            set_item(**given, by=by)
        progress(done)
    run.keep_for_undo([[code, good.row.name, before.get(code)] for code, good in zip(codes, rows, strict=True)])
    return {"written": len(rows)}


def undo_rows(run: Any, *, by: Any) -> None:
    """Write each as it was; one that was new goes out of use. Raises Refused when one was changed meanwhile."""
    for code, name, old in run.undo_data:
        item = Item.objects.select_related("category", "unit").get(code=code)
        if item.name != name:
            raise Refused(_("%(item)s has changed meanwhile.") % {"item": item}, code="changed")
        if old is None:
            retire_item(item=item, by=by)
            continue
        old_name, category, unit, specification, pack, minimum, sole = old
        set_item(
            code=code, name=old_name, category=Category.objects.get(pk=category), unit=Unit.objects.get(pk=unit),
            specification=specification, pack_quantity=Decimal(pack), minimum_order=Decimal(minimum),
            sole_source_reason=sole, by=by,
        )  # fmt: skip


def export_rows(_user: Any) -> Iterable[Sequence[Any]]:
    """The items in use."""
    for i in Item.objects.filter(is_active=True).select_related("category", "unit").order_by("code"):
        kept = (i.specification, i.pack_quantity, i.minimum_order, i.sole_source_reason)
        yield i.code, i.name, i.category.code, i.unit.code, *kept


def _as_kept(item: Item) -> list[str | int]:
    return [
        item.name, item.category_id, item.unit_id, item.specification, str(item.pack_quantity), str(item.minimum_order),
        item.sole_source_reason,
    ]  # fmt: skip


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
        Column("pack_quantity", _("Sold in packs of"), ColumnType.DECIMAL, decimals=3, minimum=Decimal(0),
               aliases=("pack", "упаковка", "кратность")),
        Column("minimum_order", _("Least order"), ColumnType.DECIMAL, decimals=3, minimum=Decimal(0),
               aliases=("moq", "minimum order", "минимальный заказ", "мінімальне замовлення")),
        Column("sole_source_reason", _("Why nobody else can supply it"), max_length=200,
               aliases=("sole source", "единственный поставщик", "єдиний постачальник")),
    ),
    references=references, check=find_doubles, apply=apply_rows, undo=undo_rows, export=export_rows,
    may_import=may_manage_items, needs_person=True,
    result_labels={"written": _("items written")}, done_url=lambda _result: reverse("procurement:item-list"),
)  # fmt: skip
