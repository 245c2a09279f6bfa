"""The supplier's orders: to confirm with a promised day a line, to deliver, to invoice."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from contracts.forms.order import PromiseLines
from contracts.models import PurchaseOrder
from contracts.policies.order import may_answer_order, may_register_invoice
from contracts.queries.portal import portal_orders, to_invoice
from contracts.queries.steps import order_steps
from contracts.services import confirm_order, refuse_order
from contracts.states import OrderStatus
from srm.documents.models import GeneratedDocument
from srm.documents.states import DocumentStatus
from srm.ui.doors import portal_page
from srm.ui.views import act, handle


def own_order(request: Any, public_id: str) -> PurchaseOrder:
    """The supplier's own, once sent, or 404."""
    rows = PurchaseOrder.objects.for_supplier(request.supplier).select_related("place", "legal_entity", "contract")
    return get_object_or_404(rows, public_id=public_id)


def page_of(order: PurchaseOrder) -> str:
    return reverse("contracts:portal-order-detail", args=[order.public_id])


@portal_page
def order_list(request: Any) -> HttpResponse:
    rows = portal_orders(request.supplier)
    context = {
        "supplier": request.supplier, "title": _("Orders"), "sent": [r for r in rows if r.is_new],
        "open": [r for r in rows if r.is_open and not r.is_new], "over": [r for r in rows if not r.is_open],
    }  # fmt: skip
    return render(request, "portal/contracts/order/list.html", context)


@portal_page
def order_detail(request: Any, public_id: str) -> HttpResponse:
    order = own_order(request, public_id)
    papers = GeneratedDocument.objects.of(order).for_reader(request.user).filter(status=DocumentStatus.READY)
    context = {
        "supplier": request.supplier, "order": order, "lines": list(order.lines.select_related("unit")),
        "steps": order_steps(order, portal=True),
        "paper": papers.first(), "invoices": list(order.invoices.for_supplier(request.supplier)),
        "may_answer": order.status == OrderStatus.SENT and may_answer_order(request.user, order),
        "may_invoice": may_register_invoice(request.user, order) and to_invoice(order),
    }  # fmt: skip
    return render(request, "portal/contracts/order/detail.html", context)


@portal_page
def order_confirm(request: Any, public_id: str) -> HttpResponse:
    order = own_order(request, public_id)
    rows = list(order.lines.select_related("unit"))
    initial = [{"position": line.position, "promised_on": line.promised_on or line.needed_on} for line in rows]
    lines = PromiseLines(request.POST or None, initial=initial, prefix="lines")
    for form, line in zip(lines, rows, strict=False):
        form.line = line
    return handle(
        request, lines,
        lambda given: confirm_order(
            order=order, promised={row["position"]: row["promised_on"] for row in given if row}, by=request.user
        ),
        template="portal/contracts/order/confirm.html", formsets=[lines],
        context={"supplier": request.supplier, "order": order, "lines": lines},
        done=_("Confirmed. The buyer sees your days."), to=page_of(order),
    )  # fmt: skip


@require_POST
@portal_page
def order_refuse(request: Any, public_id: str) -> HttpResponse:
    order, reason = own_order(request, public_id), request.POST.get("reason", "")
    return act(
        request, lambda: refuse_order(order=order, reason=reason, by=request.user), to=page_of(order),
        done=_("Refused. The buyer reads your reason."),
    )  # fmt: skip
