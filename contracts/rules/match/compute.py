"""Three-way match: what was ordered, what was accepted, what is invoiced, and how much of it may be paid.

Line amounts and ``total`` are net. Percentages are of the ordered value, for invoiced against accepted of the
accepted quantity. ``payable`` never exceeds accepted quantity × ordered price, each with its tolerance.
"""

from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from typing import Any

from contracts.rules.match.faults import find_faults
from contracts.rules.match.model import NOTHING, Line, Tolerance, read_lines, read_tolerance
from srm.money.exact import half_up, minor_unit, money_text


class Outcome(StrEnum):
    """Where a value lies against its reference, the best first."""

    OK = "ok"
    UNDER = "under"
    OVER = "over"


SEVERITY = list(Outcome)


@dataclass(frozen=True)
class Tolerances:
    quantity: Tolerance
    unit_price: Tolerance
    amount: Tolerance


def compute(data: dict[str, Any]) -> dict[str, Any]:
    """The match of one invoice; a mismatch is an answer, never an error."""
    given, currency = data["tolerance"], data["order"]["currency"]
    tolerances = Tolerances(*(read_tolerance(given.get(name)) for name in ("quantity", "unit_price", "amount")))
    lines = read_lines(data)
    faults = list(find_faults(data, lines))
    invoiced = [line for line in lines.values() if line.rows]
    rows = [match_line(tolerances, line, minor_unit(currency)) for line in invoiced]
    stopped = bool(faults) or any(_is_exception(tolerances, row) for row in rows)
    payable = NOTHING if faults else sum((payable_amount(tolerances, line) for line in invoiced), NOTHING)
    return {
        "status": "exception" if stopped else "matched",
        "lines": [{name: str(value) for name, value in row.items()} for row in rows],
        "faults": faults,
        "payable": money_text(payable, currency),
    }


def match_line(tolerances: Tolerances, line: Line, places: int) -> dict[str, str]:
    """Quantity, unit price and amount of an invoiced line against their references; the worse is shown."""
    expected = sum((Fraction(half_up(row.quantity * row.unit_price, places)) for row in line.rows), NOTHING)
    amount = sum((row.amount for row in line.rows), NOTHING)
    prices = [compare(row.unit_price, line.price, line.price, tolerances.unit_price) for row in line.rows]
    return {
        "line": line.id,
        "quantity": _worst(
            compare(line.invoiced, line.still_open, line.accepted, tolerances.quantity),
            compare(line.accepted, line.ordered, line.ordered, tolerances.quantity),
        ),
        "unit_price": _worst(*prices),
        "amount": compare(amount, expected, line.ordered * line.price, tolerances.amount),
    }


def compare(value: Fraction, reference: Fraction, base: Fraction, tolerance: Tolerance) -> Outcome:
    allowed = tolerance.allowance(base)
    if value > reference + allowed:
        return Outcome.OVER
    return Outcome.UNDER if value < reference - allowed else Outcome.OK


def _worst(*outcomes: Outcome) -> Outcome:
    return max(outcomes, key=SEVERITY.index)


def _is_exception(tolerances: Tolerances, row: dict[str, str]) -> bool:
    """Too much always stops an invoice; too little only where its tolerance looks at both sides."""
    return any(
        row[name] == Outcome.OVER or (row[name] == Outcome.UNDER and getattr(tolerances, name).both_sides)
        for name in ("quantity", "unit_price", "amount")
    )


def payable_amount(tolerances: Tolerances, line: Line) -> Fraction:
    """What may be paid of a line: rows in invoice order until the open quantity and its tolerance are used up."""
    left = max(NOTHING, line.still_open + tolerances.quantity.allowance(line.accepted))
    top_price = line.price + tolerances.unit_price.allowance(line.price)
    payable = NOTHING
    for row in line.rows:
        quantity = min(row.quantity, left)
        payable += quantity * min(row.unit_price, top_price)
        left -= quantity
    return payable
