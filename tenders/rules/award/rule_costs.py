"""What each rule costs: the question solved again with that rule alone, where it cannot be known cheaper."""

from dataclasses import dataclass, replace
from fractions import Fraction
from time import monotonic

from tenders.rules.award.check import keeps_rule
from tenders.rules.award.highs import Ending
from tenders.rules.award.question import Question, Rule
from tenders.rules.award.solve import Solved, solve
from tenders.rules.award.tally import Tally


@dataclass(frozen=True)
class Answer:
    """The award asked for, the award without any rule, and what each rule alone adds to its cost."""

    solved: Solved
    baseline: Solved
    rule_costs: list[Fraction | None]


def answer(question: Question) -> Answer:
    """All three. The award may take the time limit, and so may the comparisons together.

    The award without rules comes first: where it happens to keep all the rules it is the answer as well,
    because rules only take awards away. (Not so with favour, which changes what is compared.)
    """
    free = replace(question, rules=())
    if not question.rules:
        solved = solve(question, question.time_limit_s)
        return Answer(solved, solved, [])
    baseline = solve(free, question.time_limit_s)
    same = _is_answer_too(question, baseline)
    solved = baseline if same else solve(question, question.time_limit_s)
    ends_at = monotonic() + question.time_limit_s
    costs = [_rule_cost(question, rule, baseline, solved, ends_at) for rule in question.rules]
    return Answer(solved, baseline, costs)


def _is_answer_too(question: Question, baseline: Solved) -> bool:
    if baseline.award is None or baseline.ending is not Ending.OPTIMAL:
        return False
    tally = Tally(question, baseline.award)
    return all(rule.kind != "favour" and keeps_rule(tally, rule) for rule in question.rules)


def _rule_cost(question: Question, rule: Rule, baseline: Solved, solved: Solved, ends_at: float) -> Fraction | None:
    """Paid cost with this rule alone minus baseline; None if less is covered, nothing allowed or unproven."""
    if baseline.award is None or baseline.ending is not Ending.OPTIMAL:
        return None
    free = Tally(replace(question, rules=()), baseline.award)
    if rule.kind != "favour" and keeps_rule(free, rule):
        return Fraction(0)
    alone = solved
    if len(question.rules) > 1:
        only = replace(question, rules=(rule,))
        alone = solve(only, ends_at - monotonic(), cost_only=rule.kind != "favour")
    return _difference(alone, free)


def _difference(alone: Solved, free: Tally) -> Fraction | None:
    if alone.award is None or alone.ending is not Ending.OPTIMAL:
        return None
    tally = replace(free, award=alone.award)
    return tally.cost - free.cost if tally.uncovered_share <= free.uncovered_share else None
