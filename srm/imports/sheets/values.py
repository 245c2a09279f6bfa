"""From a cell to a value of the column's type, or a CellError that says what was expected."""

import re
from collections.abc import Callable, Mapping
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from django.utils.translation import gettext as _

from srm.imports.columns import CellError, Column, ColumnType
from srm.imports.sheets.formats import Formats
from srm.imports.sheets.source import Formula

_MONTHS = (
    ("jan", "янв", "січ"), ("feb", "фев", "лют"), ("mar", "мар", "бер"), ("apr", "апр", "кві"),
    ("may", "май", "мая", "тра"), ("jun", "июн", "чер"), ("jul", "июл", "лип"), ("aug", "авг", "сер"),
    ("sep", "сен", "вер"), ("oct", "окт", "жов"), ("nov", "ноя", "лис"), ("dec", "дек", "гру"),
)  # fmt: skip
MONTHS = {name: number for number, names in enumerate(_MONTHS, start=1) for name in names}
_ISO = re.compile(r"^([0-9]{4})[-./]([0-9]{1,2})[-./]([0-9]{1,2})(?:[T ][0-9:.]+Z?)?$")
_NUMERIC = re.compile(r"^([0-9]{1,2})[-./]([0-9]{1,2})[-./]([0-9]{4}|[0-9]{2})(?: [0-9:]+)?$")
_WORDS = re.compile(r"^([0-9]{1,2})[-./ ]+([^\W\d_]{3,12})\.?[-./ ]+([0-9]{4}|[0-9]{2})(?:\s?[гр]\.?)?$")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")  # all but tab and line ends
MAX_DIGITS = 18
MAX_SHOWN = 60


def parse_cell(cell: Any, column: Column, formats: Formats, known: Mapping[str, Any]) -> Any:
    """Return the cell's value for its column. Raises CellError."""
    if isinstance(cell, Formula):
        raise CellError(_("a formula or an error, not a value: %(cell)s") % {"cell": shown(cell)})
    if _is_blank(cell, column):
        if column.required:
            raise CellError(_("%(field)s is missing") % {"field": column.label})
        return column.default
    if column.parse:
        return column.parse(_text(cell), known)
    return _PARSERS[column.type](cell, column, formats)


def _is_blank(cell: Any, column: Column) -> bool:
    if isinstance(cell, str) and column.blanks:
        return cell == "" or cell.casefold() in {b.casefold() for b in column.blanks}
    return cell is None or cell == ""


def shown(cell: Any) -> str:
    """Return a cell as people are shown it: short, whole numbers without a fraction."""
    text = _text(cell)
    return text if len(text) <= MAX_SHOWN else f"{text[: MAX_SHOWN - 1]}…"


def _text(cell: Any) -> str:
    if isinstance(cell, float):
        return format(Decimal(format(cell, ".15g")), "f")
    if isinstance(cell, datetime):
        return cell.date().isoformat() if cell.time().isoformat() == "00:00:00" else cell.isoformat(" ")
    return "" if cell is None else str(cell)


def _parse_text(cell: Any, column: Column, _formats: Formats) -> str:
    text = _text(cell)
    if len(text) > column.max_length:
        raise CellError(_("longer than %(max)d characters") % {"max": column.max_length})
    if _CONTROL.search(text):
        raise CellError(_("holds control characters"))
    return text


def _parse_decimal(cell: Any, column: Column, formats: Formats) -> Decimal:
    value = _number(cell, formats)
    if -value.as_tuple().exponent > column.decimals:  # type: ignore[operator]
        if isinstance(cell, str):
            raise CellError(_("more than %(max)d decimals: %(cell)s") % {"max": column.decimals, "cell": shown(cell)})
        value = round(value, column.decimals)
    if value.adjusted() >= MAX_DIGITS - column.decimals:
        raise CellError(_("too large a number: %(cell)s") % {"cell": shown(cell)})
    return _within(value, column)


