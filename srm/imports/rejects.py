"""The rejected rows as a workbook: as they came, with the reason beside, ready to be corrected and brought again."""

import io
from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _

from srm.imports.export import write_xlsx
from srm.imports.models import ImportRun
from srm.imports.reading import Reading, sheet_rows
from srm.imports.sheets.source import Formula


def rejects_workbook(run: ImportRun, reading: Reading) -> bytes:
    """Return an XLSX with the heads of the sheet, each rejected row, its number and all that is wrong with it."""
    reasons: dict[int, list[str]] = {}
    for problem in reading.problems:
        reasons.setdefault(problem.row, []).append(str(problem))
    buffer = io.BytesIO()
    heads = [*run.heads, _("Row"), _("Reason")]
    write_xlsx(buffer, heads=heads, rows=_rows(run, reasons, len(run.heads)), title=_("Rejected rows"))
    return buffer.getvalue()


def _rows(run: ImportRun, reasons: dict[int, list[str]], width: int) -> Iterator[list[Any]]:
    for row in sheet_rows(run):
        if row.number in reasons:
            cells = [str(c) if isinstance(c, Formula) else c for c in row.cells]
            yield [*(cells + [None] * width)[:width], row.number, "; ".join(reasons[row.number])]
