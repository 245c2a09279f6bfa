"""The match beside the form, for both doors."""

from decimal import Decimal
from typing import Any

from contracts.forms.invoice import invoice_forms, invoice_inputs
from contracts.models import PurchaseOrder
from contracts.queries.match import preview
from contracts.queries.wording import fault_text, outcome_text


def preview_of(order: PurchaseOrder, posted: Any) -> dict[str, Any]:
    """Return what the match would say of a form that is being typed, in words; nothing is stored."""
    _head, lines, taxes = invoice_forms(order, posted)
    if not all([lines.is_valid(), taxes.is_valid()]):
        return {"order": order, "incomplete": True}
    rows, tax_rows = invoice_inputs([r for _n, r in lines.given()], [r for _n, r in taxes.given()])
    if not rows:
        return {"order": order, "incomplete": True}
    given = [(r.order_line.pk, r.quantity, r.unit_price, r.amount) for r in rows]
    result = preview(order, given, [(t.rate, t.base, t.amount) for t in tax_rows])
    net, tax = sum((r.amount for r in rows), Decimal(0)), sum((t.amount for t in tax_rows), Decimal(0))
    names = {str(r.order_line.position): r.order_line.description for r in rows}
    return {
        "order": order, "matched": result["status"] == "matched", "payable": Decimal(result["payable"]),
        "net": net, "tax": tax, "gross": net + tax, "faults": [fault_text(f) for f in result["faults"]],
        "differences": [
            (names.get(row["line"], row["line"]), [text for text in outcome_text(row) if text])
            for row in result["lines"]
            if any(outcome_text(row))
        ],
    }  # fmt: skip
