"""One column of a spreadsheet: what it is called, what it holds, how its text becomes a value."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any


class ColumnType(StrEnum):
    TEXT = "text"
    DECIMAL = "decimal"
    INTEGER = "integer"
    DATE = "date"
    CHOICE = "choice"
    REFERENCE = "reference"


class CellError(ValueError):
    """A cell that cannot be read; `template` and `values` word it in the reader's language."""

    def __init__(self, message: Any) -> None:
        super().__init__(str(message))
        self.message = message


@dataclass(frozen=True)
class Column:
    """`name` is the field of the row dataclass; `aliases` are heads that mean the same (any case, any language).

    A head in `preferred` is taken even where one with the column's own name stands beside it.

    `choices` maps what may be written (any case) to the value. `parse(text, known)` is for references and odd formats;
    it raises CellError. An empty cell, or one of the words in `blanks` ("N/A", any case), gives `default`, unless the
    column is required.
    """

    name: str
    label: Any
    type: ColumnType = ColumnType.TEXT
    required: bool = False
    aliases: tuple[str, ...] = ()
    preferred: tuple[str, ...] = ()
    choices: Mapping[str, Any] | None = None
    parse: Callable[[Any, Mapping[str, Any]], Any] | None = None
    default: Any = None
    help: Any = ""
    max_length: int = 4000
    blanks: tuple[str, ...] = ()
    decimals: int = 6
    minimum: Any = None
    maximum: Any = None
