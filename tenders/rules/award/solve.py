"""The goals of one question, each solved with the earlier ones fixed, and every answer checked exactly."""

from dataclasses import dataclass, replace
from fractions import Fraction
from time import monotonic

from tenders.rules.award.check import keeps_all
from tenders.rules.award.goals import Goal, goals
from tenders.rules.award.highs import Ending, Outcome, Solver
from tenders.rules.award.model import Model, build
from tenders.rules.award.program import Number, Terms, excess, lighten, settle, value_of
from tenders.rules.award.question import Award, Bid, Lot, Question
from tenders.rules.award.rule_rows import add_rules
from tenders.rules.award.tally import Tally

REPAIRS = 5
TRIAL = 0.85  # of the time, for covering everything; the rest is kept for covering what can be found
SAME = Fraction(1, 10**6)


@dataclass(frozen=True)
class Solved:
    """The best award found, if any; whether every goal is proven; the bound of the compared cost."""

    ending: Ending
    award: Award | None
    bound: Fraction


def solve(question: Question, seconds: float, *, cost_only: bool = False) -> Solved:
    """The best award; `cost_only` leaves out the goals that choose among awards of equal cost."""
    return _Search(question, seconds).run(cost_only=cost_only)


def feasible(question: Question, seconds: float) -> Ending:
    """Whether any award keeps the rules, however much it leaves uncovered."""
    model = _model(question)
    return Solver(model.program).minimise({}, seconds=seconds, gap=0.0, start=None).ending


def _model(question: Question) -> Model:
    model = build(question)
    add_rules(model)
    goals(model)  # the goals' own columns must exist before the program is loaded
    return model


