"""Order, receipts and invoice, gathered line by line into exact values."""

from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from srm.money.exact import exact

NOTHING = Fraction(0)


@dataclass(frozen=True)
class Tolerance:
    """How far a value may lie from its reference; with both limits given, either may allow it."""

    percent: Fraction = NOTHING
    absolute: Fraction = NOTHING
    both_sides: bool = False

    def allowance(self, base: Fraction) -> Fraction:
        """The larger of the two limits; ``base`` is what the percentage is of."""
        return max(self.absolute, base * self.percent / 100)


@dataclass(frozen=True)
class InvoiceRow:
    quantity: Fraction
    unit_price: Fraction
    amount: Fraction


@dataclass
class Line:
    """One ordered line with everything that was received and invoiced against it."""

    id: str
    ordered: Fraction
    price: Fraction
    accepted: Fraction = NOTHING
    invoiced_before: Fraction = NOTHING
    rows: list[InvoiceRow] = field(default_factory=list)

    @property
    def invoiced(self) -> Fraction:
        return sum((row.quantity for row in self.rows), NOTHING)

    @property
    def still_open(self) -> Fraction:
        """Accepted and not yet invoiced; below zero when earlier invoices used up a tolerance."""
        return self.accepted - self.invoiced_before


def read_tolerance(row: dict[str, Any] | None) -> Tolerance:
    given = row or {}
    return Tolerance(
        percent=exact(given.get("percent", "0")),
        absolute=exact(given.get("absolute", "0")),
        both_sides=given.get("side", "over") == "both",
    )


def read_lines(data: dict[str, Any]) -> dict[str, Line]:
    """The ordered lines in input order. What names no ordered line is left out here and found as a fault."""
    lines = {
        row["id"]: Line(row["id"], exact(row["quantity"]), exact(row["unit_price"])) for row in data["order"]["lines"]
    }
    for row in data["receipts"]:
        if line := lines.get(row["line"]):
            line.accepted += exact(row["accepted"])
    for row in data.get("invoiced", []):
        if line := lines.get(row["line"]):
            line.invoiced_before += exact(row["quantity"])
    for row in data["invoice"]["lines"]:
        if line := lines.get(row["line"]):
            line.rows.append(InvoiceRow(exact(row["quantity"]), exact(row["unit_price"]), exact(row["amount"])))
    return lines
