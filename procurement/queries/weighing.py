"""Comparing criteria in pairs: the grid, what was judged last, and what the judgements come to."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from procurement.models import AxisWeighing, Criterion
from procurement.rules.pairwise import Pair, least_consistent, read_judgement, weigh


@dataclass(frozen=True)
class GridRow:
    """One criterion against all: a field where it is the first of the pair, its reciprocal where the second."""

    criterion: Criterion
    cells: list[dict[str, Any]]


@dataclass(frozen=True)
class Preview:
    """What judgements come to: weights by criterion (0–100), the ratio, and the pair to think of again."""

    rows: list[tuple[Criterion, Decimal]]
    ratio: Decimal
    is_consistent: bool
    worst: tuple[Criterion, Criterion] | None


def last_judgements(axis: str) -> dict[str, str]:
    """Return the judgements of the newest comparison by the names of their fields."""
    last = AxisWeighing.objects.filter(axis=axis).first()
    return {f"{first}|{second}": value for first, second, value in last.judgements} if last else {}


def grid_of(form: Any) -> list[GridRow]:
    """Return the rows of the comparison's grid."""
    codes = [c.code for c in form.criteria]
    return [GridRow(c, [_cell(form, codes, row, column) for column in range(len(codes))])
            for row, c in enumerate(form.criteria)]  # fmt: skip


def preview(criteria: list[Criterion], judged: Mapping[Pair, str]) -> Preview | None:
    """Return what the judgements come to, or None before there are any."""
    if not judged:
        return None
    codes, known = [c.code for c in criteria], {c.code: c for c in criteria}
    given = {pair: read_judgement(text) for pair, text in judged.items()}
    found = weigh(codes, given)
    worst = None if found.is_consistent else least_consistent(codes, given)
    return Preview(
        rows=[(known[code], Decimal(repr(weight * 100))) for code, weight in found.weights.items()],
        ratio=found.shown_ratio, is_consistent=found.is_consistent,
        worst=(known[worst[0]], known[worst[1]]) if worst else None,
    )  # fmt: skip


def _cell(form: Any, codes: list[str], row: int, column: int) -> dict[str, Any]:
    if row == column:
        return {"text": "1"}
    if row < column:
        return {"field": form[f"{codes[row]}|{codes[column]}"]}
    value = str(form[f"{codes[column]}|{codes[row]}"].value() or "1")
    return {"text": value.removeprefix("1/") if "/" in value else "1" if value == "1" else f"1/{value}"}
