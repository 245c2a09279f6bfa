"""From the checked JSON to the question: exact numbers, and the faults that a schema cannot see."""

from collections.abc import Iterable
from fractions import Fraction
from typing import Any

from srm.money.exact import CalcError, exact
from tenders.rules.award.question import EVERYONE, Bid, Bundle, Lot, Question, Rule, Supplier, Tier

THOUSANDTH = Fraction(1, 1000)
TIME_LIMIT_S = "30"
MOST_OFFERS = 20_000  # bids and bundles; the time limit is the solver's, and the model has to be built before it runs
Faults = list[tuple[str, str]]


def read_question(data: dict[str, Any]) -> Question:
    """The question, or CalcError with every fault found."""
    if len(data["bids"]) + len(data.get("bundles", [])) > MOST_OFFERS:
        raise CalcError([("bids", f"more than {MOST_OFFERS} bids and bundles")])
    faults = [*_lot_faults(data), *_bid_faults(data), *_bundle_faults(data), *_rule_faults(data)]
    if faults:
        raise CalcError(faults)
    lots = {row["id"]: _lot(row) for row in data["lots"]}
    solver = data.get("solver", {})
    return Question(
        currency=data["currency"],
        points_first=data.get("objective") == "points",
        lots=lots,
        suppliers=_suppliers(data),
        bids=tuple(_bid(position, row) for position, row in enumerate(data["bids"])),
        bundles=tuple(_bundle(row) for row in data.get("bundles", [])),
        over_cover=data.get("bundle_cover") == "at_least_once",
        rules=tuple(_rule(index, row, lots) for index, row in enumerate(data.get("rules", []))),
        time_limit_s=float(exact(solver.get("time_limit_s", TIME_LIMIT_S))),
        gap=float(exact(solver.get("gap", "0"))),
    )


def _lot(row: dict[str, Any]) -> Lot:
    return Lot(
        id=row["id"],
        quantity=exact(row["quantity"]),
        divisible=row["divisible"],
        unit=_unit(row),
        baseline_unit_price=_optional(row, "baseline_unit_price"),
    )


def _unit(row: dict[str, Any]) -> Fraction:
    return Fraction(1) if row["whole_units"] else THOUSANDTH


def _optional(row: dict[str, Any], name: str) -> Fraction | None:
    return exact(row[name]) if name in row else None


def _amount(row: dict[str, Any], name: str) -> Fraction:
    return exact(row.get(name, "0"))


def _suppliers(data: dict[str, Any]) -> dict[str, Supplier]:
    known = {row["id"]: _supplier(row) for row in data.get("suppliers", [])}
    for row in (*data["bids"], *data.get("bundles", [])):
        known.setdefault(row["supplier"], Supplier(row["supplier"]))
    return known


def _supplier(row: dict[str, Any]) -> Supplier:
    limits = ("min_quantity", "max_quantity", "min_value", "max_value", "score")
    return Supplier(
        id=row["id"],
        fixed_charge=_amount(row, "fixed_charge"),
        **{name: _optional(row, name) for name in limits},
    )


def _bid(position: int, row: dict[str, Any]) -> Bid:
    return Bid(
        position=position,
        supplier=row["supplier"],
        lot=row["lot"],
        tiers=tuple(_tiers(row)),
        all_units=row.get("pricing") == "all_units",
        min_quantity=_amount(row, "min_quantity"),
        max_quantity=_optional(row, "max_quantity"),
        fixed_charge=_amount(row, "fixed_charge"),
        delivery_days=row.get("delivery_days"),
        points=_amount(row, "points"),
    )


def _tiers(row: dict[str, Any]) -> Iterable[Tier]:
    if "unit_price" in row:
        return [Tier(None, exact(row["unit_price"]))]
    return [Tier(exact(tier["up_to"]), exact(tier["unit_price"])) for tier in row["tiers"]]


def _bundle(row: dict[str, Any]) -> Bundle:
    return Bundle(row["id"], row["supplier"], tuple(row["lots"]), exact(row["amount"]))


def _rule(index: int, row: dict[str, Any], lots: dict[str, Lot]) -> Rule:
    value = row.get("percent" if row["kind"] == "favour" else "value", 0)
    return Rule(
        index=index,
        kind=row["kind"],
        lots=tuple(row.get("lots") or lots),
        supplier=row.get("supplier", ""),
        of=row.get("of", ""),
        value=exact(str(value)),
    )


def _lot_faults(data: dict[str, Any]) -> Faults:
    return [
        (f"lots[{at}].quantity", f"not a multiple of {'1' if row['whole_units'] else '0.001'}")
        for at, row in enumerate(data["lots"])
        if (exact(row["quantity"]) / _unit(row)).denominator != 1
    ]


def _bid_faults(data: dict[str, Any]) -> Faults:
    lots = {row["id"] for row in data["lots"]}
    faults: Faults = []
    for at, row in enumerate(data["bids"]):
        path = f"bids[{at}]"
        faults += _unknown_lots(f"{path}.lot", [row["lot"]], lots)
        faults += _supplier_faults(f"{path}.supplier", row["supplier"])
        faults += _tier_faults(path, row)
    for at, row in enumerate(data.get("suppliers", [])):
        faults += _supplier_faults(f"suppliers[{at}].id", row["id"])
    return faults


def _supplier_faults(path: str, supplier: str) -> Faults:
    return [(path, '"*" means every supplier and cannot name one')] if supplier == EVERYONE else []


def _tier_faults(path: str, row: dict[str, Any]) -> Faults:
    if ("tiers" in row) != ("pricing" in row):
        wrong = "needs pricing" if "tiers" in row else "pricing is only for tiers"
        return [(f"{path}.pricing", wrong)]
    ends = [exact(tier["up_to"]) for tier in row.get("tiers", [])]
    return [
        (f"{path}.tiers[{at}].up_to", "not above the tier before it")
        for at in range(1, len(ends))
        if ends[at] <= ends[at - 1]
    ]


def _bundle_faults(data: dict[str, Any]) -> Faults:
    lots = {row["id"] for row in data["lots"]}
    faults: Faults = []
    for at, row in enumerate(data.get("bundles", [])):
        faults += _unknown_lots(f"bundles[{at}].lots", row["lots"], lots)
        faults += _supplier_faults(f"bundles[{at}].supplier", row["supplier"])
    return faults


def _unknown_lots(path: str, named: list[str], lots: set[str]) -> Faults:
    """Names that are no lot, and names given twice."""
    faults: Faults = []
    seen: set[str] = set()
    for at, name in enumerate(named):
        where = path if path.endswith(".lot") else f"{path}[{at}]"
        if name not in lots:
            faults.append((where, f'no such lot: "{name}"'))
        elif name in seen:
            faults.append((where, f'lot named twice: "{name}"'))
        seen.add(name)
    return faults


LIMITS = {"max_share": ("value", 1), "min_share": ("value", 1), "favour": ("percent", 100)}
FOR_EVERYONE = {"max_share", "min_share", "max_lots"}


def _rule_faults(data: dict[str, Any]) -> Faults:
    lots = {row["id"] for row in data["lots"]}
    faults: Faults = []
    for at, row in enumerate(data.get("rules", [])):
        path = f"rules[{at}]"
        faults += _unknown_lots(f"{path}.lots", row.get("lots", []), lots)
        if row["kind"] not in FOR_EVERYONE:
            faults += _supplier_faults(f"{path}.supplier", row.get("supplier", ""))
        name, most = LIMITS.get(row["kind"], ("", 0))
        if name and exact(row[name]) > most:
            faults.append((f"{path}.{name}", f"more than {most}"))
    return faults
