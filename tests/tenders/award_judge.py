"""A published award judged from outside: read back from its JSON and held against every award there is."""

from fractions import Fraction as F
from itertools import combinations

from tests.tenders.award_enumeration import all_best, judge

PLACES = {"EUR": 2, "JPY": 0, "KWD": 3}
MAY_BE_IMPOSSIBLE = {"require", "min_suppliers", "min_share"}


def money(question, value):
    """Half up, as text."""
    places = PLACES[question["currency"]]
    units = (value * 10**places + F(1, 2)).__floor__()
    return f"{units // 10**places}.{units % 10**places:0{places}}" if places else str(units)


def differences(question, result):
    """What of the result is not as it must be; empty when all of it is right."""
    rules = question.get("rules", [])
    found = all_best(question, rules)
    free = all_best(question, [])
    yield from _rule_costs(question, result, free)
    if {money(question, one["cost"]) for one in free} != {result["baseline"]["cost"]}:
        yield f"baseline: {result['baseline']}"
    yield from _no_award(question, result, rules) if not found else _award(question, result, found)


def _no_award(question, result, rules):
    empty = {"cost": None, "compared_cost": None, "bound": None, "awards": [], "charges": [], "bundles": []}
    if result["status"] != "infeasible" or any(result[name] != value for name, value in empty.items()):
        yield "not said to be infeasible"
        return
    if not MAY_BE_IMPOSSIBLE & {rule["kind"] for rule in rules}:
        yield "infeasible without a rule that could make it so"
    named = [rules[at] for at in result["conflict"]]
    if all_best(question, named):
        yield f"conflict {result['conflict']} can hold"
    smaller = (subset for count in range(len(named)) for subset in combinations(rules, count))
    if any(not all_best(question, list(subset)) for subset in smaller):
        yield f"conflict {result['conflict']} is not a smallest one"


def _award(question, result, found):
    if result["status"] != "optimal" or "conflict" in result:
        yield f"status {result['status']}"
        return
    taken, bundles = _read_back(question, result)
    mine = judge(question, question.get("rules", []), taken, bundles)
    if mine is None or mine["key"] != found[0]["key"]:
        yield f"goals {mine and mine['key']}, best {found[0]['key']}"
        return
    expected = {
        "cost": money(question, mine["cost"]),
        "compared_cost": money(question, mine["compared"]),
        "bound": money(question, mine["compared"]),
        "charges": [{"supplier": s, "amount": money(question, c)} for s, c in mine["charges"].items() if c],
        "uncovered": [{"lot": lot, "quantity": str(q)} for lot, q in mine["short"].items() if q > 0],
        "savings": None if mine["savings"] is None else money_signed(question, mine["savings"]),
    }
    shown = {name: result.get(name) for name in expected}
    shown["uncovered"] = [{**row, "quantity": str(F(row["quantity"]))} for row in result["uncovered"]]
    yield from (
        f"{name}: {shown[name]}, expected {expected[name]}" for name in expected if shown[name] != expected[name]
    )
    amounts = [money(question, amount) for amount in mine["amounts"]]
    if amounts != [row["amount"] for row in result["awards"]]:
        yield f"amounts {amounts}"


def money_signed(question, value):
    """Half up means away from zero."""
    text = money(question, abs(value))
    return f"-{text}" if value < 0 and F(text) else text


def _read_back(question, result):
    quantities = {(row["supplier"], row["lot"]): F(row["quantity"]) for row in result["awards"]}
    taken = [quantities.pop((bid["supplier"], bid["lot"]), F(0)) for bid in question["bids"]]
    assert not quantities, "an award without a bid"
    return taken, [bundle for bundle in question.get("bundles", []) if bundle["id"] in result["bundles"]]


def _rule_costs(question, result, free):
    for at, (rule, row) in enumerate(zip(question.get("rules", []), result["rule_costs"], strict=True)):
        alone = all_best(question, [rule])
        null = not alone or alone[0]["uncovered"] > free[0]["uncovered"]
        allowed = {None} if null else {money_signed(question, one["cost"] - free[0]["cost"]) for one in alone}
        if row["rule"] != at or row["cost"] not in allowed:
            yield f"rule_costs[{at}]: {row}, expected one of {allowed}"
