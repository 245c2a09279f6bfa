"""The spreadsheet of one's own history: columns of any export, mapped once and remembered."""

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from srm.imports.columns import Column, ColumnType
from srm.imports.registry import Good, ImportKind, RowProblem
from srm.imports.words import NAMESAKES, key, words_of
from srm.reference.models import Category
from suppliers.models import Supplier
from suppliers.policies.supplier import may_import_history
from suppliers.services import HistoryRow, import_history

NOT_KNOWN = ("n/a", "none", "date not captured", "n/a - from rdc", "pre-pq process", "-", "unknown")


def _date(name: str, label: Any, *aliases: str) -> Column:
    return Column(name, label, ColumnType.DATE, aliases=aliases, blanks=NOT_KNOWN)


COLUMNS = (
    Column("key", _("Line number"), required=True, aliases=("id", "po_id", "line id", "номер"), max_length=120,
           help=_("Names the line in your system: importing it again corrects it.")),
    Column("supplier", _("Supplier"), required=True, aliases=("vendor", "supplier name", "поставщик", "постачальник"),
           max_length=200),
    Column("category", _("Category"), required=True, max_length=200,
           aliases=("molecule/test type", "item_category", "категория", "категорія", "commodity")),
    Column("group", _("Category group"), default="", aliases=("product group", "группа", "група"), max_length=200),
    Column("item", _("Item"), default="", aliases=("item description", "description", "номенклатура"), max_length=300),
    Column("quantity", _("Quantity"), ColumnType.DECIMAL, default=Decimal(1), decimals=3, minimum=Decimal(0),
           aliases=("line item quantity", "qty", "количество", "кількість"),
           help=_("Left out: one, as in a list of payments.")),
    Column("amount", _("Amount"), ColumnType.DECIMAL, required=True, decimals=2, minimum=Decimal(0),
           aliases=("line item value", "line value", "net amount", "сумма", "сума")),
    Column("unit_price", _("Unit price"), ColumnType.DECIMAL, minimum=Decimal(0),
           preferred=("pack price",), aliases=("price", "цена", "ціна")),  # of what is counted, not of a tablet in it
    Column("currency", _("Currency"), default="", aliases=("валюта",), max_length=3,
           help=_("Left out: the amounts are in the organisation's currency.")),
    _date("ordered_on", _("Ordered on"), "po sent to vendor date", "order_date", "order date"),
    _date("promised_on", _("Promised on"), "scheduled delivery date", "promised date", "due date"),
    _date("received_on", _("Received on"), "delivered to client date", "delivery_date", "delivery date"),
    Column("rejected", _("Rejected quantity"), ColumnType.DECIMAL, decimals=3, minimum=Decimal(0),
           aliases=("defective_units", "defective units")),
    Column("country", _("Country"), default="", aliases=("страна", "країна"), max_length=60),
)  # fmt: skip


def find_problems(rows: Sequence[Good]) -> Iterable[RowProblem]:
    """Report every line whose number stood in an earlier row already, and names that several have."""
    yield from _repeated_keys(rows)
    suppliers = words_of(Supplier.objects.all(), code="number").namesakes
    categories = words_of(Category.objects.all()).namesakes
    for field, namesakes in (("supplier", suppliers), ("category", categories), ("group", categories)):
        for good in rows if namesakes else ():
            if key(getattr(good.row, field)) in namesakes:
                yield RowProblem(good.number, str(NAMESAKES), field)


def _repeated_keys(rows: Sequence[Good]) -> Iterable[RowProblem]:
    first: dict[str, int] = {}
    for good in rows:
        earlier = first.setdefault(good.row.key, good.number)
        if earlier != good.number:
            yield RowProblem(good.number, str(_("the same line number as row %d") % earlier), "key")


def apply_rows(rows: Sequence[Good], *, by: Any, run: Any, progress: Any) -> Mapping[str, int]:
    """Write the facts of the good rows; the source is the file's kind, so that the same export corrects itself."""
    return import_history(rows=[good.row for good in rows], source="import:history", by=by, progress=progress)


HISTORY = ImportKind(
    key="history",
    label=_("History of orders and deliveries"),
    help=_(
        "Any export of what you ordered and received: one row a line. It makes suppliers, categories and items; "
        "measure the portfolio next."
    ),
    row=HistoryRow,
    columns=COLUMNS,
    check=find_problems,
    apply=apply_rows,
    may_import=may_import_history,
    rejects_allowed=True,
    max_rows=200_000,
    result_labels={
        "facts": _("lines read"),
        "suppliers": _("new suppliers"),
        "categories": _("new categories"),
        "items": _("new items"),
    },
    done_url=lambda _result: reverse("suppliers:supplier-list"),
)
