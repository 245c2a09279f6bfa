"""HiGHS behind one small door. Exact numbers go in, whole numbers come out; floats stay inside (see floats)."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from math import inf
from time import monotonic
from typing import Any

from tenders.rules.award.floats import Scaled, as_float, column_scale, linear_program, middle, row_scale, scale_goal
from tenders.rules.award.narrowing import core_leaves_out, reach
from tenders.rules.award.program import Number, Program, Terms

FEASIBILITY = 1e-9
LARGE = 2000  # columns from which the detour by the relaxation pays
NOISE = 1e-7  # relative; far above the error of a float bound, far below what keeps a column out
SLIP = 1e-11  # relative; above the error of a sum of floats
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


class Solver:
    """One program loaded into HiGHS; goals are minimised one after the other."""

    def __init__(self, program: Program, *, detour: bool = True) -> None:
        import highspy

        self.program = program
        self._detour = detour and len(program.highest) >= LARGE
        self._api = highspy
        self._scales = [column_scale(program, column) for column in range(len(program.highest))]
        self._gap = 0.0
        self._highs = self._loaded(linear_program(highspy, program, self._scales))
        self._most = list(program.highest)  # the columns' ceilings as far as they are certain
        self._narrowed: dict[int, int] = {}

    def _loaded(self, lp: Any) -> Any:
        highs = self._api.Highs()  # type: ignore[no-untyped-call]
        for name, value in {**OPTIONS, "mip_rel_gap": self._gap}.items():
            highs.setOptionValue(name, value)
        highs.passModel(lp)
        return highs

    def _restart(self, ends_at: float) -> None:
        """A new instance for what time is left.

        HiGHS 1.15 counts a linear program's time from the birth of the instance but an integer one's from the
        start of the run; in a new instance both are the same.
        """
        self._highs = self._loaded(self._highs.getLp())
        self._highs.setOptionValue("time_limit", max(ends_at - monotonic(), 0.0))

    def pin(self, least: dict[int, int], most: dict[int, int]) -> None:
        """Narrow or widen the columns' ranges."""
        for column, value in least.items():
            scale = self._scales[column]
            self._highs.changeColBounds(column, value / scale, most[column] / scale)
            self._most[column] = 0 if value else most[column]

    def tighten(self, row: int, by: Number) -> None:
        """Move a row's limits inwards, by so much at least that the solver's tolerance cannot undo it."""
        limits = self.program.rows[row]
        scale = row_scale(limits.terms, self._scales)
        by = by + Fraction(2 * FEASIBILITY * scale)
        low = -inf if limits.least is None else as_float(limits.least + by) / scale
        high = inf if limits.most is None else as_float(limits.most - by) / scale
        self._highs.changeRowBounds(row, min(low, high), max(low, high))

    def keep(self, terms: Terms, most: Number, *, seconds: float) -> None:
        """From now on the expression may not exceed a value once reached.

        Whole steps leave half a step for the solver's noise, which no other award can use. Where the numbers
        are too large for that, a relative allowance is left and the caller compares exactly.
        """
        scaled = scale_goal(terms, self.program)
        down = middle([abs(factor) for factor in scaled.factors.values()])
        limit = as_float(most * scaled.factor)
        limit += 0.5 if scaled.whole else abs(limit) * FEASIBILITY
        factors = {column: value * self._scales[column] / down for column, value in scaled.factors.items()}
        self._highs.addRow(-inf, limit / down, len(factors), list(factors), list(factors.values()))
        self._narrow_for_good(scaled, limit, monotonic() + seconds)

    def _narrow_for_good(self, scaled: Scaled, limit: float, ends_at: float) -> None:
        """Lower the ceilings of columns that would alone exceed the limit (reduced cost fixing).

        The goals to come only choose among what keeps the limit; they need not look at the rest again.
        """
        if not self._narrowed:
            self._minimise_linear(self._costs(scaled))
            root = self._relax(ends_at)
            if root is not None:
                bound, prices, _ = root
                self._narrow_to(reach(self._most, prices, limit - bound + NOISE * max(1.0, abs(limit))))
        for column, value in self._narrowed.items():
            self._most[column] = value
        self._narrowed = {}

    def minimise(self, terms: Terms, *, seconds: float, gap: float, start: list[Number] | None) -> Outcome:
        """Solve for one expression, from a known solution if there is one."""
        ends_at = monotonic() + seconds
        scaled = scale_goal(terms, self.program)
        costs = self._costs(scaled)
        self._narrow_to({})
        self._minimise_linear(costs)
        self._gap = gap
        if self._detour and scaled.factors:
            return self._minimise_large(scaled, costs, ends_at, start)
        return self._run(scaled, ends_at, start)

    def _costs(self, scaled: Scaled) -> list[float]:
        return [scaled.factors.get(column, 0.0) * scale for column, scale in enumerate(self._scales)]

    def _minimise_linear(self, costs: list[float]) -> None:
        self._highs.changeColsCost(len(costs), list(range(len(costs))), costs)

    def _run(self, scaled: Scaled, ends_at: float, start: list[Number] | None) -> Outcome:
        self._restart(ends_at)
        if start is not None:
            self._start_from(start)
        self._highs.run()
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
        if scaled.whole and reached < bound + 1 - FEASIBILITY - SLIP * abs(reached):
            return Outcome(Ending.OPTIMAL, first.values, Fraction(reached) / scaled.factor)
        self._narrow_to(reach(self._most, prices, reached - bound + NOISE * max(1.0, abs(reached))))
        last = self._run(scaled, ends_at, first.values)
        ending = last.ending if last.values else Ending.TIME_LIMIT  # an award is at hand, so there is one
        proven = Fraction(bound) / scaled.factor if last.bound is None else last.bound
        return Outcome(ending, last.values or first.values, proven)

    def _priced(self, costs: list[float], values: list[Number]) -> Iterator[tuple[float, Number, int]]:
        return zip(costs, values, self._scales, strict=True)

    def _relax(self, ends_at: float) -> tuple[float, list[float], int] | None:
        """The linear relaxation's optimum, the reduced cost of one unit of each column, and columns used."""
        everything, kinds = list(range(len(self._scales))), self._api.HighsVarType
        whole = [kinds.kInteger if self._is_whole(column) else kinds.kContinuous for column in everything]
        self._highs.changeColsIntegrality(len(everything), everything, [kinds.kContinuous] * len(everything))
        self._restart(ends_at)
        self._highs.run()
        solved = self._highs.getModelStatus() == self._api.HighsModelStatus.kOptimal
        solution, bound = self._highs.getSolution(), self._highs.getInfo().objective_function_value
        self._highs.changeColsIntegrality(len(everything), everything, whole)
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
        solution.col_value = [as_float(value) / scale for value, scale in zip(values, self._scales, strict=True)]
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
