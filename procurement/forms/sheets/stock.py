"""A stock count from a spreadsheet: what lies where."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from procurement.forms.sheets.known import reader, references
from procurement.models import Stock
from procurement.policies.planning import may_manage_stock
from procurement.services import set_stock
from srm.errors import Refused
from srm.imports.columns import Column, ColumnType
from srm.imports.registry import Good, ImportKind, Progress, RowProblem, in_row
from srm.reference.models import CostCentre, Item, Place

NUMBERS = ("on_hand", "blocked", "safety", "reorder_point", "maximum", "unit_cost")


@dataclass(frozen=True)
class StockRow:
    item: Item
    place: Place
    on_hand: Decimal
    blocked: Decimal | None
    safety: Decimal | None
    reorder_point: Decimal | None
    maximum: Decimal | None
    unit_cost: Decimal | None
    cost_centre: CostCentre | None


def find_doubles(rows: Sequence[Good]) -> Iterable[RowProblem]:
    """Find an item counted twice at a place."""
    seen: dict[tuple, int] = {}
    for good in rows:
        same = (good.row.item.pk, good.row.place.pk)
        if seen.setdefault(same, good.number) != good.number:
            yield RowProblem(good.number, _("The same as row %(row)d.") % {"row": seen[same]}, "item")


def apply_rows(rows: Sequence[Good], *, by: Any, run: Any, progress: Progress) -> dict[str, int]:
    """Set each count; an empty limit stays as it was."""
    before = {(s.item_id, s.place_id): _as_kept(s) for s in Stock.objects.all()}
    kept = []
    for done, good in enumerate(rows, 1):
        given = {name: value for name, value in vars(good.row).items() if value is not None}
        with in_row(good):
            stock = set_stock(**given, by=by)
        kept.append([stock.pk, str(stock.on_hand), before.get((stock.item_id, stock.place_id))])
        progress(done)
    run.keep_for_undo(kept)
    return {"counted": len(rows)}


def undo_rows(run: Any, *, by: Any) -> None:
    """Count each back to what it was (nothing, where it was new). Raises Refused when something moved meanwhile."""
    for pk, on_hand, old in run.undo_data:
        stock = Stock.objects.select_for_update(of=("self",)).select_related("item", "place").get(pk=pk)
        if stock.on_hand != Decimal(on_hand):
            raise Refused(_("%(stock)s has moved meanwhile.") % {"stock": stock}, code="changed")
        values = [None if text is None else Decimal(text) for text in old or ["0", "0", "0", None, None, None]]
        numbers = dict(zip(NUMBERS, values, strict=True))
        set_stock(item=stock.item, place=stock.place, on_hand=numbers.pop("on_hand") or Decimal(0), by=by, **numbers)


def export_rows(_user: Any) -> Iterable[Sequence[Any]]:
    """What lies where."""
    for s in Stock.objects.select_related("item", "place", "cost_centre").order_by("item__code", "place__code"):
        yield (
            s.item.code, s.place.code, s.on_hand, s.blocked, s.safety, s.reorder_point, s.maximum, s.unit_cost,
            s.cost_centre.code if s.cost_centre else None,
        )  # fmt: skip


def _as_kept(stock: Stock) -> list[str | None]:
    values = (getattr(stock, name) for name in NUMBERS)
    return [None if value is None else str(value) for value in values]


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
        _limit("blocked", _("Blocked")), _limit("safety", _("Safety stock")),
        _limit("reorder_point", _("Reorder point")),
        _limit("maximum", _("Maximum")),
        Column("unit_cost", _("Cost of one"), ColumnType.DECIMAL, decimals=6, minimum=Decimal(0),
               aliases=("unit cost", "cost", "себестоимость", "собівартість")),
        Column("cost_centre", _("Paid by"), ColumnType.REFERENCE,
               parse=reader("centres", _("This cost centre is not known.")), aliases=("cost centre", "мвз", "цфо")),
    ),
    references=references, check=find_doubles, apply=apply_rows, undo=undo_rows, export=export_rows,
    may_import=may_manage_stock, needs_person=True,
    result_labels={"counted": _("places counted")}, done_url=lambda _result: reverse("procurement:stock-list"),
)  # fmt: skip
