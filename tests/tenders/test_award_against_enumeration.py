"""The award solver against trying every award there is."""

from fractions import Fraction

from hypothesis import HealthCheck, given, settings

from tenders.rules.award.compute import compute
from tenders.rules.award.reading import read_question
from tenders.rules.award.solve import solve
from tenders.rules.award.tally import Tally
from tests.tenders.award_enumeration import best
from tests.tenders.award_questions import questions

CALM = settings(max_examples=120, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])


def _goal_values(question, tally):
    lots = question.lots
    share = {bid.position: tally.quantity(bid) / lots[bid.lot].quantity for bid in tally.bids}
    points = sum((bid.points * share[bid.position] for bid in tally.bids), Fraction(0))
    first = [-points] if question.points_first else []
    position = sum((Fraction(at) * part for at, part in share.items()), Fraction(0))
    return (tally.uncovered_share, *first, tally.compared_cost, len(tally.winners), position)


@CALM
@given(questions())
def test_award_reaches_exactly_the_goals_of_the_best_of_all_awards(data):
    question = read_question(data)

    solved = solve(question, 30)

    expected = best(data)
    if expected is None:
        assert (solved.ending, solved.award) == ("infeasible", None)
    else:
        tally = Tally(question, solved.award)
        assert solved.ending == "optimal"
        assert _goal_values(question, tally) == expected["key"]
        assert solved.bound == expected["compared"]


@CALM
@given(questions())
def test_every_rule_costs_what_enumeration_says(data):
    result = compute(data)

    free = best(data, [])
    for rule, row in zip(data["rules"], result["rule_costs"], strict=True):
        alone = best(data, [rule])
        if alone is None or alone["uncovered"] > free["uncovered"]:
            assert row["cost"] is None
        elif rule["kind"] != "favour":
            assert abs(Fraction(row["cost"]) - (alone["cost"] - free["cost"])) <= Fraction(1, 200)
        if row["cost"] is not None and data.get("objective") != "points":
            assert Fraction(row["cost"]) >= 0
