"""Awards by OR-tools CP-SAT: a JSON question on stdin, its optimum on stdout.

A program of its own, because OR-tools and highspy each bring a HiGHS library under the same name and cannot be
loaded into one process.
"""

import json
import sys
from fractions import Fraction
from pathlib import Path

from ortools.sat.python import cp_model


def _solver():
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.max_time_in_seconds = 60
    return solver


def least_cost(question):
    model = cp_model.CpModel()
    sizes = {lot["id"]: int(lot["quantity"]) for lot in question["lots"]}
    wins = {s["id"]: model.new_bool_var("") for s in question["suppliers"]}
    bought, costs = [], [int(s["fixed_charge"]) * wins[s["id"]] for s in question["suppliers"]]
    for bid in question["bids"]:
        (half, first), (full, second) = [(int(t["up_to"]), int(t["unit_price"])) for t in bid["tiers"]]
        used, deep = model.new_bool_var(""), model.new_bool_var("")
        low, high = model.new_int_var(0, half, ""), model.new_int_var(0, full, "")
        model.add(low >= 3 * (used - deep))
        model.add(low <= half * (used - deep))
        model.add(high >= (half + 1) * deep)
        model.add(high <= full * deep)
        model.add_implication(deep, used)
        model.add_implication(used, wins[bid["supplier"]])
        extra = half * (first - second) if bid["pricing"] == "incremental" else 0
        costs.append(first * low + second * high + extra * deep + int(bid["fixed_charge"]) * used)
        bought.append((bid["supplier"], bid["lot"], low + high, used))
    for lot, size in sizes.items():
        model.add(sum(q for _, name, q, _ in bought if name == lot) == size)
    for supplier in question["suppliers"]:
        mine = sum(q for name, _, q, _ in bought if name == supplier["id"])
        model.add(mine <= int(supplier["max_quantity"]))
        model.add(10 * mine <= 4 * sum(sizes.values()))
        model.add(sum(u for name, _, _, u in bought if name == supplier["id"]) >= wins[supplier["id"]])
    model.add(sum(wins.values()) <= 5)
    model.add(wins["S1"] == 1)
    model.minimize(sum(costs))
    solver = _solver()
    assert solver.solve(model) == cp_model.OPTIMAL
    return round(solver.objective_value)


def most_income(prices, goods):
    model = cp_model.CpModel()
    taken = [model.new_bool_var("") for _ in prices]
    for good in {good for named in goods for good in named}:
        model.add_at_most_one(one for one, named in zip(taken, goods, strict=True) if good in named)
    scale = 10**6
    model.maximize(sum(int(Fraction(price) * scale) * one for price, one in zip(prices, taken, strict=True)))
    solver = _solver()
    assert solver.solve(model) == cp_model.OPTIMAL
    return str(sum(Fraction(price) for price, one in zip(prices, taken, strict=True) if solver.value(one)))


if __name__ == "__main__":
    asked = json.load(sys.stdin)
    if "questions" in asked:
        sys.path.insert(0, str(Path(__file__).parents[2]))
        from tests.tenders.cp_sat_award import best_goals

        answer = [best_goals(question) for question in asked["questions"]]
    else:
        answer = most_income(*asked) if isinstance(asked, list) else least_cost(asked)
    sys.stdout.write(json.dumps(answer))
