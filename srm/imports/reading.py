"""From a kept file to parsed rows and problems by cell. Nothing is stored here."""

import dataclasses
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

from django.utils.translation import gettext as _

from srm.imports.columns import CellError, Column
from srm.imports.models import ImportRun
from srm.imports.registry import Good, ImportKind, import_kind
from srm.imports.sheets import SOURCES, SheetError, SheetRow
from srm.imports.sheets.formats import Formats
from srm.imports.sheets.heads import letter
from srm.imports.sheets.values import parse_cell

LONG = 500  # rows; more are checked and imported by a worker


@dataclass(frozen=True)
class Problem:
    """What is wrong, where: `C12` is the cell; empty when it is the row as a whole."""

    row: int
    cell: str
    field: str
    message: str

    def __str__(self) -> str:
        return f"{self.cell or self.row}: {self.message}"

    def as_dict(self) -> dict[str, Any]:
        return dataclasses.asdict(self)


@dataclass(frozen=True)
class Reading:
    """A whole sheet, read: the rows that pass and what is wrong with the others."""

    total: int
    good: list[Good]
    problems: list[Problem]

    @property
    def bad_rows(self) -> set[int]:
        return {p.row for p in self.problems}


def sheet_rows(run: ImportRun) -> Iterator[SheetRow]:
    """Return the file's rows as they came, the heads first, put in where there are none. Raises SheetError."""
    heads_for = import_kind(run.kind).heads_for
    with run.file.open("rb") as file:
        rows = SOURCES[run.format](file)  # type: ignore[arg-type]
        for row in islice(rows, 1):
            if heads_for and (heads := heads_for(row.cells)):
                yield SheetRow(0, [*heads])
            yield row
        yield from rows


def read_sheet(run: ImportRun, kind: ImportKind, progress: Callable[[int], None] = lambda done: None) -> Reading:
    """Read and check every row. Raises SheetError for a file that cannot be read or has too many rows."""
    reader = _RowReader(run, kind)
    good: list[Good] = []
    problems: list[Problem] = []
    total = 0
    for total, row in enumerate(_body(run), start=1):
        if total > kind.max_rows:
            raise SheetError(_("More than %(max)d rows. Split the file.") % {"max": kind.max_rows})
        value, found = reader.read(row)
        problems += found
        if not found:
            good.append(Good(row.number, value))
        progress(total)
    problems += _checked_together(kind, good, reader)
    bad = {p.row for p in problems}
    return Reading(total, [g for g in good if g.number not in bad], sorted(problems, key=lambda p: p.row))


def _body(run: ImportRun) -> Iterator[SheetRow]:
    rows = sheet_rows(run)
    next(rows, None)
    return rows


def _checked_together(kind: ImportKind, good: Sequence[Good], reader: "_RowReader") -> list[Problem]:
    led = [g for g in good if getattr(g.row, kind.led_by, None) not in reader.unled] if reader.unled else good
    found = kind.check(led) if kind.check else ()
    return [Problem(p.row, reader.place(p.field, p.row), p.field, str(p.message)) for p in found]


class _RowReader:
    """Reads rows of one run: its mapping, its formats, and what its references know, fetched once."""

    def __init__(self, run: ImportRun, kind: ImportKind) -> None:
        self.kind = kind
        self.mapping = run.mapping
        self.fixes = run.fixes
        self.formats = Formats(**run.options)
        self.known = {"formats": self.formats, **kind.references()}
        self.begun: set[Any] = set()  # things of which a row has come
        self.unled: set[Any] = set()  # those whose first row cannot be read

    def read(self, row: SheetRow) -> tuple[Any, list[Problem]]:
        values: dict[str, Any] = {}
        problems = []
        for column in self.kind.columns:
            try:
                values[column.name] = parse_cell(self._cell(row, column), column, self.formats, self.known)
            except CellError as error:
                place = self.place(column.name, row.number)
                problems.append(Problem(row.number, place, column.name, str(error.message)))
        if self.kind.led_by:
            self._note(values.get(self.kind.led_by), is_read=not problems)
        return (None if problems else self.kind.row(**values)), problems

    def _note(self, thing: Any, *, is_read: bool) -> None:
        if not is_read and thing is not None and thing not in self.begun:
            self.unled.add(thing)
        self.begun.add(thing)

    def place(self, field: str, number: int) -> str:
        return f"{letter(self.mapping[field])}{number}" if field in self.mapping else ""

    def _cell(self, row: SheetRow, column: Column) -> Any:
        index = self.mapping.get(column.name)
        if self.fixes and index is not None and (place := f"{letter(index)}{row.number}") in self.fixes:
            return self.fixes[place]
        return row.cells[index] if index is not None and index < len(row.cells) else None
