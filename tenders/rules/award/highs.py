"""HiGHS behind one small door. Exact numbers go in, whole numbers come out; floats stay inside.

Rows are scaled by powers of two, which costs no digit. A goal is multiplied up to whole factors where that
stays within what a float holds exactly, so that a cent more or less is a whole step however large the prices.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from math import floor, frexp, gcd, inf, lcm, log2
from time import monotonic
from typing import Any

from tenders.rules.award.narrowing import core_leaves_out, reach
from tenders.rules.award.program import Number, Program, Row, Terms

LARGEST_COST = 2**36  # of one column in a goal: leaves 16 of a float's 53 bits to the solver's own sums
WHOLE_COLUMN = 10**7  # up to here a column may be declared whole: the solver's tolerance still tells 1 apart
FEASIBILITY = 1e-9
LARGE = 2000  # columns from which the detour by the relaxation pays
NOISE = 1e-7  # relative; far above the error of a float bound, far below what keeps a column out
OPTIONS = {
    "output_flag": False,
    "threads": 1,
    "random_seed": 0,
    "mip_abs_gap": 0.0,
    "small_matrix_value": 1e-12,
    "primal_feasibility_tolerance": FEASIBILITY,
    "dual_feasibility_tolerance": FEASIBILITY,
    "mip_feasibility_tolerance": FEASIBILITY,
}


class Ending(StrEnum):
    """How a solve ended."""

    OPTIMAL = "optimal"
    TIME_LIMIT = "time_limit"
    INFEASIBLE = "infeasible"


@dataclass(frozen=True)
class Outcome:
    """The best values found, if any, and a proven lower bound of what was minimised."""

    ending: Ending
    values: list[Number] | None
    bound: Fraction | None


@dataclass(frozen=True)
class Scaled:
    """An expression in floats: `factor` times the exact one; whole if every coefficient is."""

    factors: dict[int, float]
    factor: Fraction
    whole: bool


class Solver:
    """One program loaded into HiGHS; goals are minimised one after the other."""

    def __init__(self, program: Program, *, detour: bool = True) -> None:
        import highspy

        self.program = program
        self._detour = detour and len(program.highest) >= LARGE
        self._api = highspy
        self._scales = [_column_scale(program, column) for column in range(len(program.highest))]
        self._highs = highspy.Highs()  # type: ignore[no-untyped-call]
        for name, value in OPTIONS.items():
            self._highs.setOptionValue(name, value)
        self._highs.passModel(_linear_program(highspy, program, self._scales))

        self._most = list(program.highest)  # the columns' ceilings as far as they are certain
        self._narrowed: dict[int, int] = {}

    def pin(self, least: dict[int, int], most: dict[int, int]) -> None:
        """Narrow or widen the columns' ranges."""
        for column, value in least.items():
            scale = self._scales[column]
            self._highs.changeColBounds(column, value / scale, most[column] / scale)
            self._most[column] = 0 if value else most[column]

    def tighten(self, row: int, by: Number) -> None:
        """Move a row's limits inwards, by so much at least that the solver's tolerance cannot undo it."""
        limits = self.program.rows[row]
        scale = _row_scale(limits.terms, self._scales)
        by = by + Fraction(2 * FEASIBILITY * scale)
        low = -inf if limits.least is None else _float(limits.least + by) / scale
        high = inf if limits.most is None else _float(limits.most - by) / scale
        self._highs.changeRowBounds(row, min(low, high), max(low, high))

    def keep(self, terms: Terms, most: Number) -> None:
        """From now on the expression may not exceed a value once reached.

        Whole steps leave half a step for the solver's noise, which no other award can use. Where the numbers
        are too large for that, a relative allowance is left and the caller compares exactly.
        """
        for column, value in self._narrowed.items():
            self._most[column] = value
        self._narrowed = {}
        scaled = _scale_goal(terms, self.program)
        down = _middle([abs(factor) for factor in scaled.factors.values()])
        limit = _float(most * scaled.factor)
        allowance = 0.5 if scaled.whole else abs(limit) * FEASIBILITY
        factors = {column: value * self._scales[column] / down for column, value in scaled.factors.items()}
        self._highs.addRow(-inf, (limit + allowance) / down, len(factors), list(factors), list(factors.values()))

    def minimise(self, terms: Terms, *, seconds: float, gap: float, start: list[Number] | None) -> Outcome:
        """Solve for one expression, from a known solution if there is one."""
        ends_at = monotonic() + seconds
        scaled = _scale_goal(terms, self.program)
        highs, count = self._highs, len(self._scales)
        costs = [scaled.factors.get(column, 0.0) * self._scales[column] for column in range(count)]
        self._narrow_to({})
        highs.changeColsCost(count, list(range(count)), costs)
        highs.setOptionValue("mip_rel_gap", gap)
        if self._detour and scaled.factors:
            return self._minimise_large(scaled, costs, ends_at, start)
        return self._run(scaled, ends_at, start)

    def _run(self, scaled: Scaled, ends_at: float, start: list[Number] | None) -> Outcome:
        highs = self._highs
        left = max(ends_at - monotonic(), 0.0)
        highs.setOptionValue("time_limit", highs.getRunTime() + left)  # its clock runs on
        if start is not None:
            self._start_from(start)
        highs.run()
        return self._outcome(scaled)

    def _minimise_large(
        self, scaled: Scaled, costs: list[float], ends_at: float, start: list[Number] | None
    ) -> Outcome:
        """Solve the linear relaxation, then a core of promising columns, then all that could still do better.

        A column whose reduced cost is more than what lies between the relaxation's bound and the best known
        award cannot be in a better one (reduced cost fixing), so the last solve proves the optimum of the whole.
        """
        root = self._relax(ends_at)
        if root is None:
            return self._run(scaled, ends_at, start)
        bound, prices, used = root
        left_out = core_leaves_out(self._most, prices, used)
        self._narrow_to(dict.fromkeys(left_out, 0))
        first = self._run(scaled, ends_at, start)
        self._narrow_to({})
        if first.values is None:
            return self._run(scaled, ends_at, start)
        reached = sum(cost * float(value) / scale for cost, value, scale in self._priced(costs, first.values))
        if scaled.whole and reached < bound + 1 - NOISE:
            return Outcome(Ending.OPTIMAL, first.values, Fraction(reached) / scaled.factor)
        self._narrow_to(reach(self._most, prices, reached - bound + NOISE * max(1.0, abs(reached))))
        last = self._run(scaled, ends_at, first.values)
        if last.ending is Ending.OPTIMAL:
            return last
        return Outcome(last.ending, last.values or first.values, _lowest(last.bound, Fraction(bound) / scaled.factor))

    def _priced(self, costs: list[float], values: list[Number]) -> Iterator[tuple[float, Number, int]]:
        return zip(costs, values, self._scales, strict=True)

    def _relax(self, ends_at: float) -> tuple[float, list[float], int] | None:
        """The linear relaxation's optimum, the reduced cost of one unit of each column, and columns used."""
        highs, count = self._highs, len(self._scales)
        everything, kinds = list(range(count)), self._api.HighsVarType
        whole = [kinds.kInteger if self._is_whole(column) else kinds.kContinuous for column in everything]
        highs.changeColsIntegrality(count, everything, [kinds.kContinuous] * count)  # type: ignore[arg-type]
        highs.setOptionValue("time_limit", highs.getRunTime() + max(ends_at - monotonic(), 0.0))
        highs.run()
        solved = highs.getModelStatus() == self._api.HighsModelStatus.kOptimal
        solution, bound = highs.getSolution(), highs.getInfo().objective_function_value
        highs.changeColsIntegrality(count, everything, whole)  # type: ignore[arg-type]
        if not solved:
            return None
        prices = [dual / scale for dual, scale in zip(solution.col_dual, self._scales, strict=True)]
        return bound, prices, sum(value > 0 for value in solution.col_value)

    def _is_whole(self, column: int) -> bool:
        return self._scales[column] == 1 and column not in self.program.follows

    def _narrow_to(self, most: dict[int, int]) -> None:
        """Lower the ceilings of these columns and give those lowered before their own back."""
        for column in self._narrowed.keys() - most.keys():
            self._highs.changeColBounds(column, 0.0, self._most[column] / self._scales[column])
        for column, value in most.items():
            self._highs.changeColBounds(column, 0.0, value / self._scales[column])
        self._narrowed = most

    def _start_from(self, values: list[Number]) -> None:
        solution = self._api.HighsSolution()
        solution.col_value = [_float(value) / scale for value, scale in zip(values, self._scales, strict=True)]
        self._highs.setSolution(solution)

    def _outcome(self, scaled: Scaled) -> Outcome:
        status, info = self._highs.getModelStatus(), self._highs.getInfo()
        statuses = self._api.HighsModelStatus
        if status in (statuses.kInfeasible, statuses.kUnboundedOrInfeasible):
            return Outcome(Ending.INFEASIBLE, None, None)
        ending = Ending.OPTIMAL if status == statuses.kOptimal else Ending.TIME_LIMIT
        found = info.primal_solution_status == self._api.SolutionStatus.kSolutionStatusFeasible
        bound = None if abs(info.mip_dual_bound) == inf else Fraction(info.mip_dual_bound) / scaled.factor
        return Outcome(ending, self._values() if found else None, bound)

    def _values(self) -> list[Number]:
        """The columns as whole numbers."""
        floats = self._highs.getSolution().col_value
        pairs = zip(floats, self._scales, strict=True)
        return [round(x) if scale == 1 else round(Fraction(x) * scale) for x, scale in pairs]


