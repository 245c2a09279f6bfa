"""Random small award questions that use every field of the format."""

from hypothesis import strategies as st

SUPPLIERS = ["A", "B", "C"]
PRICES = st.sampled_from(["0", "1", "2", "2.5", "3.33", "4", "5", "0.000001", "7.77"])


def _maybe(draw, row, name, values, odds=3):
    if draw(st.integers(0, odds)) == 0:
        row[name] = draw(values)


@st.composite
def questions(draw, *, rules=True):
    lots = [_lot(draw, f"L{n}") for n in range(draw(st.integers(1, 2)))]
    ids = [lot["id"] for lot in lots]
    pairs = [(s, lot) for s in SUPPLIERS for lot in ids]
    chosen = draw(st.lists(st.sampled_from(pairs), min_size=0, max_size=4, unique=True))
    question = {"currency": "EUR", "lots": lots, "bids": [_bid(draw, s, lot) for s, lot in chosen]}
    _maybe(draw, question, "objective", st.just("points"))
    question["suppliers"] = [_supplier(draw, s) for s in SUPPLIERS if draw(st.booleans())]
    count = draw(st.sampled_from([0, 0, 1, 2]))
    question["bundles"] = [_bundle(draw, f"B{n}", ids) for n in range(count)]
    _maybe(draw, question, "bundle_cover", st.just("at_least_once"), odds=1)
    most = draw(st.integers(0, 3)) if rules else 0
    question["rules"] = [_rule(draw, ids) for _ in range(most)]
    return question


def _lot(draw, name):
    lot = {"id": name, "divisible": draw(st.integers(0, 3)) > 0, "whole_units": draw(st.booleans())}
    lot["quantity"] = draw(st.sampled_from(["1", "3", "4", "5"] if lot["whole_units"] else ["0.003", "0.005"]))
    return lot


def _bid(draw, supplier, lot):
    bid = {"supplier": supplier, "lot": lot}
    if draw(st.booleans()):
        bid["unit_price"] = draw(PRICES)
    else:
        bid["pricing"] = draw(st.sampled_from(["incremental", "all_units"]))
        ends = draw(st.sampled_from([["2", "4"], ["1", "2.5", "9"], ["0.002", "0.004", "5"], ["3"]]))
        bid["tiers"] = [{"up_to": end, "unit_price": draw(PRICES)} for end in ends]
    _maybe(draw, bid, "min_quantity", st.sampled_from(["2", "0.002", "1.5"]))
    _maybe(draw, bid, "max_quantity", st.sampled_from(["3", "0.003", "2.5"]))
    _maybe(draw, bid, "fixed_charge", st.sampled_from(["1", "3"]))
    _maybe(draw, bid, "delivery_days", st.integers(5, 15), odds=1)
    _maybe(draw, bid, "points", st.sampled_from(["50", "80", "88.5"]), odds=1)
    return bid


def _supplier(draw, name):
    row = {"id": name}
    _maybe(draw, row, "fixed_charge", st.sampled_from(["1", "2.5", "10"]), odds=1)
    for limit, values in (("min_quantity", ["2", "0.003"]), ("max_quantity", ["4", "3.5"])):
        _maybe(draw, row, limit, st.sampled_from(values))
    for limit, values in (("min_value", ["3", "6.66"]), ("max_value", ["9", "11"])):
        _maybe(draw, row, limit, st.sampled_from(values))
    _maybe(draw, row, "score", st.sampled_from(["60", "80"]), odds=1)
    return row


def _bundle(draw, name, lots):
    inside = draw(st.lists(st.sampled_from(lots), min_size=1, unique=True))
    supplier = draw(st.sampled_from(SUPPLIERS))
    return {"id": name, "supplier": supplier, "lots": inside, "amount": draw(st.sampled_from(["1", "6", "9.99"]))}


def _rule(draw, lots):
    kind = draw(st.sampled_from(KINDS))
    row = {"kind": kind}
    if kind in ("max_suppliers", "min_suppliers"):
        row["value"] = draw(st.integers(0, 3))
    if kind in ("max_share", "min_share"):
        row["supplier"] = draw(st.sampled_from([*SUPPLIERS, "*"]))
        row["of"] = draw(st.sampled_from(["quantity", "value"]))
        row["value"] = draw(st.sampled_from(["0", "0.25", "0.333", "0.5", "0.6", "1"]))
    if kind == "max_lots":
        row |= {"supplier": draw(st.sampled_from([*SUPPLIERS, "*"])), "value": draw(st.integers(0, 1))}
    if kind in ("require", "exclude", "favour"):
        row["supplier"] = draw(st.sampled_from(SUPPLIERS))
    if kind == "favour":
        row["percent"] = draw(st.sampled_from(["5", "10", "33.3"]))
    if kind in ("max_delivery_days", "min_score"):
        row["value"] = 10 if kind == "max_delivery_days" else "70"
    if kind in NAMING_LOTS:
        _maybe(draw, row, "lots", st.lists(st.sampled_from(lots), min_size=1, unique=True), odds=1)
    return row


NAMING_LOTS = ("max_suppliers", "min_suppliers", "max_share", "min_share", "require", "exclude")
KINDS = (*NAMING_LOTS, "max_lots", "favour", "max_delivery_days", "min_score")
