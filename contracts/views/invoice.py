"""Invoices: the list, entering one with the match beside it, the three-way match, approval and payment."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.utils.decorators import method_decorator
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from contracts.forms.invoice import invoice_forms, invoice_inputs
from contracts.forms.lines import day_field
from contracts.forms.preview import preview_of
from contracts.models import Invoice
from contracts.policies.order import may_match_invoice, may_register_invoice
from contracts.queries.match import tolerance
from contracts.queries.wording import told
from contracts.services import (
    approve_invoice,
    match_invoice,
    override_invoice,
    pay_invoice,
    register_invoice,
    reject_invoice,
)
from contracts.states import InvoiceStatus
from contracts.views.buttons import invoice_buttons
from contracts.views.order import order_or_404
from srm.clock import organisation_today
from srm.errors import NotPermitted
from srm.ui.doors import staff_page
from srm.ui.views import Column, Empty, Filter, ListPage, act, handle

CALC_PARTS = {"input": "match_input", "output": "match_result"}


class PayForm(forms.Form):
    paid_on = day_field(_("Paid on"))


def invoice_or_404(request: HttpRequest, public_id: str) -> Invoice:
    """Fetching is the permission check."""
    visible = Invoice.objects.visible_to(request.user)
    rows = visible.select_related("order__orderer", "order__contract", "supplier", "approved_by", "created_by")
    return get_object_or_404(rows, public_id=public_id)


@method_decorator(staff_page, name="dispatch")
class InvoiceList(ListPage):
    title = _("Invoices")
    search_fields = ("number", "supplier_number", "order__number", "supplier__name")
    default_sort = "-created_at"
    columns = (
        Column("number", _("Number"), "id", sort="number"),
        Column("supplier", _("Supplier"), value="supplier.name", sub="supplier_number", sort="supplier__name"),
        Column("order", _("Purchase order"), "id", value="order.number", sort="order__number"),
        Column("gross", _("Gross"), "money", currency="currency", sort="gross"),
        Column("net", _("Net"), "money", currency="currency", sort="net", hidden=True),
        Column("due_on", _("Pay by"), "day", sort="due_on"),
        Column("status", _("Status"), "status", sort="status"),
        Column("created_at", _("Came"), "when", sort="created_at"),
    )
    filters = (Filter("status", _("Status"), InvoiceStatus.choices),)
    empty = Empty(
        _("No invoices yet"), _("Suppliers send them in the portal; finance enters paper ones from the order."),
        icon="file-invoice",
    )  # fmt: skip

    def get_queryset(self) -> QuerySet:
        return Invoice.objects.visible_to(self.request.user).select_related("supplier", "order")


@staff_page
def invoice_create(request: HttpRequest, public_id: str) -> HttpResponse:
    order = order_or_404(request, public_id)
    if not may_register_invoice(request.user, order):
        raise NotPermitted(str(_("Invoices are entered by finance or by the supplier.")))
    form, lines, taxes = invoice_forms(order, request.POST or None)

    def register(data: dict[str, Any]) -> Invoice:
        return lines.send(lambda rows: _register(order, data, rows, taxes, request.user))

    return handle(
        request, form, register, template="contracts/invoice/new.html", formsets=[lines, taxes],
        context={"order": order, "lines": lines, "taxes": taxes, "tolerance": tolerance()},
        done=_("Entered and matched."),
    )  # fmt: skip


def _register(order: Any, data: dict[str, Any], rows: list, taxes: Any, by: Any) -> Invoice:
    lines, tax_rows = invoice_inputs(rows, [row for _place, row in taxes.given()])
    return register_invoice(order=order, lines=lines, taxes=tax_rows, by=by, **data)


@require_POST
@staff_page
def invoice_preview(request: HttpRequest, public_id: str) -> HttpResponse:
    """What the match would say of what is being typed; nothing is stored."""
    order = order_or_404(request, public_id)
    if not may_register_invoice(request.user, order):
        raise NotPermitted
    return render(request, "contracts/invoice/preview.html", preview_of(order, request.POST))


@staff_page
def invoice_detail(request: HttpRequest, public_id: str) -> HttpResponse:
    invoice = invoice_or_404(request, public_id)
    context = {
        "invoice": invoice, "actions": invoice_buttons(request.user, invoice), "tolerance": tolerance(),
        "taxes": list(invoice.taxes.all()), "receipts": list(invoice.order.receipts.select_related("received_by")),
        **told(invoice),
    }  # fmt: skip
    return render(request, "contracts/invoice/detail.html", context)


@require_safe
@staff_page
def invoice_calc(request: HttpRequest, public_id: str, part: str) -> HttpResponse:
    """What `srm calc match` took for this invoice, and what it answered: the page's own numbers."""
    invoice = invoice_or_404(request, public_id)
    if part not in CALC_PARTS or not invoice.match_result:
        raise Http404
    data = getattr(invoice, CALC_PARTS[part])
    response = JsonResponse(data, json_dumps_params={"indent": 2, "ensure_ascii": False})
    response.headers["Content-Disposition"] = f'attachment; filename="match-{invoice.number}-{part}.json"'
    return response


@require_POST
@staff_page
def invoice_match(request: HttpRequest, public_id: str) -> HttpResponse:
    invoice = invoice_or_404(request, public_id)
    return act(request, lambda: match_invoice(invoice=invoice, by=request.user), to=invoice, done=_("Matched again."))


@require_POST
@staff_page
def invoice_approve(request: HttpRequest, public_id: str) -> HttpResponse:
    invoice = invoice_or_404(request, public_id)
    done = _("Approved for payment.")
    return act(request, lambda: approve_invoice(invoice=invoice, by=request.user), to=invoice, done=done)


@require_POST
@staff_page
def invoice_override(request: HttpRequest, public_id: str) -> HttpResponse:
    invoice, comment = invoice_or_404(request, public_id), request.POST.get("reason", "")
    done = _("Approved in spite of the difference.")
    return act(
        request, lambda: override_invoice(invoice=invoice, comment=comment, by=request.user), to=invoice, done=done
    )


@require_POST
@staff_page
def invoice_reject(request: HttpRequest, public_id: str) -> HttpResponse:
    invoice, reason = invoice_or_404(request, public_id), request.POST.get("reason", "")
    return act(request, lambda: reject_invoice(invoice=invoice, reason=reason, by=request.user), to=invoice)


@staff_page
def invoice_pay(request: HttpRequest, public_id: str) -> HttpResponse:
    invoice = invoice_or_404(request, public_id)
    if not may_match_invoice(request.user, invoice):
        raise NotPermitted(str(_("Payments are noted by finance.")))
    return handle(
        request, PayForm(request.POST or None, initial={"paid_on": organisation_today()}),
        lambda data: pay_invoice(invoice=invoice, by=request.user, **data), template="components/pages/form.html",
        context={"title": _("Mark paid"), "kind": invoice.number, "back": invoice.get_absolute_url(),
                 "back_label": invoice.number, "submit": _("Mark paid")},
        done=_("Paid."), to=invoice,
    )  # fmt: skip
