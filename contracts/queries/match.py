"""What the three-way match is given, and how its answer reads."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.db.models import Sum

from contracts.models import Invoice, InvoiceLine, OrderLine, PurchaseOrder
from contracts.rules.match.compute import compute
from contracts.states import InvoiceStatus

CLAIMING = (InvoiceStatus.MATCHED, InvoiceStatus.APPROVED, InvoiceStatus.PAID)
COMPARED = ("quantity", "unit_price", "amount")


@dataclass(frozen=True)
class MatchRow:
    """One line of an invoice beside its order and its receipts, with what the match says of each value."""

    position: str
    description: str
    unit: str
    ordered: Decimal
    accepted: Decimal
    rejected: Decimal
    before: Decimal  # what other invoices claim of it
    quantity: Decimal
    order_price: Decimal
    unit_price: Decimal
    amount: Decimal
    outcomes: dict[str, str]

    @property
    def differs(self) -> bool:
        return any(value != "ok" for value in self.outcomes.values())

    @property
    def open(self) -> Decimal:
        """What was accepted and nobody has invoiced yet."""
        return max(self.accepted - self.before, Decimal(0))


def tolerance() -> dict[str, dict[str, str]]:
    """Return how far an invoice may lie above the order, from the settings."""
    return {
        "quantity": {"percent": settings.MATCH_QUANTITY_PERCENT},
        "unit_price": {"percent": settings.MATCH_PRICE_PERCENT},
        "amount": {"absolute": settings.MATCH_AMOUNT},
    }


def claimed(order: PurchaseOrder, but: Invoice | None = None) -> dict[int, Decimal]:
    """Return how much of each order line other invoices (matched, approved, paid) claim: nothing is billed twice."""
    rows = InvoiceLine.objects.filter(invoice__order=order, invoice__status__in=CLAIMING)
    if but is not None:
        rows = rows.exclude(invoice=but)
    return dict(rows.values("order_line").annotate(total=Sum("quantity")).values_list("order_line", "total"))


def match_input(invoice: Invoice) -> dict[str, Any]:
    """Return the input of the published calculation for a stored invoice."""
    rows = [(r.order_line_id, r.quantity, r.unit_price, r.amount) for r in invoice.lines.all()]
    taxes = [(t.rate, t.base, t.amount) for t in invoice.taxes.all()]
    lines = list(invoice.order.lines.order_by("position"))
    return build_input(invoice.order, lines, rows, taxes, claimed(invoice.order, invoice))


def preview(order: PurchaseOrder, rows: list[tuple], taxes: list[tuple]) -> dict[str, Any]:
    """Return what the match would say of an invoice that is being typed; nothing is stored."""
    return compute(build_input(order, list(order.lines.order_by("position")), rows, taxes, claimed(order)))


def build_input(
    order: PurchaseOrder, lines: list[OrderLine], rows: list[tuple], taxes: list[tuple], before: dict[int, Decimal]
) -> dict[str, Any]:
    """Gather order, receipts and invoice; `rows` are (order line key, quantity, unit price, amount)."""
    place = {line.pk: str(line.position) for line in lines}
    net, tax = sum((r[3] for r in rows), Decimal(0)), sum((t[2] for t in taxes), Decimal(0))
    return {
        "tolerance": tolerance(),
        "order": {
            "currency": order.currency,
            "lines": [
                {"id": place[li.pk], "quantity": _text(li.quantity), "unit_price": _text(li.unit_price)} for li in lines
            ],
        },
        "receipts": [
            {"line": place[li.pk], "accepted": _text(li.accepted), "rejected": _text(li.rejected)} for li in lines
        ],
        "invoiced": [{"line": place[pk], "quantity": _text(value)} for pk, value in sorted(before.items())],
        "invoice": {
            "currency": order.currency,
            "lines": [
                {"line": place[r[0]], "quantity": _text(r[1]), "unit_price": _text(r[2]), "amount": _text(r[3])}
                for r in rows
            ],
            "total": _text(net),
            "taxes": [{"rate": _text(t[0]), "base": _text(t[1]), "amount": _text(t[2])} for t in taxes],
            "gross_total": _text(net + tax),
        },
    }


def match_reasons(result: dict[str, Any]) -> list[str]:
    """Return the faults, and each value that differs as `2: unit_price over`."""
    wrong = [f"{row['line']}: {name} {row[name]}" for row in result["lines"] for name in COMPARED if row[name] != "ok"]
    return [*result["faults"], *wrong]


def match_rows(invoice: Invoice) -> list[MatchRow]:
    """Return the three-way table of a matched invoice, as it was matched; two queries."""
    given, result = invoice.match_input, invoice.match_result
    if not result:
        return []
    lines = {str(li.position): li for li in invoice.order.lines.select_related("unit")}
    ordered = {row["id"]: row for row in given["order"]["lines"]}
    received = {row["line"]: row for row in given["receipts"]}
    before = {row["line"]: Decimal(row["quantity"]) for row in given["invoiced"]}
    outcomes = {row["line"]: {name: row[name] for name in COMPARED} for row in result["lines"]}
    return [
        MatchRow(
            position=row["line"], description=lines[row["line"]].description, unit=str(lines[row["line"]].unit),
            ordered=Decimal(ordered[row["line"]]["quantity"]), accepted=Decimal(received[row["line"]]["accepted"]),
            rejected=Decimal(received[row["line"]]["rejected"]), before=before.get(row["line"], Decimal(0)),
            quantity=Decimal(row["quantity"]), order_price=Decimal(ordered[row["line"]]["unit_price"]),
            unit_price=Decimal(row["unit_price"]), amount=Decimal(row["amount"]),
            outcomes=outcomes.get(row["line"], {}),
        )
        for row in given["invoice"]["lines"]
    ]  # fmt: skip


def _text(value: Decimal) -> str:
    return format(value.normalize(), "f")
