"""A second award calculation for small questions: try everything, in exact fractions.

It shares no line with tenders.rules.award, so that the two can disagree.
"""

from fractions import Fraction as F
from itertools import product


def best(question: dict, rules: list[dict] | None = None) -> dict | None:
    """The best award's goal values, or None if no award keeps the rules."""
    return next(iter(all_best(question, question.get("rules", []) if rules is None else rules)), None)


def all_best(question: dict, rules: list[dict]) -> list[dict]:
    """Every award that none is better than; they share a key, but favours may leave them different costs."""
    found: list[dict] = []
    for choice in _choices(question):
        value = judge(question, rules, *choice)
        if value is not None and (not found or value["key"] <= found[0]["key"]):
            found = [*(one for one in found if one["key"] == value["key"]), value]
    return found


def _lots(question):
    return {lot["id"]: lot for lot in question["lots"]}


def _choices(question):
    lots = _lots(question)
    bundles = question.get("bundles", [])
    for taken in product([0, 1], repeat=len(bundles)):
        ranges = [quantities_of(lots[bid["lot"]], bid) for bid in question["bids"]]
        for quantities in product(*ranges):
            yield quantities, [b for b, used in zip(bundles, taken, strict=True) if used]


def quantities_of(lot, bid):
    total, step = F(lot["quantity"]), F(1) if lot["whole_units"] else F(1, 1000)
    most = min(total, F(bid.get("max_quantity", total)), F(bid["tiers"][-1]["up_to"]) if "tiers" in bid else total)
    least = F(bid.get("min_quantity", 0))
    steps = [step * n for n in range(1, int(total / step) + 1)] if lot["divisible"] else [total]
    return [F(0), *(q for q in steps if least <= q <= most)]


def amount(bid, quantity):
    if "unit_price" in bid:
        return F(bid["unit_price"]) * quantity
    if bid["pricing"] == "all_units":
        tier = next(t for t in bid["tiers"] if quantity <= F(t["up_to"]))
        return F(tier["unit_price"]) * quantity
    total, below = F(0), F(0)
    for tier in bid["tiers"]:
        inside = max(F(0), min(quantity, F(tier["up_to"])) - below)
        total, below = total + inside * F(tier["unit_price"]), F(tier["up_to"])
    return total


class Offer:
    """A taken bid or bundle with its quantity in each lot."""

    def __init__(self, row, quantities, amount, position=None):
        self.row, self.quantities, self.amount, self.position = row, quantities, amount, position
        self.supplier = row["supplier"]


def judge(question, rules, quantities, bundles):
    """What an award comes to, or None if it breaks a limit or a rule."""
    lots = _lots(question)
    suppliers = {s["id"]: s for s in question.get("suppliers", [])}
    taken = [
        Offer(bid, {bid["lot"]: q}, amount(bid, q), at)
        for at, (bid, q) in enumerate(zip(question["bids"], quantities, strict=True))
        if q
    ]
    in_bids = {lot: sum(o.quantities.get(lot, 0) for o in taken) for lot in lots}
    in_bundles = {lot: sum(F(lots[lot]["quantity"]) for b in bundles if lot in b["lots"]) for lot in lots}
    over = question.get("bundle_cover") == "at_least_once"
    for lot in lots:
        if in_bids[lot] + (0 if over else in_bundles[lot]) > F(lots[lot]["quantity"]):
            return None
    taken += [Offer(b, {lot: F(lots[lot]["quantity"]) for lot in b["lots"]}, F(b["amount"])) for b in bundles]
    winners = {o.supplier for o in taken}
    for winner in winners:
        limits = suppliers.get(winner, {})
        quantity = sum(sum(o.quantities.values()) for o in taken if o.supplier == winner)
        value = sum(o.amount for o in taken if o.supplier == winner)
        for name, have in (("quantity", quantity), ("value", value)):
            if not F(limits.get(f"min_{name}", 0)) <= have <= F(limits.get(f"max_{name}", 10**40)):
                return None
    if not all(_keeps(rule, taken, suppliers, lots) for rule in rules):
        return None
    return _goals(question, rules, taken, winners, suppliers, lots)


