"""Table cells: one value, its kind, its HTML. Plain functions: a page of 100 rows includes no templates."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.safestring import SafeString

from srm.ui import formats, markup

Getter = str | Callable[[Any], Any]
NUMERIC = {"number", "money", "quantity", "percent"}


@dataclass(frozen=True)
class Column:
    """One column: `name` is its key in the address; `value` an attribute path (default: the name) or a function.

    kind: text, strong, id, number, money, quantity, percent, day, when, status, person, quadrant, yes, html.
    `sub` is a second muted line. `sort` the ORM path(s); empty: not sortable. `currency`: the column's one
    currency for the head, or a path/function when rows differ. `hidden`: off until chosen.
    """

    name: str
    label: str | Promise
    kind: str = "text"
    value: Getter | None = None
    sub: Getter | None = None
    sort: str | tuple[str, ...] = ()
    currency: Getter | None = None
    places: int | None = None
    hidden: bool = False

    @property
    def numeric(self) -> bool:
        return self.kind in NUMERIC

    @property
    def unit(self) -> str:
        """Return the column's one currency, said once in its head; empty when rows differ."""
        return str(self.currency) if _one_currency(self) else ""

    def read(self, row: Any) -> Any:
        """Return the row's bare value, as it is exported."""
        return get(row, self.value if self.value is not None else self.name)

    def html(self, row: Any) -> SafeString:
        """Return the row's cell."""
        main = RENDER[self.kind](self.read(row), row, self)
        if self.sub is None:
            return main
        return format_html('{}<span class="cell-sub">{}</span>', main, text(get(row, self.sub)))


def get(row: Any, getter: Getter) -> Any:
    """Follow an attribute path (`supplier.name`) or call a function; a missing link is None."""
    if callable(getter):
        return getter(row)
    for name in getter.split("."):
        if row is None:
            return None
        row = row.get(name) if isinstance(row, dict) else getattr(row, name)
        row = row() if callable(row) and not hasattr(row, "_meta") else row
    return row


def text(value: Any) -> str:
    """Return a value as plain text for people."""
    if value is None or value == "":
        return formats.NOTHING
    if isinstance(value, datetime):
        return formats.moment(value)
    if isinstance(value, date):
        return formats.day(value)
    return formats.number(value) if isinstance(value, Decimal | float) else str(value)


def _money(value: Any, row: Any, column: Column) -> SafeString:
    code = get(row, column.currency) if column.currency and not _one_currency(column) else ""
    shown = formats.amount(value, code or "", column.places)
    css = "muted" if value in (None, 0) else ""
    unit = format_html(' <span class="muted">{}</span>', code) if code and value is not None else ""
    return format_html('<span class="{}">{}{}</span>', css, shown, unit)


def _one_currency(column: Column) -> bool:
    return isinstance(column.currency, str) and len(column.currency) == 3 and column.currency.isupper()


RENDER: dict[str, Callable[[Any, Any, Column], SafeString]] = {
    "text": lambda v, _r, _c: format_html("{}", text(v)),
    "strong": lambda v, _r, _c: format_html("<b>{}</b>", text(v)),
    "id": lambda v, _r, _c: format_html('<span class="id">{}</span>', text(v)),
    "number": lambda v, _r, c: format_html("{}", formats.number(v, c.places)),
    "money": _money,
    "quantity": lambda v, _r, _c: format_html("{}", formats.quantity(v)),
    "percent": lambda v, _r, c: format_html("{}", formats.percent(v, 1 if c.places is None else c.places)),
    "day": lambda v, _r, _c: format_html('<span class="tab nw">{}</span>', formats.day(v)),
    "when": lambda v, _r, _c: markup.when(v),
    "status": lambda _v, r, _c: markup.status(r),
    "person": lambda v, _r, _c: markup.person(v),
    "quadrant": lambda v, _r, _c: markup.quadrant(v),
    "yes": lambda v, _r, _c: markup.tick(on=bool(v)),
    "html": lambda v, _r, _c: format_html("{}", v if v is not None else formats.NOTHING),
}
