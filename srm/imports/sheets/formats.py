"""How a sheet writes numbers and dates: told by its own cells, corrected by a person."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

_BOTH = re.compile(r"^[-+]?[0-9]{1,3}(?:([., ' ])[0-9]{3})+([.,])[0-9]+$")
_SINGLE = re.compile(r"^[-+]?[0-9]+([.,])([0-9]+)$")
_DATE = re.compile(r"^([0-9]{1,2})[./-]([0-9]{1,2})[./-](?:[0-9]{4}|[0-9]{2})(?:\s|$)")


@dataclass(frozen=True)
class Formats:
    """The decimal mark, and whether the day or the month comes first where both are numbers."""

    decimal: str = "."
    day_first: bool = True

    def as_options(self) -> dict[str, Any]:
        return {"decimal": self.decimal, "day_first": self.day_first}


def guess_formats(cells: Iterable[Any]) -> Formats:
    """Return what the cells tell beyond doubt; a point and the day first where they tell nothing."""
    decimal = first = ""
    for cell in cells:
        if isinstance(cell, str) and len(cell) < 40:
            decimal = decimal or _decimal_mark(cell)
            first = first or _first_part(cell)
    return Formats(decimal or ".", first != "month")


def _decimal_mark(cell: str) -> str:
    if both := _BOTH.match(cell):
        return both[2] if both[1] != both[2] else ""
    single = _SINGLE.match(cell)
    return single[1] if single and len(single[2]) != 3 else ""


def _first_part(cell: str) -> str:
    match = _DATE.match(cell)
    if not match:
        return ""
    a, b = int(match[1]), int(match[2])
    if a > 12 >= b:
        return "day"
    return "month" if b > 12 >= a else ""