def _keeps(rule, taken, suppliers, lots):
    named = rule.get("lots") or list(lots)
    inside = [o for o in taken if set(o.quantities) & set(named)]
    won = {o.supplier for o in inside}
    kind, value = rule["kind"], F(str(rule.get("value", 0)))
    if kind == "max_suppliers":
        return len(won) <= value
    if kind == "min_suppliers":
        return len(won) >= value
    if kind == "require":
        return rule["supplier"] in won
    if kind == "exclude":
        return rule["supplier"] not in won
    if kind in ("max_share", "min_share"):
        return _keeps_share(rule, inside, named, won, value)
    return _keeps_each(rule, taken, suppliers, won, value)


def _keeps_each(rule, taken, suppliers, won, value):
    if rule["kind"] == "max_lots":
        mine = {s: {lot for o in taken if o.supplier == s for lot in o.quantities} for s in won}
        return all(len(mine[s]) <= value for s in won if rule["supplier"] in ("*", s))
    if rule["kind"] == "max_delivery_days":
        return all(o.row.get("delivery_days", 10**9) <= value for o in taken)
    if rule["kind"] == "min_score":
        return all(F(suppliers.get(s, {}).get("score", -1)) >= value for s in won)
    return True


def _keeps_share(rule, inside, named, won, value):
    def measure(offer):
        if rule["of"] == "value":
            return offer.amount
        return sum(q for lot, q in offer.quantities.items() if lot in named)

    total = sum(measure(o) for o in inside)
    for s in won if rule["supplier"] == "*" else {rule["supplier"]}:
        his = sum(measure(o) for o in inside if o.supplier == s)
        if rule["kind"] == "max_share" and his > value * total:
            return False
        if rule["kind"] == "min_share" and (his < value * total or (value and s not in won)):
            return False
    return True


def _goals(question, rules, taken, winners, suppliers, lots):
    factor = {s: F(1) for s in winners}
    for rule in rules:
        if rule["kind"] == "favour" and rule["supplier"] in winners:
            factor[rule["supplier"]] *= 1 - F(rule["percent"]) / 100
    charged = _charges(question, taken, winners, suppliers)
    charges = sum(charged.values(), F(0))
    cost = charges + sum(o.amount for o in taken)
    compared = charges + sum(o.amount * factor[o.supplier] for o in taken)
    short = {lot: F(lots[lot]["quantity"]) - sum(o.quantities.get(lot, 0) for o in taken) for lot in lots}
    uncovered = sum(max(F(0), s) / F(lots[lot]["quantity"]) for lot, s in short.items())
    bids = [o for o in taken if o.position is not None]
    share = {o.position: o.quantities[o.row["lot"]] / F(lots[o.row["lot"]]["quantity"]) for o in bids}
    points = sum(F(o.row.get("points", 0)) * share[o.position] for o in bids)
    position = sum(o.position * share[o.position] for o in bids)
    first = [-points] if question.get("objective") == "points" else []
    return {
        "key": (uncovered, *first, compared, len(winners), position),
        "cost": cost,
        "compared": compared,
        "uncovered": uncovered,
        "short": short,
        "charges": charged,
        "amounts": [o.amount for o in bids],
        "savings": _savings(taken, lots, cost),
    }


def _charges(question, taken, winners, suppliers):
    """By winner, first those listed as suppliers, then as the offers come."""
    offers = [*question.get("suppliers", []), *question["bids"], *question.get("bundles", [])]
    names = dict.fromkeys(row.get("supplier", row.get("id")) for row in offers)
    return {
        name: F(suppliers.get(name, {}).get("fixed_charge", 0))
        + sum(F(o.row.get("fixed_charge", 0)) for o in taken if o.supplier == name)
        for name in names
        if name in winners
    }


def _savings(taken, lots, cost):
    awarded = {lot: sum(o.quantities.get(lot, 0) for o in taken) for lot in lots}
    named = [lot for lot, quantity in awarded.items() if quantity]
    if not named or any("baseline_unit_price" not in lots[lot] for lot in named):
        return None
    return sum(F(lots[lot]["baseline_unit_price"]) * awarded[lot] for lot in named) - cost
