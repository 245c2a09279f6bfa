"""What makes an invoice wrong in itself, whatever the tolerances."""

from collections.abc import Iterator
from fractions import Fraction
from typing import Any

from contracts.rules.match.model import NOTHING, Line
from srm.money.exact import exact, half_up, minor_unit, money_text, plain_text


def find_faults(data: dict[str, Any], lines: dict[str, Line]) -> Iterator[str]:
    """Sentences for the person who has to send the invoice back."""
    invoice, ordered = data["invoice"], data["order"]["currency"]
    if invoice["currency"] != ordered:
        yield f"invoice.currency is {invoice['currency']} but the order is in {ordered}"
    yield from _line_faults(invoice, lines)
    yield from _total_faults(invoice)
    yield from _tax_faults(invoice)


def _line_faults(invoice: dict[str, Any], lines: dict[str, Line]) -> Iterator[str]:
    for name in dict.fromkeys(row["line"] for row in invoice["lines"]):
        if name not in lines:
            yield f"invoice line {name} was not ordered"
        elif not lines[name].accepted:
            yield f"nothing was accepted of invoice line {name}"


def _total_faults(invoice: dict[str, Any]) -> Iterator[str]:
    total, currency = exact(invoice["total"]), invoice["currency"]
    added = sum((exact(row["amount"]) for row in invoice["lines"]), NOTHING)
    if total != added:
        yield f"invoice.total is {_shown(total, currency)} but its lines add up to {_shown(added, currency)}"


def _tax_faults(invoice: dict[str, Any]) -> Iterator[str]:
    currency, taxes, total = invoice["currency"], invoice.get("taxes", []), exact(invoice["total"])
    for index, tax in enumerate(taxes):
        amount, base, rate = exact(tax["amount"]), exact(tax["base"]), exact(tax["rate"])
        expected = Fraction(half_up(base * rate / 100, minor_unit(currency)))
        if amount != expected:
            yield (
                f"invoice.taxes[{index}].amount is {_shown(amount, currency)} but "
                f"{plain_text(rate)} % of {_shown(base, currency)} is {_shown(expected, currency)}"
            )
    bases = sum((exact(tax["base"]) for tax in taxes), NOTHING)
    if taxes and bases != total:
        yield f"invoice.taxes have bases of {_shown(bases, currency)} but invoice.total is {_shown(total, currency)}"
    if "gross_total" in invoice:
        gross, due = exact(invoice["gross_total"]), total + sum((exact(tax["amount"]) for tax in taxes), NOTHING)
        if gross != due:
            yield (
                f"invoice.gross_total is {_shown(gross, currency)} but "
                f"total and taxes add up to {_shown(due, currency)}"
            )


def _shown(amount: Fraction, currency: str) -> str:
    """At the minor unit, or with every digit where the invoice gave finer ones."""
    text = money_text(amount, currency)
    return text if exact(text) == amount else plain_text(amount)
