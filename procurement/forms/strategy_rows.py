"""Several lines of a sheet are one strategy: its choices in the first, a goal, lever, milestone, criterion in each."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from itertools import zip_longest
from typing import Any

from django.utils.dateparse import parse_date

from procurement.models import Strategy
from procurement.states import Quadrant
from srm.imports.registry import Good

NONE = "none"  # written where a list is empty on purpose: an empty cell leaves what the quadrant proposes
SCALARS = (
    "procedure", "auction_format", "price_weight", "minimum_bidders", "contract_months", "approval_level",
    "supplier_review_months", "direction", "review_on", "reason",
)  # fmt: skip
PARTS: dict[str, dict[str, str]] = {  # list of the document → its keys and the columns that hold them
    "criteria": {"code": "criterion", "weight": "criterion_weight"},
    "goals": {
        "measure": "goal", "name": "goal_name", "start": "goal_start", "target": "goal_target", "by": "goal_by",
    },
    "levers": {"code": "lever", "name": "lever_name", "expected": "lever_expected", "owner": "lever_owner"},
    "milestones": {"name": "milestone", "due_on": "milestone_due_on", "owner": "milestone_owner"},
}  # fmt: skip
PART_COLUMNS = tuple(column for columns in PARTS.values() for column in columns.values())
_PLAIN = re.compile(r"(?!-0$)-?(0|[1-9][0-9]{0,9})(\.[0-9]{0,4}[1-9])?")


def by_category(rows: Iterable[Good]) -> list[list[Good]]:
    """Return the lines of each category together, in the order in which the categories come."""
    found: dict[int, list[Good]] = {}
    for good in rows:
        found.setdefault(good.row.category.pk, []).append(good)
    return list(found.values())


def choices_of(lines: Sequence[Good]) -> dict[str, Any]:
    """Return what the lines of a category overrule, as the service takes it."""
    first = lines[0].row
    given = {name: getattr(first, name) for name in SCALARS if getattr(first, name) is not None}
    if "reason" in given:
        given["overruled_reason"] = given.pop("reason")
    for name, columns in PARTS.items():
        if parts := list(_parts(lines, columns)):
            given[name] = [values for _good, values in parts if not _is_none(values)]
    return given


def place_of(path: str, lines: Sequence[Good]) -> tuple[int, str]:
    """Return row and column of what the service names: `goals.1.target` stands where the second goal does."""
    name, _dot, rest = path.partition(".")
    if name not in PARTS or not rest:
        return lines[0].number, "reason" if path == "overruled_reason" else path
    number, _dot, key = rest.partition(".")
    parts = [part_of for part_of, values in _parts(lines, PARTS[name]) if not _is_none(values)]
    good = parts[int(number)] if int(number) < len(parts) else lines[0]
    return good.number, PARTS[name].get(key, next(iter(PARTS[name].values())))


def strayed(lines: Sequence[Good]) -> Iterator[tuple[int, str]]:
    """Yield cells of further lines that say something else than the first line: a strategy has one procedure."""
    first = lines[0].row
    for good in lines[1:]:
        for name in SCALARS:
            if getattr(good.row, name) not in (None, getattr(first, name)):
                yield good.number, name


def has_part(good: Good) -> bool:
    return any(getattr(good.row, column) is not None for column in PART_COLUMNS)


def lines_of(strategy: Strategy) -> Iterator[list[Any]]:
    """Yield a strategy's lines under the columns: as many as its longest list, at least one."""
    direction = strategy.direction or (NONE if strategy.quadrant == Quadrant.STRATEGIC else "")
    scalars = [
        strategy.procedure, strategy.auction_format, strategy.price_weight, strategy.minimum_bidders,
        strategy.contract_months, strategy.approval_level, strategy.supplier_review_months, direction,
        cell_day(strategy.review_on), strategy.overruled_reason,
    ]  # fmt: skip
    blocks = [list(_block(getattr(strategy, name), columns)) for name, columns in PARTS.items()]
    blank = [[None] * len(columns) for columns in PARTS.values()]
    for number, cells in enumerate(zip_longest(*blocks)):
        parts = [value for block, empty in zip(cells, blank, strict=True) for value in block or empty]
        yield [strategy.category.code, *(scalars if number == 0 else [None] * len(scalars)), *parts]


def cell_day(day: date) -> date | str:
    """Return a day as a cell; a spreadsheet knows none before 1901."""
    return day if day.year > 1900 else day.isoformat()


def _block(rows: Sequence[Mapping[str, Any]], columns: Mapping[str, str]) -> Iterator[list[Any]]:
    if not rows and "milestone" not in columns.values():  # no quadrant proposes any
        yield [NONE, *[None] * (len(columns) - 1)]
    for row in rows:
        yield [_cell(row.get(key)) for key in columns]


def _cell(value: Any) -> Any:
    """Numbers and days go out as such where they come back as the same text."""
    if not isinstance(value, str):
        return value
    if _PLAIN.fullmatch(value):
        return Decimal(value)
    try:
        day = parse_date(value)
    except ValueError:
        day = None
    return cell_day(day) if day and day.isoformat() == value else value


def _parts(lines: Sequence[Good], columns: Mapping[str, str]) -> Iterator[tuple[Good, dict[str, Any]]]:
    for good in lines:
        values = {key: getattr(good.row, column) for key, column in columns.items()}
        if any(value is not None for value in values.values()):
            yield good, {key: _plain(value) for key, value in values.items()}


def _is_none(values: Mapping[str, Any]) -> bool:
    return NONE in (values.get("code"), values.get("measure"))


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else "" if value is None else value