def _column_scale(program: Program, column: int) -> int:
    highest = program.highest[column]
    return 1 if highest <= WHOLE_COLUMN else 2 ** (highest // WHOLE_COLUMN).bit_length()


def _row_scale(terms: Terms, scales: list[int]) -> float:
    """The power of two that brings the largest factor just below one."""
    return 2.0 ** frexp(max((abs(_float(f)) * scales[c] for c, f in terms.items()), default=1.0))[1]


def _middle(sizes: list[float]) -> float:
    """The power of two halfway between the smallest and the largest size: rows are divided by it."""
    return 2.0 ** ((frexp(min(sizes))[1] + frexp(max(sizes))[1]) // 2) if sizes else 1.0


def _float(value: Number) -> float:
    return value.numerator / value.denominator


def _linear_program(api: Any, program: Program, scales: list[int]) -> Any:
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
    scale = _row_scale(row.terms, scales)
    low = -inf if row.least is None else _float(row.least) / scale
    high = inf if row.most is None else _float(row.most) / scale
    factors = {column: _float(f) / scale * scales[column] for column, f in row.terms.items() if f}
    return low, high, factors


def _scale_goal(terms: Terms, program: Program) -> Scaled:
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
    return Scaled({column: _float(value * factor) for column, value in used.items()}, factor, whole)


def _log2(value: Fraction) -> float:
    return log2(value.numerator) - log2(value.denominator)


def _lowest(*bounds: Fraction | None) -> Fraction | None:
    return min((bound for bound in bounds if bound is not None), default=None)
