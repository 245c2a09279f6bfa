"""The kinds of spreadsheets that can be imported: each app registers its own in `ready()`."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from srm.errors import Invalid, Refused, SRMError
from srm.imports.columns import Column

Text = str | Promise
Progress = Callable[[int], None]


@dataclass(frozen=True)
class RowProblem:
    """What is wrong with one field of one row; without a field, with the row as a whole."""

    row: int
    message: str
    field: str = ""


@dataclass(frozen=True)
class Good:
    """One row that passed: its number in the sheet and its parsed value (the kind's row dataclass)."""

    number: int
    row: Any


@dataclass(frozen=True)
class ImportKind:
    """One kind of spreadsheet.

    `row` is a frozen dataclass whose fields are the columns' names. `apply(rows, *, by, run, progress)` gets the parsed
    rows (`Good`) in one transaction, calls services, and calls `progress(done)` as it goes; the counts it returns are
    shown under `result_labels`. A refusal it lets out undoes everything; `with in_row(good):` names the row in it.
    `check(rows)` finds what only the rows together tell (duplicates); it may read the database, never write.
    `undo(run, *, by)` takes back what `apply` left in `run.keep_for_undo(data)` through services, or refuses; without
    it a run of this kind stays. `export(user)` gives what this person sees as rows in the order of the columns: what
    goes out comes in again. `heads_for(cells)` gives the heads of a sheet that has none, by its first row, or None.
    `led_by` names the column by which rows are one thing that the first of them leads: while that one cannot be read,
    the others are not checked together. `references()` is called once per run; its dict is handed to each column's
    `parse` as `known`.
    """

    key: str
    label: Text
    columns: tuple[Column, ...]
    row: type
    apply: Callable[..., Mapping[str, int]]
    may_import: Callable[[Any], bool]
    check: Callable[[Sequence[Good]], Iterable[RowProblem]] | None = None
    references: Callable[[], dict] = dict
    undo: Callable[..., None] | None = None
    export: Callable[[Any], Iterable[Sequence[Any]]] | None = None
    heads_for: Callable[[Sequence[Any]], Sequence[str] | None] | None = None
    rejects_allowed: bool = False
    led_by: str = ""
    needs_person: bool = False  # the rows become somebody's own: `srm import` asks for --as EMAIL
    max_rows: int = 20_000
    help: Text = ""
    result_labels: Mapping[str, Text] = field(default_factory=dict)
    done_url: Callable[[Any], str] | None = None


_KINDS: dict[str, ImportKind] = {}


@contextmanager
def in_row(good: Good) -> Iterator[None]:
    """Name the row in what a service refuses: “Row 12: budget exceeded”."""
    try:
        yield
    except SRMError as error:
        message = _("Row %(row)d: %(message)s") % {"row": good.number, "message": error.message or str(error)}
        raise Refused(message, code=error.code) from error


def register_import(kind: ImportKind) -> ImportKind:
    """Make a kind known under its key (`history`, `requisitions`): pages, API and `srm import` offer it."""
    _KINDS[kind.key] = kind
    return kind


def import_kind(key: str) -> ImportKind:
    """Return the kind of that key. Raises Invalid when there is none."""
    if key not in _KINDS:
        raise Invalid({"kind": _("There is no import called “%(key)s”.") % {"key": key}})
    return _KINDS[key]


def import_kinds(user: Any = None) -> list[ImportKind]:
    """Return the kinds, only those a person may import when one is given."""
    return [k for k in _KINDS.values() if user is None or k.may_import(user)]
