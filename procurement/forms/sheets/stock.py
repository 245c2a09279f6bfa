"""A stock count from a spreadsheet: what lies where."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from procurement.forms.sheets.known import reader, references
from procurement.policies.planning import may_manage_stock
from procurement.services import set_stock
from srm.imports.columns import Column, ColumnType
from srm.imports.registry import Good, ImportKind, Progress, RowProblem, in_row
from srm.reference.models import Item, Place


@dataclass(frozen=True)
class StockRow:
    item: Item
    place: Place
    on_hand: Decimal
    safety: Decimal | None
    reorder_point: Decimal | None
    maximum: Decimal | None


def find_doubles(rows: Sequence[Good]) -> Iterable[RowProblem]:
    """Find an item counted twice at a place."""
    seen: dict[tuple, int] = {}
    for good in rows:
        same = (good.row.item.pk, good.row.place.pk)
        if seen.setdefault(same, good.number) != good.number:
            yield RowProblem(good.number, _("The same as row %(row)d.") % {"row": seen[same]}, "item")


def apply_rows(rows: Sequence[Good], *, by: Any, run: Any, progress: Progress) -> dict[str, int]:
    """Set each count; an empty limit stays as it was."""
    for done, good in enumerate(rows, 1):
        given = {name: value for name, value in vars(good.row).items() if value is not None}
        with in_row(good):
            set_stock(**given, by=by)
        progress(done)
    return {"counted": len(rows)}


def _limit(name: str, label: Any) -> Column:
    return Column(name, label, ColumnType.DECIMAL, decimals=3, minimum=Decimal(0))


KIND = ImportKind(
    key="stock", label=_("Stock"), row=StockRow,
    columns=(
        Column("item", _("Item"), ColumnType.REFERENCE, required=True,
               parse=reader("items", _("This item is not known.")), aliases=("item code", "код", "позиция", "позиція")),
        Column("place", _("Place"), ColumnType.REFERENCE, required=True,
               parse=reader("places", _("This place is not known.")), aliases=("warehouse", "склад", "место", "місце")),
        Column("on_hand", _("On hand"), ColumnType.DECIMAL, required=True, decimals=3, minimum=Decimal(0),
               aliases=("quantity", "counted", "остаток", "залишок", "количество", "кількість")),
        _limit("safety", _("Safety stock")), _limit("reorder_point", _("Reorder point")),
        _limit("maximum", _("Maximum")),
    ),
    references=references, check=find_doubles, apply=apply_rows, may_import=may_manage_stock, needs_person=True,
    result_labels={"counted": _("places counted")}, done_url=lambda _result: reverse("procurement:stock-list"),
)  # fmt: skip
