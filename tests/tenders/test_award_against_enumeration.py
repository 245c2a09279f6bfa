"""The award solver against trying every award there is. `award_wide` does the same for thousands of questions."""

import pytest
from hypothesis import HealthCheck, given, settings

from tenders.rules.award.reading import read_question
from tenders.rules.award.solve import solve
from tenders.rules.award.tally import Tally
from tests.tenders.award_enumeration import best
from tests.tenders.award_questions import questions
from tests.tenders.award_random import KINDS, small
from tests.tenders.award_wide import faults_of_small, goal_values

CALM = settings(max_examples=60, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
SAMPLE = range(60)


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
        assert goal_values(question, tally) == expected["key"]
        assert solved.bound == expected["compared"]


@pytest.mark.parametrize("start", SAMPLE[::10])
def test_every_field_of_the_result_is_what_enumeration_says(start):
    found = {seed: faults_of_small(seed) for seed in range(start, start + 10)}

    assert {seed: faults for seed, faults in found.items() if faults} == {}


def test_the_sample_has_every_kind_of_rule_and_is_not_left_out():
    kinds = {rule["kind"] for seed in SAMPLE for rule in small(seed)["rules"]}

    assert kinds == set(KINDS)
    assert faults_of_small(0) == []
