"""Exact numbers as floats that lose nothing the solver needs.

Rows are scaled by powers of two, which costs no digit. A goal is multiplied up to whole factors where that
stays within what a float holds exactly, so that a cent more or less is a whole step however large the prices.
"""

from dataclasses import dataclass
from fractions import Fraction
from math import floor, frexp, gcd, inf, lcm, log2
from typing import Any

from tenders.rules.award.program import Number, Program, Row, Terms

LARGEST_COST = 2**36  # of one column in a goal: leaves 16 of a float's 53 bits to the solver's own sums
WHOLE_COLUMN = 10**7  # up to here a column may be declared whole: the solver's tolerance still tells 1 apart


@dataclass(frozen=True)
class Scaled:
    """An expression in floats: `factor` times the exact one; whole if every coefficient is."""

    factors: dict[int, float]
    factor: Fraction
    whole: bool


def column_scale(program: Program, column: int) -> int:
    highest = program.highest[column]
    return 1 if highest <= WHOLE_COLUMN else 2 ** (highest // WHOLE_COLUMN).bit_length()


def row_scale(terms: Terms, scales: list[int]) -> float:
    """The power of two that brings the largest factor just below one."""
    return 2.0 ** frexp(max((abs(as_float(f)) * scales[c] for c, f in terms.items()), default=1.0))[1]


def middle(sizes: list[float]) -> float:
    """The power of two halfway between the smallest and the largest size: rows are divided by it."""
    return 2.0 ** ((frexp(min(sizes))[1] + frexp(max(sizes))[1]) // 2) if sizes else 1.0


def as_float(value: Number) -> float:
    return value.numerator / value.denominator


def linear_program(api: Any, program: Program, scales: list[int]) -> Any:
    lp = api.HighsLp()
    lp.num_col_, lp.num_row_ = len(scales), len(program.rows)
    lp.col_cost_ = [0.0] * len(scales)
    lp.col_lower_ = [0.0] * len(scales)
    lp.col_upper_ = [high / scale for high, scale in zip(program.highest, scales, strict=True)]
    whole, real = api.HighsVarType.kInteger, api.HighsVarType.kContinuous
    lp.integrality_ = [
        whole if scale == 1 and column not in program.follows else real for column, scale in enumerate(scales)
    ]
    lower: list[float] = []
    upper: list[float] = []
    starts, index = [0], list[int]()
    value: list[float] = []
    for row in program.rows:
        low, high, factors = _float_row(row, scales)
        lower.append(low)
        upper.append(high)
        index += factors.keys()
        value += factors.values()
        starts.append(len(index))
    lp.row_lower_, lp.row_upper_ = lower, upper
    lp.a_matrix_.format_ = api.MatrixFormat.kRowwise
    lp.a_matrix_.start_, lp.a_matrix_.index_, lp.a_matrix_.value_ = starts, index, value
    return lp


def _float_row(row: Row, scales: list[int]) -> tuple[float, float, dict[int, float]]:
    scale = row_scale(row.terms, scales)
    low = -inf if row.least is None else as_float(row.least) / scale
    high = inf if row.most is None else as_float(row.most) / scale
    factors = {column: as_float(f) / scale * scales[column] for column, f in row.terms.items() if f}
    return low, high, factors


def scale_goal(terms: Terms, program: Program) -> Scaled:
    """Whole factors if the largest possible total still fits a float; else as large as fits."""
    used = {column: factor for column, factor in terms.items() if factor and program.highest[column]}
    if not used:
        return Scaled({}, Fraction(1), whole=True)
    denominator = lcm(*(factor.denominator for factor in used.values()))
    divisor = gcd(*(int(factor * denominator) for factor in used.values()))
    factor = Fraction(denominator, divisor)
    largest: Any = max(abs(value) * program.highest[column] for column, value in used.items())  # type: ignore[operator]
    whole = largest * factor <= LARGEST_COST
    if not whole:
        factor = Fraction(2) ** floor(log2(LARGEST_COST) - _log2(largest))
    return Scaled({column: as_float(value * factor) for column, value in used.items()}, factor, whole)


def _log2(value: Fraction) -> float:
    return log2(value.numerator) - log2(value.denominator)
