"""The form of what arrived."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from contracts.forms.lines import LineSet, amount_field, day_field, nothing_or, plain, sheet
from contracts.models import OrderLine, PurchaseOrder
from contracts.services import ReceiptInput


class ReceiptForm(forms.Form):
    received_on = day_field(_("Arrived on"))
    delivery_note = forms.CharField(label=_("Delivery note"), max_length=60, required=False)


class ReceiptLineForm(forms.Form):
    order_line = forms.ModelChoiceField(OrderLine.objects.none(), to_field_name="public_id", widget=forms.HiddenInput)
    accepted = amount_field(_("Accepted"), places=3, required=False)
    rejected = amount_field(pgettext_lazy("goods", "Rejected"), places=3, required=False)
    reason = forms.CharField(label=_("Why rejected"), max_length=300, required=False)

    def __init__(self, *args: Any, order: PurchaseOrder, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["order_line"].queryset = order.lines.all()


class ReceiptSet(LineSet):
    def says_something(self, row: dict[str, Any]) -> bool:
        return bool(row.get("accepted") or row.get("rejected"))


ReceiptLines = sheet(ReceiptLineForm, can_delete=False, base=ReceiptSet)


def receipt_sheet(order: PurchaseOrder, data: Any = None) -> Any:
    """Return the sheet of what is awaited, each form with its order line as `form.line`."""
    lines = [line for line in order.lines.select_related("unit", "item") if line.awaited]
    initial = [{"order_line": line.public_id, "accepted": plain(line.awaited)} for line in lines]
    formset = ReceiptLines(data, initial=initial, prefix="lines", form_kwargs={"order": order})
    known = {line.public_id: line for line in lines}
    for form in formset:
        form.line = known.get(str(form["order_line"].value()))
    return formset


def receipt_inputs(rows: list[dict[str, Any]]) -> list[ReceiptInput]:
    """Return the service's input of the rows that say something."""
    return [
        ReceiptInput(row["order_line"], nothing_or(row["accepted"]), nothing_or(row["rejected"]), row["reason"])
        for row in rows
    ]
