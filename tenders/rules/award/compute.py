"""The award calculation from checked JSON to the published result."""

from typing import Any

from tenders.rules.award.explain import conflict
from tenders.rules.award.highs import Ending
from tenders.rules.award.reading import read_question
from tenders.rules.award.results import present
from tenders.rules.award.rule_costs import answer


def compute(data: dict[str, Any]) -> dict[str, Any]:
    """Which supplier gets how much of what, at which cost, and what each rule costs.

    Raises CalcError with every fault of the input. A question without a solution is an answer.
    """
    question = read_question(data)
    found = answer(question)
    impossible = found.solved.ending is Ending.INFEASIBLE
    rules = conflict(question, question.time_limit_s) if impossible else []
    return present(question, found, rules)
