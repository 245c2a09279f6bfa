"""Random award questions from a seed, with every field and every kind of rule, in two sizes.

Small ones can be tried out award by award (award_enumeration); middle ones go to another solver (cp_sat_peer).
"""

import random

SUPPLIERS = ["A", "B", "C", "D", "E"]
ON_LOTS = ("max_suppliers", "min_suppliers", "max_share", "min_share", "require", "exclude")
KINDS = (*ON_LOTS, "max_lots", "favour", "max_delivery_days", "min_score")


class Draw(random.Random):
    def maybe(self, row, odds, **fields):
        """Each field with its own chance; a value is drawn from the list."""
        for name, values in fields.items():
            if self.random() < odds:
                row[name] = self.choice(values)


def small(seed):
    """At most some ten thousand awards."""
    draw = Draw(seed)
    suppliers = SUPPLIERS[: draw.randint(2, 3)]
    lots = [_lot(draw, f"L{n}", [1, 2, 3, 4]) for n in range(draw.randint(1, 3))]
    return _question(draw, suppliers, lots, most_bids=draw.choice([3, 4, 5]))


def middle(seed):
    draw = Draw(seed)
    suppliers = SUPPLIERS[: draw.randint(3, 5)]
    lots = [_lot(draw, f"L{n}", list(range(3, 30))) for n in range(draw.randint(2, 5))]
    return _question(draw, suppliers, lots, most_bids=draw.randint(6, 16))


def _question(draw, suppliers, lots, most_bids):
    names = [lot["id"] for lot in lots]
    pairs = [(supplier, name) for supplier in suppliers for name in names]
    chosen = draw.sample(pairs, min(most_bids, len(pairs)))
    question = {"currency": draw.choice(["EUR", "JPY", "KWD"]), "lots": lots}
    question["bids"] = [_bid(draw, supplier, next(one for one in lots if one["id"] == n)) for supplier, n in chosen]
    question["suppliers"] = [_supplier(draw, name, lots) for name in suppliers if draw.random() < 0.7]
    question["bundles"] = [_bundle(draw, f"B{n}", suppliers, names) for n in range(draw.choice([0, 0, 1, 2]))]
    draw.maybe(question, 0.3, objective=["points", "cost"], bundle_cover=["at_least_once", "exactly_once"])
    question["rules"] = [_rule(draw, suppliers, names) for _ in range(draw.choice([0, 1, 1, 2, 2, 3, 4]))]
    return question


def _lot(draw, name, sizes):
    lot = {"id": name, "divisible": draw.random() < 0.8, "whole_units": draw.random() < 0.7}
    units = draw.choice(sizes)
    lot["quantity"] = str(units) if lot["whole_units"] else f"0.{units:03}"
    draw.maybe(lot, 0.7, baseline_unit_price=["3", "7.5"])
    return lot


def _part(draw, lot):
    """A quantity up to a bit more than the lot, now and then between two units."""
    step = 1 if lot["whole_units"] else 0.001
    units = draw.randint(1, round(float(lot["quantity"]) / step) + 1) + draw.choice([0, 0, 0, 0.5])
    return f"{units * step:.4f}".rstrip("0").rstrip(".")


def _price(draw):
    return draw.choice([f"{draw.randint(1, 900) / 100:.2f}", str(draw.randint(0, 9)), "2.505"])


def _bid(draw, supplier, lot):
    bid = {"supplier": supplier, "lot": lot["id"]}
    if draw.random() < 0.4:
        bid["unit_price"] = _price(draw)
    else:
        bid["pricing"] = draw.choice(["incremental", "all_units"])
        ends = sorted({float(_part(draw, lot)) for _ in range(draw.randint(1, 3))})
        bid["tiers"] = [{"up_to": f"{end:g}", "unit_price": _price(draw)} for end in ends]
    draw.maybe(bid, 0.2, min_quantity=[_part(draw, lot)], max_quantity=[_part(draw, lot)])
    draw.maybe(bid, 0.2, fixed_charge=["1", "3.3"])
    draw.maybe(bid, 0.6, delivery_days=[9, 10, 11], points=["50", "80", "88.5"])
    return bid


def _supplier(draw, name, lots):
    row = {"id": name}
    draw.maybe(row, 0.3, fixed_charge=["1", "2.5", "10"])
    total = sum(float(lot["quantity"]) for lot in lots)
    draw.maybe(row, 0.15, min_quantity=[f"{total * part:.4f}" for part in (0.2, 0.5)])
    draw.maybe(row, 0.15, max_quantity=[f"{total * part:.4f}" for part in (0.4, 0.7)])
    draw.maybe(row, 0.15, min_value=["3", "20", "0.01"], max_value=["9", "60", "0.05"])
    draw.maybe(row, 0.6, score=["69.9", "70", "80"])
    return row


def _bundle(draw, name, suppliers, lots):
    inside = draw.sample(lots, draw.randint(1, len(lots)))
    return {"id": name, "supplier": draw.choice(suppliers), "lots": inside, "amount": _price(draw)}


def _rule(draw, suppliers, lots):
    row = {"kind": draw.choice(KINDS)}
    kind, anyone = row["kind"], draw.choice([*suppliers, "*", "*"])
    if kind in ("max_suppliers", "min_suppliers"):
        row["value"] = draw.randint(0, 3)
    elif kind in ("max_share", "min_share"):
        row |= {"supplier": anyone, "of": draw.choice(["quantity", "value"])}
        row["value"] = draw.choice(["0", "0.25", "0.33", "0.5", "0.6", "1"])
    elif kind == "max_lots":
        row |= {"supplier": anyone, "value": draw.randint(0, 2)}
    elif kind in ("require", "exclude", "favour"):
        row["supplier"] = draw.choice([*suppliers, *suppliers, "Z"])
    else:
        row["value"] = 10 if kind == "max_delivery_days" else "70"
    if kind == "favour":
        row["percent"] = draw.choice(["5", "10", "30", "100"])
    if kind in ON_LOTS and draw.random() < 0.4:
        row["lots"] = draw.sample(lots, draw.randint(1, len(lots)))
    return row
