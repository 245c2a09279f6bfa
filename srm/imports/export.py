"""Spreadsheets out: written in a stream, and never a formula that somebody else put into a name."""

import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import IO, Any, BinaryIO

import xlsxwriter
from django.http import HttpResponse
from django.utils import timezone

from srm.documents.download import content_disposition

TRIGGERS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
NUMBER_FORMATS = {
    "money": "#,##0.00", "price": "#,##0.00####", "quantity": "#,##0.###", "integer": "0", "percent": "0.0%",
    "date": "yyyy-mm-dd", "time": "yyyy-mm-dd hh:mm",
}  # fmt: skip
MAX_CELL = 32_767
MAX_WIDTH = 60


def write_xlsx(
    file: BinaryIO, *, heads: Sequence[Any], rows: Iterable[Sequence[Any]], title: str = "",
    formats: Mapping[int, str] | None = None,
) -> None:  # fmt: skip
    """Write one sheet, row by row in constant memory. `formats`: column index → money, price, quantity, date, time …

    Text is always written as text: a name that starts with = + - @ stays a name.
    """
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False,
               "strings_to_numbers": False, "remove_timezone": True}  # fmt: skip
    with xlsxwriter.Workbook(file, options) as book:
        sheet = book.add_worksheet(_sheet_name(title))
        styles = {i: book.add_format({"num_format": NUMBER_FORMATS[f]}) for i, f in (formats or {}).items()}
        head_style = book.add_format({"bold": True, "bottom": 1})
        sheet.freeze_panes(1, 0)
        _set_widths(sheet, heads)
        for index, head in enumerate(heads):
            sheet.write_string(0, index, str(head), head_style)
        for number, row in enumerate(rows, start=1):
            for index, value in enumerate(row):
                _write(sheet, number, index, value, styles.get(index) or _style(book, styles, value))


def write_csv(file: IO[str], *, heads: Sequence[Any], rows: Iterable[Sequence[Any]]) -> None:
    """Write CSV; a text that a spreadsheet would take for a formula gets an apostrophe before it."""
    writer = csv.writer(file, quoting=csv.QUOTE_MINIMAL)
    writer.writerow([neutral(str(h)) for h in heads])
    writer.writerows([_csv_value(v) for v in row] for row in rows)


def csv_lines(*, heads: Sequence[Any], rows: Iterable[Sequence[Any]]) -> Iterator[str]:
    """Return CSV line by line, for a streamed reply."""
    writer = csv.writer(_Echo())
    yield writer.writerow([neutral(str(h)) for h in heads])
    for row in rows:
        yield writer.writerow([_csv_value(v) for v in row])


class _Echo:
    """A file that hands back what is written to it."""

    def write(self, text: str) -> str:
        return text


def neutral(text: str) -> str:
    """Return the text so that no spreadsheet computes it."""
    return f"'{text}" if text.startswith(TRIGGERS) else text


def xlsx_response(name: str, **sheet: Any) -> HttpResponse:
    """Return a download of `write_xlsx`'s arguments under a clean name."""
    buffer = io.BytesIO()
    write_xlsx(buffer, **sheet)
    return _download(buffer.getvalue(), name, XLSX_TYPE)


def csv_response(name: str, **sheet: Any) -> HttpResponse:
    """Return a download of `write_csv`'s arguments under a clean name; with a BOM, so that Excel reads Cyrillic."""
    buffer = io.StringIO(newline="")
    write_csv(buffer, **sheet)
    return _download(buffer.getvalue().encode("utf-8-sig"), name, "text/csv; charset=utf-8")


def _download(content: bytes, name: str, content_type: str) -> HttpResponse:
    response = HttpResponse(content, content_type=content_type)
    response.headers["Content-Disposition"] = content_disposition(name)
    return response


def _sheet_name(title: str) -> str:
    return "".join(c for c in title if c not in "[]:*?/\\'")[:31] or "Sheet1"


def _set_widths(sheet: Any, heads: Sequence[Any]) -> None:
    for index, head in enumerate(heads):
        sheet.set_column(index, index, min(max(len(str(head)) + 2, 12), MAX_WIDTH))


def _style(book: Any, styles: dict[Any, Any], value: Any) -> Any:
    key = "time" if isinstance(value, datetime) else "date" if isinstance(value, date) else None
    if key and key not in styles:
        styles[key] = book.add_format({"num_format": NUMBER_FORMATS[key]})
    return styles.get(key) if key else None


def _write(sheet: Any, row: int, column: int, value: Any, style: Any) -> None:
    if value is None or value == "":
        return
    if isinstance(value, bool):
        sheet.write_boolean(row, column, value, style)
    elif isinstance(value, (int, float, Decimal)):
        sheet.write_number(row, column, value, style)
    elif isinstance(value, datetime):
        sheet.write_datetime(row, column, _local(value), style)
    elif isinstance(value, date):
        sheet.write_datetime(row, column, datetime(value.year, value.month, value.day), style)  # noqa: DTZ001 - a day
    else:
        sheet.write_string(row, column, str(value)[:MAX_CELL], style)


def _local(value: datetime) -> datetime:
    return timezone.localtime(value).replace(tzinfo=None) if timezone.is_aware(value) else value


def _csv_value(value: Any) -> Any:
    if value is None:
        return ""
    if isinstance(value, Decimal):
        return format(value, "f")
    if isinstance(value, datetime):
        return _local(value).isoformat(" ", "minutes")
    return value if isinstance(value, (bool, int, float)) else neutral(str(value))
