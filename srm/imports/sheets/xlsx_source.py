"""XLSX, read row by row. Its inner sizes were checked before (`srm.documents.inspection`); entities are refused."""

import warnings
import zipfile
from collections.abc import Iterator
from typing import Any, BinaryIO
from xml.etree.ElementTree import ParseError

import openpyxl
from defusedxml.common import DefusedXmlException
from django.utils.translation import gettext as _

from srm.imports.sheets.source import MAX_COLUMNS, Formula, SheetError, SheetRow, filled

MAX_ROWS = 1_048_576
MAX_STRINGS = 50 * 1024 * 1024
_BROKEN = (
    ValueError, KeyError, TypeError, IndexError, AttributeError, OSError, EOFError, zipfile.BadZipFile, ParseError,
    DefusedXmlException,
)  # fmt: skip


def xlsx_rows(file: BinaryIO) -> Iterator[SheetRow]:
    """Return the rows of the first visible sheet. Raises SheetError when the workbook cannot be read."""
    file.seek(0)
    try:
        _check_strings(file)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # openpyxl tells of styles and extensions that we do not need
            book = openpyxl.load_workbook(file, read_only=True, data_only=False, keep_links=False)
    except SheetError:
        raise
    except _BROKEN as error:
        raise SheetError(_("This is not a readable XLSX workbook.")) from error
    return filled(_cells(book))


def _check_strings(file: BinaryIO) -> None:
    with zipfile.ZipFile(file) as archive:
        sizes = [m.file_size for m in archive.infolist() if m.filename.lower().endswith("sharedstrings.xml")]
    file.seek(0)
    if sum(sizes) > MAX_STRINGS:
        raise SheetError(_("The workbook holds too much text. Split it into several."))


def _cells(book: Any) -> Iterator[tuple[int, list[Any]]]:
    try:
        sheet = next((s for s in book.worksheets if s.sheet_state == "visible"), None)
        if sheet is None:
            raise SheetError(_("The workbook has no visible sheet."))
        sheet.reset_dimensions()  # what the file says about its own size is not believed
        for number, row in enumerate(sheet.iter_rows(max_row=MAX_ROWS), start=1):  # as wide as the row is, not padded
            yield number, [_value(cell) for cell in row[: MAX_COLUMNS + 1]]
    except SheetError:
        raise
    except _BROKEN as error:
        raise SheetError(_("This is not a readable XLSX workbook.")) from error
    finally:
        book.close()


def _value(cell: Any) -> Any:
    if cell.data_type in ("f", "e"):
        return Formula(str(cell.value))
    return cell.value
