"""The supplier's invoices: written from what was accepted, and followed until they are paid."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from contracts.forms.invoice import invoice_forms, invoice_inputs
from contracts.forms.preview import preview_of
from contracts.models import Invoice
from contracts.policies.order import may_register_invoice
from contracts.portal.order import own_order
from contracts.queries.wording import told
from contracts.services import register_invoice
from srm.errors import NotPermitted
from srm.ui.doors import portal_page
from srm.ui.views import handle


def page_of(invoice: Invoice) -> str:
    return reverse("contracts:portal-invoice-detail", args=[invoice.public_id])


@portal_page
def invoice_list(request: Any) -> HttpResponse:
    rows = Invoice.objects.for_supplier(request.supplier).select_related("order").order_by("-pk")[:200]
    context = {"supplier": request.supplier, "title": _("Invoices"), "invoices": list(rows)}
    return render(request, "portal/contracts/invoice/list.html", context)


@portal_page
def invoice_create(request: Any, public_id: str) -> HttpResponse:
    order = own_order(request, public_id)
    if not may_register_invoice(request.user, order):
        raise NotPermitted(str(_("Your company's finance people send invoices.")))
    form, lines, taxes = invoice_forms(order, request.POST or None)

    def send(data: dict[str, Any]) -> Invoice:
        return lines.send(lambda rows: _register(order, data, rows, taxes, request.user))

    return handle(
        request, form, send, template="portal/contracts/invoice/new.html", formsets=[lines, taxes],
        context={"supplier": request.supplier, "order": order, "lines": lines, "taxes": taxes},
        done=_("Sent. You see here when it is approved and paid."), to=page_of,
    )  # fmt: skip


def _register(order: Any, data: dict[str, Any], rows: list, taxes: Any, by: Any) -> Invoice:
    lines, tax_rows = invoice_inputs(rows, [row for _place, row in taxes.given()])
    return register_invoice(order=order, lines=lines, taxes=tax_rows, by=by, **data)


@require_POST
@portal_page
def invoice_preview(request: Any, public_id: str) -> HttpResponse:
    order = own_order(request, public_id)
    return render(request, "contracts/invoice/preview.html", preview_of(order, request.POST))


@portal_page
def invoice_detail(request: Any, public_id: str) -> HttpResponse:
    rows = Invoice.objects.for_supplier(request.supplier).select_related("order")
    invoice = get_object_or_404(rows, public_id=public_id)
    context = {"supplier": request.supplier, "invoice": invoice, "taxes": list(invoice.taxes.all()), **told(invoice)}
    return render(request, "portal/contracts/invoice/detail.html", context)
