"""A list as CSV or XLSX: the values as they are, and no cell that a spreadsheet would run."""

import csv
import io
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.http import HttpResponse, StreamingHttpResponse
from django.utils import timezone
from django.utils.text import slugify

from srm.clock import organisation_today
from srm.ui.cells import Column

EXPORTS = ("csv", "xlsx")
LIMIT = 50_000
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def export(rows: QuerySet, columns: Sequence[Column], *, name: str, form: str) -> HttpResponse | StreamingHttpResponse:
    """Return the rows as a download, at most 50,000 of them."""
    filename = f"{slugify(name) or 'list'}-{organisation_today():%Y-%m-%d}.{form}"
    table = _table(rows[:LIMIT], columns)
    response = _csv(table) if form == "csv" else _xlsx(table)
    response.headers["Content-Disposition"] = f'attachment; filename="{filename}"'
    return response


def _table(rows: QuerySet, columns: Sequence[Column]) -> Iterator[list[Any]]:
    yield [str(c.label) for c in columns]
    for row in rows:
        yield [_bare(c, row) for c in columns]


def _bare(column: Column, row: Any) -> Any:
    if column.kind == "status":
        return str(getattr(row, "get_status_display", lambda: column.read(row))())
    value = column.read(row)
    if isinstance(value, datetime):
        return timezone.localtime(value).replace(tzinfo=None)
    return value if value is None or isinstance(value, int | float) or hasattr(value, "as_tuple") else _plain(value)


def _plain(value: Any) -> Any:
    return value if hasattr(value, "isoformat") else str(value)


def defused(value: Any) -> Any:
    """Return text that a spreadsheet would take for a formula with an apostrophe before it."""
    return f"'{value}" if isinstance(value, str) and value.startswith(FORMULA_STARTS) else value


def _csv(table: Iterator[list[Any]]) -> StreamingHttpResponse:
    def lines() -> Iterator[str]:
        yield "\ufeff"  # so that Excel reads UTF-8
        for cells in table:
            buffer = io.StringIO()
            csv.writer(buffer).writerow([defused(c) for c in cells])
            yield buffer.getvalue()

    return StreamingHttpResponse(lines(), content_type="text/csv; charset=utf-8")


def _xlsx(table: Iterator[list[Any]]) -> HttpResponse:
    import xlsxwriter  # loaded when asked for

    buffer = io.BytesIO()
    options = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "default_date_format": "yyyy-mm-dd",
    }
    with xlsxwriter.Workbook(buffer, options) as book:
        sheet = book.add_worksheet()
        bold = book.add_format({"bold": True})
        for number, cells in enumerate(table):
            sheet.write_row(number, 0, cells, bold if number == 0 else None)
        sheet.freeze_panes(1, 0)
    return HttpResponse(buffer.getvalue(), content_type=XLSX)
