"""The form of an invoice: for finance who types it, and for the supplier who sends it."""

from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from contracts.forms.lines import LineSet, amount_field, day_field, plain, sheet
from contracts.models import OrderLine, PurchaseOrder
from contracts.queries.match import claimed
from contracts.services import InvoiceLineInput, TaxInput
from srm.clock import organisation_today

CENT = Decimal("0.01")


class InvoiceForm(forms.Form):
    supplier_number = forms.CharField(label=_("Invoice number"), max_length=60)
    issued_on = day_field(_("Issued on"))


class InvoiceLineForm(forms.Form):
    order_line = forms.ModelChoiceField(OrderLine.objects.none(), to_field_name="public_id", widget=forms.HiddenInput)
    quantity = amount_field(_("Quantity"), places=3, required=False, min_value=0)
    unit_price = amount_field(_("Price"), places=6, required=False, min_value=0)
    amount = amount_field(_("Net"), required=False, min_value=0)

    def __init__(self, *args: Any, order: PurchaseOrder, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["order_line"].queryset = order.lines.all()

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        line, quantity = data.get("order_line"), data.get("quantity")
        if line and quantity:
            price = line.unit_price if data.get("unit_price") is None else data["unit_price"]
            data["unit_price"] = price
            if data.get("amount") is None:
                data["amount"] = (quantity * price).quantize(CENT, ROUND_HALF_UP)
        return data


class TaxForm(forms.Form):
    rate = amount_field(_("Tax, %"), min_value=0, max_value=100)
    base = amount_field(_("Of"), required=False, min_value=0)
    amount = amount_field(_("Tax"), required=False, min_value=0)


class InvoiceSet(LineSet):
    def says_something(self, row: dict[str, Any]) -> bool:
        return bool(row.get("quantity"))


InvoiceLines = sheet(InvoiceLineForm, can_delete=False, base=InvoiceSet)
InvoiceTaxes = sheet(TaxForm, can_delete=False)


def invoice_forms(order: PurchaseOrder, data: Any = None) -> tuple[InvoiceForm, Any, Any]:
    """Return head, lines and taxes, filled in with what was accepted and nobody has invoiced yet."""
    lines, before = list(order.lines.select_related("unit")), claimed(order)
    rows = [
        {"order_line": li.public_id, "quantity": _open(li, before), "unit_price": plain(li.unit_price)} for li in lines
    ]
    rates = sorted({li.tax_rate for li in lines})
    head = InvoiceForm(data, initial={"issued_on": organisation_today()})
    sheet_ = InvoiceLines(data, initial=rows, prefix="lines", form_kwargs={"order": order})
    taxes = InvoiceTaxes(data, initial=[{"rate": plain(rate)} for rate in rates], prefix="taxes")
    known = {line.public_id: line for line in lines}
    for form in sheet_:
        form.line = known.get(str(form["order_line"].value()))
        form.before = before.get(form.line.pk, Decimal(0)) if form.line else Decimal(0)
    return head, sheet_, taxes


def _open(line: OrderLine, before: dict[int, Decimal]) -> Decimal | None:
    left = line.accepted - before.get(line.pk, Decimal(0))
    return plain(left) if left > 0 else None


def invoice_inputs(rows: list[dict[str, Any]], taxes: list[dict[str, Any]]) -> tuple[list, list]:
    """Return the service's lines and taxes; a tax left open follows from the lines of its rate."""
    lines = [InvoiceLineInput(r["order_line"], r["quantity"], r["unit_price"], r["amount"]) for r in rows]
    return lines, [_tax(row, lines) for row in taxes if _is_meant(row, lines)]


def _is_meant(row: dict[str, Any], lines: list[InvoiceLineInput]) -> bool:
    """A rate that no line has, and for which nothing was typed, is not on this invoice."""
    typed = row.get("base") is not None or row.get("amount") is not None
    return typed or any(line.order_line.tax_rate == row["rate"] for line in lines)


def _tax(row: dict[str, Any], lines: list[InvoiceLineInput]) -> TaxInput:
    rate, base, amount = row["rate"], row.get("base"), row.get("amount")
    if base is None:
        base = sum((line.amount for line in lines if line.order_line.tax_rate == rate), Decimal(0))
    if amount is None:
        amount = (base * rate / 100).quantize(CENT, ROUND_HALF_UP)
    return TaxInput(rate, base, amount)
