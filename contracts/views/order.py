"""Orders: the list with the late ones first, calling off, one order, and the acts of its life."""

from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from contracts.forms.order import (
    OrderForm,
    OrderLines,
    PlaceForm,
    call_off_inputs,
    call_off_sheet,
    order_inputs,
    order_start,
)
from contracts.models import PurchaseOrder
from contracts.policies.order import may_order
from contracts.queries.serving import held_back_by, late_on, lines_to_order
from contracts.queries.steps import order_steps
from contracts.services import call_off_order, cancel_order, close_order, create_order, send_order
from contracts.states import OrderStatus
from contracts.views.buttons import order_buttons
from contracts.views.contract import contract_or_404
from procurement.models import Requisition
from srm.clock import organisation_today, shown_today
from srm.documents.services import ask_for_document
from srm.errors import NotPermitted
from srm.ui import markup
from srm.ui.doors import staff_page
from srm.ui.views import Column, Empty, Filter, ListPage, act, handle


def order_or_404(request: HttpRequest, public_id: str) -> PurchaseOrder:
    """Fetching is the permission check."""
    visible = PurchaseOrder.objects.visible_to(request.user)
    rows = visible.select_related("supplier", "legal_entity", "contract", "place", "orderer")
    return get_object_or_404(rows, public_id=public_id)


def _late(rows: QuerySet, values: list[str]) -> QuerySet:
    return rows.overdue(shown_today()) if "late" in values else rows


def _is_late(order: PurchaseOrder) -> bool:
    return order.due_on is not None and order.due_on < shown_today()


def _due(order: PurchaseOrder) -> Any:
    day = markup.when(order.due_on, "") if order.due_on else None
    return markup.pill(_("Late"), "late", "alert-triangle") + " " + day if day and _is_late(order) else day


@method_decorator(staff_page, name="dispatch")
class OrderList(ListPage):
    title = _("Orders")
    search_fields = ("number", "supplier__name")
    default_sort = "late"
    primary = (_("New order"), "contracts:order-create")
    columns = (
        Column("number", _("Number"), "id", sort="number"),
        Column("supplier", _("Supplier"), value="supplier.name", sub="place.name", sort="supplier__name"),
        Column("total", _("Sum"), "money", currency="currency", sort="total"),
        Column("due_on", _("Due"), "html", value=_due, sort="due_on"),
        Column("orderer", _("Ordered by"), "person"),
        Column("status", _("Status"), "status", sort="status"),
        Column("late", _("Late"), "yes", value=_is_late, sort=("due_on", "-created_at"), hidden=True),
        Column("created_at", _("Made"), "when", sort="created_at", hidden=True),
    )
    filters = (
        Filter("status", _("Status"), OrderStatus.choices),
        Filter("late", _("Delivery"), [("late", _("Late"))], apply=_late),
    )
    empty = Empty(
        _("No orders yet"), _("Orders are called off from a contract, or written free."), _("New order"),
        "contracts:order-create",
    )  # fmt: skip
    template_name = "contracts/order/list.html"

    def get_queryset(self) -> QuerySet:
        rows = PurchaseOrder.objects.visible_to(self.request.user)
        return rows.select_related("supplier", "place", "orderer")

    def may_primary(self) -> bool:
        return may_order(self.request.user)

    def get_context(self) -> dict[str, Any]:
        user = self.request.user
        return {"waiting": lines_to_order().count() if may_order(user) else 0}


@staff_page
def order_waiting(request: HttpRequest) -> HttpResponse:
    """Requests that are to be ordered directly, by what serves them."""
    if not may_order(request.user):
        raise Http404
    rows = lines_to_order().select_related("requisition__department", "requisition__requester", "unit", "category")
    return render(request, "contracts/order/waiting.html", {"rows": list(rows[:200]), "title": _("To be ordered")})


@staff_page
def order_call_off(request: HttpRequest, public_id: str) -> HttpResponse:
    contract = contract_or_404(request, public_id)
    if not may_order(request.user):
        raise NotPermitted
    lines = call_off_sheet(contract, request.POST or None)
    needs = [line.need for line in lines if line.need]
    start = {"place": needs[0].requisition.place} if needs else {}
    form = PlaceForm(request.POST or None, initial=start, legal_entity=contract.legal_entity)
    return handle(
        request, form,
        lambda data: lines.send(
            lambda rows: call_off_order(contract=contract, lines=call_off_inputs(rows), by=request.user, **data)
        ),
        template="contracts/order/call_off.html", context={"contract": contract, "lines": lines}, formsets=[lines],
        done=_("The order is drafted. Send it when it is right."),
    )  # fmt: skip


@staff_page
def order_create(request: HttpRequest) -> HttpResponse:
    if not may_order(request.user):
        raise Http404
    asked = Requisition.objects.visible_to(request.user).filter(public_id=request.GET.get("request", ""))
    requisition = asked.select_related("cost_centre__legal_entity", "place").first()
    head, rows = order_start(requisition)
    form = OrderForm(request.POST or None, initial=head)
    lines = OrderLines(request.POST or None, initial=rows, prefix="lines")
    return handle(
        request, form,
        lambda data: lines.send(lambda given: create_order(lines=order_inputs(given), by=request.user, **data)),
        template="contracts/order/new.html", context={"requisition": requisition, "lines": lines}, formsets=[lines],
        done=_("The order is drafted. Send it when it is right."),
    )  # fmt: skip


@staff_page
def order_detail(request: HttpRequest, public_id: str) -> HttpResponse:
    order, today = order_or_404(request, public_id), organisation_today()
    lines = list(order.lines.select_related("unit", "item", "order", "requisition_line__requisition"))
    for line in lines:
        line.days_late = late_on(line, today)
    held = held_back_by(order) if order.status == OrderStatus.DRAFT else []
    context = {
        "order": order, "lines": lines, "steps": order_steps(order), "held_back": held,
        "actions": order_buttons(request.user, order, held=held),
        "days_late": max((line.days_late for line in lines), default=0),
        "receipts": list(order.receipts.select_related("received_by").prefetch_related("lines")),
        "invoices": list(order.invoices.visible_to(request.user).order_by("pk")),
        "sees_contract": bool(order.contract and type(order.contract).objects.visible_to(request.user).filter(
            pk=order.contract_id).exists()),
    }  # fmt: skip
    return render(request, "contracts/order/detail.html", context)


@require_POST
@staff_page
def order_send(request: HttpRequest, public_id: str) -> HttpResponse:
    order = order_or_404(request, public_id)
    done = _("Sent. The supplier confirms it in the portal.")
    return act(request, lambda: send_order(order=order, by=request.user), to=order, done=done)


@require_POST
@staff_page
def order_cancel(request: HttpRequest, public_id: str) -> HttpResponse:
    order, reason = order_or_404(request, public_id), request.POST.get("reason", "")
    return act(request, lambda: cancel_order(order=order, reason=reason, by=request.user), to=order)


@require_POST
@staff_page
def order_close(request: HttpRequest, public_id: str) -> HttpResponse:
    order = order_or_404(request, public_id)
    return act(request, lambda: close_order(order=order, by=request.user), to=order, done=_("Closed."))


@require_POST
@staff_page
def order_document(request: HttpRequest, public_id: str) -> HttpResponse:
    """The order as a PDF, in its supplier's language."""
    order = order_or_404(request, public_id)
    return act(
        request,
        lambda: ask_for_document(subject=order, kind="contracts.order", by=request.user),
        to=lambda document: reverse("documents:document", args=[document.public_id]),
    )  # fmt: skip
