from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

MAX_COLUMNS = 200
MAX_CELL = 32_767  # what a spreadsheet itself can hold


class SheetError(ValueError):
    """The file as a whole cannot be read; the message is for people."""


class Formula:
    """Stands for a cell that holds a formula or an error instead of a value."""

    def __init__(self, text: str) -> None:
        self.text = text

    def __str__(self) -> str:
        return self.text


@dataclass(frozen=True)
class SheetRow:
    """One row with something in it: its number as the spreadsheet shows it, its cells as they came."""

    number: int
    cells: list[Any]


def filled(rows: Iterable[tuple[int, list[Any]]]) -> Iterator[SheetRow]:
    """Return the rows that hold something, trailing empty cells cut off. Raises SheetError when a row is too wide."""
    for number, cells in rows:
        trimmed = _trimmed(cells)
        if len(trimmed) > MAX_COLUMNS:
            raise SheetError(
                _("Row %(row)d has more than %(max)d columns.") % {"row": number, "max": MAX_COLUMNS},
            )
        if trimmed:
            yield SheetRow(number, trimmed)


def _trimmed(cells: list[Any]) -> list[Any]:
    kept = [c.strip()[:MAX_CELL] if isinstance(c, str) else c for c in cells]
    while kept and kept[-1] in (None, ""):
        kept.pop()
    return kept
