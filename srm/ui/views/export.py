"""A list as CSV or XLSX: the values as they are, written by the one writer that lets no cell be computed."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from html import unescape
from itertools import chain
from typing import Any

from django.db.models import QuerySet
from django.http import HttpResponse, StreamingHttpResponse
from django.utils import timezone
from django.utils.html import strip_tags
from django.utils.text import slugify

from srm.clock import organisation_today
from srm.documents.download import content_disposition
from srm.imports.export import csv_lines, xlsx_response
from srm.ui.cells import Column
from srm.ui.formats import NOTHING
from srm.ui.markup import QUADRANTS

EXPORTS = ("csv", "xlsx")
LIMIT = 50_000
BOM = "\ufeff"  # so that Excel reads UTF-8


def export(rows: QuerySet, columns: Sequence[Column], *, name: str, form: str) -> HttpResponse | StreamingHttpResponse:
    """Return the rows as a download, at most 50,000 of them."""
    filename = f"{slugify(name) or 'list'}-{organisation_today():%Y-%m-%d}.{form}"
    table = {"heads": [str(c.label) for c in columns], "rows": _cells(rows[:LIMIT], columns)}
    if form == "xlsx":
        return xlsx_response(filename, title=name, **table)
    response = StreamingHttpResponse(chain([BOM], csv_lines(**table)), content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = content_disposition(filename)
    return response


def _cells(rows: QuerySet, columns: Sequence[Column]) -> Iterator[list[Any]]:
    for row in rows:
        yield [_bare(c, row) for c in columns]


def _bare(column: Column, row: Any) -> Any:
    if column.kind == "status":
        return str(getattr(row, "get_status_display", lambda: column.read(row))())
    value = column.read(row)
    if column.kind == "html":
        return _words(value)
    if column.kind == "quadrant":
        return str(QUADRANTS[value][0]) if value else ""
    if isinstance(value, datetime):
        return timezone.localtime(value).replace(tzinfo=None)
    return value if value is None or isinstance(value, int | float) or hasattr(value, "as_tuple") else _plain(value)


def _plain(value: Any) -> Any:
    return value if hasattr(value, "isoformat") else str(value)


def _words(markup: Any) -> str:
    """Return what a cell of our own markup says, without the markup; a dash for nothing is nothing."""
    bare = unescape(strip_tags(str(markup or "").replace("<", " <")))
    words = " ".join(bare.split())
    return "" if words == NOTHING else words