def _parse_integer(cell: Any, column: Column, formats: Formats) -> int:
    value = _number(cell, formats)
    if value.adjusted() >= MAX_DIGITS or value != value.to_integral_value():
        raise CellError(_("not a whole number: “%(cell)s”") % {"cell": shown(cell)})
    return _within(int(value), column)


def _parse_date(cell: Any, column: Column, formats: Formats) -> date:
    if isinstance(cell, datetime):
        return _within(cell.date(), column)
    if isinstance(cell, date):
        return _within(cell, column)
    found = _date_of(cell, formats) if isinstance(cell, str) else None
    if found is None:
        raise CellError(_("not a date: “%(cell)s”") % {"cell": shown(cell)})
    return _within(found, column)


def _parse_choice(cell: Any, column: Column, _formats: Formats) -> Any:
    text = _text(cell)
    choices = {str(k).casefold(): v for k, v in (column.choices or {}).items()}
    if text.casefold() not in choices:
        allowed = ", ".join(str(k) for k in (column.choices or {}))
        raise CellError(_("“%(cell)s” is not one of: %(allowed)s") % {"cell": shown(text), "allowed": allowed[:200]})
    return choices[text.casefold()]


def _parse_reference(cell: Any, column: Column, _formats: Formats) -> Any:
    raise TypeError(f"column {column.name} is a reference and needs its parse function")


def _number(cell: Any, formats: Formats) -> Decimal:
    if isinstance(cell, bool) or not isinstance(cell, (str, int, float, Decimal)):
        raise CellError(_("not a number: “%(cell)s”") % {"cell": shown(cell)})
    text = _plain_number(cell, formats) if isinstance(cell, str) else _text(cell)
    try:
        value = Decimal(text)
    except InvalidOperation:
        value = Decimal("NaN")
    if not value.is_finite():
        raise CellError(_("not a number: “%(cell)s”") % {"cell": shown(cell)})
    return value


def _plain_number(cell: str, formats: Formats) -> str:
    group = "," if formats.decimal == "." else "."
    text = re.sub(r"[\s'’\u00a0\u202f]", "", cell).replace("−", "-")
    whole, mark, fraction = text.partition(formats.decimal)
    if group in whole and not re.fullmatch(rf"[-+]?[0-9]{{1,3}}(?:{re.escape(group)}[0-9]{{3}})+", whole):
        return "NaN"  # 1,5 where a comma groups thousands: not to be read as 15
    if not re.fullmatch(r"[-+]?[0-9]+", whole.replace(group, "")) or (mark and not re.fullmatch("[0-9]+", fraction)):
        return "NaN"
    return f"{whole.replace(group, '')}{'.' if mark else ''}{fraction}"


def _date_of(text: str, formats: Formats) -> date | None:
    if match := _ISO.match(text):
        return _day(match[1], match[2], match[3])
    if match := _NUMERIC.match(text):
        day, month = (match[1], match[2]) if formats.day_first else (match[2], match[1])
        return _day(match[3], month, day)
    if match := _WORDS.match(text):
        return _day(match[3], str(MONTHS.get(match[2].casefold()[:3], 0)), match[1])
    return None


def _day(year: str, month: str, day: str) -> date | None:
    full = int(year) if len(year) == 4 else int(year) + (2000 if int(year) < 69 else 1900)
    try:
        return date(full, int(month), int(day))
    except ValueError:
        return None


def _within(value: Any, column: Column) -> Any:
    if column.minimum is not None and value < column.minimum:
        raise CellError(_("must be at least %(limit)s") % {"limit": column.minimum})
    if column.maximum is not None and value > column.maximum:
        raise CellError(_("must be at most %(limit)s") % {"limit": column.maximum})
    return value


_PARSERS: dict[ColumnType, Callable[[Any, Column, Formats], Any]] = {
    ColumnType.TEXT: _parse_text,
    ColumnType.DECIMAL: _parse_decimal,
    ColumnType.INTEGER: _parse_integer,
    ColumnType.DATE: _parse_date,
    ColumnType.CHOICE: _parse_choice,
    ColumnType.REFERENCE: _parse_reference,
}