class _Search:
    """One pass through the goals over one loaded program."""

    def __init__(self, question: Question, seconds: float) -> None:
        self.question = question
        self.ends_at = monotonic() + seconds
        self.model = build(question)
        add_rules(self.model)
        self.goals = goals(self.model)
        self.solver = Solver(self.model.program)
        self.values: list[Number] | None = None
        self.bound = Fraction(0)
        self.pinned: dict[int, int] = {}
        self.reached: list[tuple[Terms, Number]] = []

    def run(self, *, cost_only: bool) -> Solved:
        todo = [goal for goal in self.goals if not (cost_only and goal.name in ("suppliers", "position"))]
        ending = self._cover_all_at_once(todo)
        if self.values is None:
            self._start_from_nothing()
            ending = self._one_by_one(todo)
        return Solved(ending, self._award(ending), max(self.bound, Fraction(0)))

    def _award(self, ending: Ending) -> Award | None:
        """What was found; if time ran out before anything was, nothing to anyone, where that is allowed."""
        if self.values is not None:
            return self.model.award(self.values)
        nothing = Award({}, frozenset())
        allowed = ending is Ending.TIME_LIMIT and keeps_all(Tally(self.question, nothing))
        return nothing if allowed else None

    def _cover_all_at_once(self, todo: list[Goal]) -> Ending:
        """Try with every lot covered as far as its offers reach: if that can be, the first goal is met."""
        least = {next(iter(self.model.uncovered[lot.id])): self._short(lot) for lot in self._lots()}
        self.solver.pin(least, least)
        self.pinned = least
        latest, self.ends_at = self.ends_at, monotonic() + (self.ends_at - monotonic()) * TRIAL
        ending = self._one_by_one(todo[1:2])
        self.ends_at = latest
        if self.values is None:
            self.pinned = {}
            highest = self.model.program.highest
            self.solver.pin(dict.fromkeys(least, 0), {column: highest[column] for column in least})
        return self._one_by_one(todo[2:]) if ending is Ending.OPTIMAL else ending

    def _start_from_nothing(self) -> None:
        """Where nobody need win, an award of nothing is at hand to be improved upon, however little time is left."""
        nothing = Award({}, frozenset())
        if keeps_all(Tally(self.question, nothing)):
            program = self.model.program
            short = {column for terms in self.model.uncovered.values() for column in terms}
            self.values = [most if column in short else 0 for column, most in enumerate(program.highest)]
            settle(program, [], self.values)

    def _lots(self) -> list[Lot]:
        return list(self.question.lots.values())

    def _short(self, lot: Lot) -> int:
        """What no award can cover, in units (an indivisible lot: 1 or 0)."""
        lines = self.model.of_lot[lot.id]
        if not lot.divisible or any(not isinstance(line.offer, Bid) for line in lines):
            return 0 if lines else (lot.units if lot.divisible else 1)
        return max(0, lot.units - sum(line.most for line in lines))

    def _one_by_one(self, todo: list[Goal]) -> Ending:
        for goal in todo:
            ending = self._reach(goal)
            if ending is not Ending.OPTIMAL:
                return ending
        return Ending.OPTIMAL

    def _reach(self, goal: Goal) -> Ending:
        """Solve one goal and fix it. Its first solve may find that no award exists at all."""
        terms, constant = self._light(goal)
        outcome = self._checked(goal, terms)
        if outcome.values is None:
            return Ending.INFEASIBLE if outcome.ending is Ending.INFEASIBLE else Ending.TIME_LIMIT
        self.values = outcome.values
        value = value_of(terms, self.values)
        if goal.name == "cost":
            self.bound = (
                Fraction(0) if outcome.bound is None else constant + self._proven(outcome, outcome.bound, value)
            )
        self.reached.append((terms, value))
        if any(terms.values()):
            self.solver.keep(terms, value, seconds=self.ends_at - monotonic())
        return outcome.ending

    def _light(self, goal: Goal) -> tuple[Terms, Fraction]:
        """The goal without what is already certain, as smaller factors plus a constant."""
        terms, constant = goal.terms, Fraction(0)
        if goal.name == "cost":
            terms, constant = lighten(terms, self.model.covers)
        certain = {column: terms[column] for column in self.pinned if column in terms}
        rest = {column: factor for column, factor in terms.items() if column not in certain}
        return rest, constant + sum(factor * self.pinned[column] for column, factor in certain.items())

    def _proven(self, outcome: Outcome, bound: Fraction, value: Number) -> Number:
        """The bound without the solver's last digits: at gap 0 the optimum is its own bound."""
        noise = SAME * max(1, abs(value))  # type: ignore[call-overload]
        closed = outcome.ending is Ending.OPTIMAL and not self.question.gap and value - bound <= noise
        return value if closed else min(bound, value)

    def _checked(self, goal: Goal, terms: Terms) -> Outcome:
        """Solve until the answer, in whole numbers, truly holds; a row that noise broke is tightened.

        Where an earlier goal is only missed by less than a float can tell, the award already held stays, and
        is this goal's optimum too if it reaches the proven bound.
        """
        gap = self.question.gap if goal.tolerant else 0.0
        bounds: list[Number] = []
        for _ in range(REPAIRS):
            left = self.ends_at - monotonic()
            outcome = self.solver.minimise(terms, seconds=left, gap=gap, start=self.values)
            bounds += [] if outcome.bound is None else [outcome.bound]
            if outcome.values is None:
                break
            settle(self.model.program, self.model.covers, outcome.values)
            if self._holds(outcome.values):
                return replace(outcome, bound=min(bounds, default=None))  # type: ignore[arg-type]
            self._tighten(outcome.values)
        return self._stay(terms, outcome)

    def _stay(self, terms: Terms, outcome: Outcome) -> Outcome:
        if self.values is None:
            return Outcome(outcome.ending, None, outcome.bound)
        level = value_of(terms, self.values)
        proven = outcome.bound is not None and level - outcome.bound <= SAME * max(1, abs(level))  # type: ignore[call-overload]
        return Outcome(Ending.OPTIMAL if proven else Ending.TIME_LIMIT, self.values, outcome.bound)

    def _holds(self, values: list[Number]) -> bool:
        tally = Tally(self.question, self.model.award(values))
        covered = not any(excess(row, values) for row in self.model.covers)
        reached = all(value_of(terms, values) <= value for terms, value in self.reached)
        return covered and reached and keeps_all(tally)

    def _tighten(self, values: list[Number]) -> None:
        for at, row in enumerate(self.model.program.rows):
            over = excess(row, values)
            if over:
                self.solver.tighten(at, 2 * over)
