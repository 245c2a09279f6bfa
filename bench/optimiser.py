"""How long a large award takes, and how that compares with HiGHS left alone with the same model.

200 lots, 40 suppliers, tiers of both kinds, quantity and value shares, a limit on suppliers. Both times are
measured in the run: ours from the question as JSON to the exactly checked award, through all its goals; HiGHS
alone on the least-cost goal of the very model that we build, with the same options and every lot covered.
"""

import random
from statistics import median
from time import perf_counter

from tenders.rules.award.goals import goals
from tenders.rules.award.highs import Ending, Solver
from tenders.rules.award.model import build
from tenders.rules.award.reading import read_question
from tenders.rules.award.rule_rows import add_rules
from tenders.rules.award.solve import solve

LOTS, SUPPLIERS, RUNS = 200, 40, 3
LIMIT_S, RATIO = 10.0, 1.25
PATIENCE_S = 120.0


def question(lots=LOTS, suppliers=SUPPLIERS, seed=1):
    """Every supplier bids for every lot; who is cheap here is dear there, and volume lowers the price."""
    draw = random.Random(seed)
    levels = [draw.uniform(0.9, 1.15) for _ in range(suppliers)]
    sizes = [100 * draw.randint(1, 20) for _ in range(lots)]
    values = [draw.uniform(5, 200) for _ in range(lots)]
    return {
        "currency": "EUR",
        "lots": [
            {"id": f"L{lot:03}", "quantity": str(size), "divisible": True, "whole_units": True}
            for lot, size in enumerate(sizes)
        ],
        "bids": [
            bid(draw, f"S{supplier:02}", f"L{lot:03}", sizes[lot], values[lot] * level)
            for lot in range(lots)
            for supplier, level in enumerate(levels)
        ],
        "rules": [
            {"kind": "max_suppliers", "value": 12},
            {"kind": "max_share", "supplier": "*", "of": "value", "value": "0.25"},
            {"kind": "max_share", "supplier": "*", "of": "quantity", "value": "0.3"},
        ],
        "solver": {"time_limit_s": str(PATIENCE_S), "gap": "0"},
    }


def bid(draw, supplier, lot, size, level):
    price = level * draw.uniform(0.85, 1.2)
    return {
        "supplier": supplier,
        "lot": lot,
        "pricing": draw.choice(["incremental", "all_units"]),
        "tiers": [
            {"up_to": str(size // 2), "unit_price": f"{price:.2f}"},
            {"up_to": str(size), "unit_price": f"{price * 0.93:.2f}"},
        ],
    }


def ours(data):
    began = perf_counter()
    solved = solve(read_question(data), PATIENCE_S)
    return perf_counter() - began, solved


def highs_alone(data):
    """Seconds that HiGHS takes for the cost goal; building the model is not counted."""
    model = build(read_question(data))
    add_rules(model)
    cost = next(goal for goal in goals(model) if goal.name == "cost")
    solver = Solver(model.program, detour=False)
    full = {column: 0 for short in model.uncovered.values() for column in short}
    solver.pin(full, full)
    began = perf_counter()
    outcome = solver.minimise(cost.terms, seconds=PATIENCE_S, gap=0.0, start=None)
    return perf_counter() - began, outcome


def run() -> dict:
    data = question()
    runs, proven = [], True
    for _ in range(RUNS):
        seconds, solved = ours(data)
        alone, outcome = highs_alone(data)
        proven = proven and solved.ending is Ending.OPTIMAL
        runs.append({"ours": round(seconds, 2), "highs": round(alone, 2), "highs_ended": outcome.ending.value})
    figure = median(one["ours"] for one in runs)
    ratio = median(one["ours"] / one["highs"] for one in runs)
    return {
        "name": "optimiser",
        "figure": figure,
        "unit": "s",
        "limit": LIMIT_S,
        "ratio": round(ratio, 2),
        "reach": f"{LOTS} lots x {SUPPLIERS} suppliers, all goals, proven optimal: {proven}",
        "holds": proven and figure < LIMIT_S and ratio <= RATIO,
        "runs": runs,
    }
