"""Thousands of random awards against everything there is to compare with; the suite runs a sample of it.

python -m tests.tenders.award_wide 1000 [FIRST_SEED]
"""

import json
import subprocess
import sys
from collections import Counter
from fractions import Fraction
from math import prod
from pathlib import Path

from tenders.rules.award.compute import compute
from tenders.rules.award.reading import read_question
from tenders.rules.award.solve import solve
from tenders.rules.award.tally import Tally
from tests.tenders.award_enumeration import quantities_of
from tests.tenders.award_judge import differences
from tests.tenders.award_random import middle, small

MOST_AWARDS = 3000  # of one question are tried out
AT_ONCE = 25  # questions for one process of the other solver


def faults_of_small(seed):
    """What is wrong with the published result, field by field; None where there are too many awards to try."""
    question = small(seed)
    lots = {lot["id"]: lot for lot in question["lots"]}
    count = prod(len(quantities_of(lots[bid["lot"]], bid)) for bid in question["bids"]) * 2 ** len(question["bundles"])
    return None if count > MOST_AWARDS else list(differences(question, compute(question)))


def goal_values(question, tally):
    """The goals of an award in their order."""
    lots = question.lots
    share = {bid.position: tally.quantity(bid) / lots[bid.lot].quantity for bid in tally.bids}
    points = sum((bid.points * share[bid.position] for bid in tally.bids), Fraction(0))
    first = [-points] if question.points_first else []
    position = sum((Fraction(at) * part for at, part in share.items()), Fraction(0))
    return (tally.uncovered_share, *first, tally.compared_cost, len(tally.winners), position)


def faults_of_middle(seeds):
    """Seeds whose goals are not those that CP-SAT reaches."""
    questions = [middle(seed) for seed in seeds]
    command = [sys.executable, str(Path(__file__).with_name("cp_sat_peer.py"))]
    given = json.dumps({"questions": questions}).encode()
    done = subprocess.run(command, input=given, capture_output=True, check=True)  # noqa: S603
    both = zip(seeds, questions, json.loads(done.stdout), strict=True)
    return [(seed, mine, peer) for seed, question, peer in both if (mine := _reached(question)) != peer]


def _reached(data):
    question = read_question(data)
    solved = solve(question, 120)
    if solved.award is None:
        return None if solved.ending == "infeasible" else solved.ending
    tally = Tally(question, solved.award)
    proven = solved.ending == "optimal" and solved.bound == tally.compared_cost
    return [str(value) for value in goal_values(question, tally)] if proven else solved.ending


def main(count, first=0):
    seen = Counter()
    for start in range(first, first + count, AT_ONCE):
        seeds = range(start, min(start + AT_ONCE, first + count))
        small_ones = {seed: faults_of_small(seed) for seed in seeds}
        faults = [(seed, found) for seed, found in small_ones.items() if found] + faults_of_middle(seeds)
        seen.update(tried=sum(found is not None for found in small_ones.values()) + len(seeds), faults=len(faults))
        sys.stdout.write("".join(f"{fault}\n" for fault in faults) + f"{seeds.stop}: {dict(seen)}\n")
        sys.stdout.flush()
    return 1 if seen["faults"] else 0


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:])))
