"""What arrived: the list, receiving, one receipt, and what a requester waits for."""

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.decorators import method_decorator
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from contracts.forms.receipt import ReceiptForm, receipt_inputs, receipt_sheet
from contracts.models import GoodsReceipt
from contracts.policies.order import may_receive
from contracts.queries import deliveries_for
from contracts.services import post_goods_receipt, reverse_receipt
from contracts.states import ReceiptStatus
from contracts.views.buttons import receipt_buttons
from contracts.views.order import order_or_404
from srm.clock import organisation_today
from srm.errors import NotPermitted
from srm.ui.doors import staff_page
from srm.ui.views import Column, Empty, Filter, ListPage, act, handle


def receipt_or_404(request: HttpRequest, public_id: str) -> GoodsReceipt:
    """Fetching is the permission check."""
    rows = GoodsReceipt.objects.visible_to(request.user).select_related(
        "order__supplier", "order__place", "received_by"
    )
    return get_object_or_404(rows, public_id=public_id)


@method_decorator(staff_page, name="dispatch")
class ReceiptList(ListPage):
    title = _("Receipts")
    search_fields = ("number", "order__number", "delivery_note", "order__supplier__name")
    default_sort = "-received_on"
    columns = (
        Column("number", _("Number"), "id", sort="number"),
        Column(
            "order", _("Purchase order"), "id", value="order.number", sub="order.supplier.name", sort="order__number"
        ),
        Column("place", _("Place"), value="order.place.name", sort="order__place__name"),
        Column("received_on", _("Arrived on"), "day", sort="received_on"),
        Column("received_by", _("Received by"), "person"),
        Column("delivery_note", _("Delivery note"), hidden=True),
        Column("state", _("Status"), value=lambda r: r.get_status_display(), sort="status"),
    )
    filters = (Filter("status", _("Status"), ReceiptStatus.choices),)
    empty = Empty(_("Nothing received yet"), _("Goods are received from their order."), icon="package-import")

    def get_queryset(self) -> QuerySet:
        rows = GoodsReceipt.objects.visible_to(self.request.user)
        return rows.select_related("order__supplier", "order__place", "received_by")


@staff_page
def deliveries(request: HttpRequest) -> HttpResponse:
    """What the person waits for: his requests' deliveries, the warehouse's all."""
    return render(request, "contracts/receipt/deliveries.html", {"deliveries": deliveries_for(request.user)})


@staff_page
def receipt_create(request: HttpRequest, public_id: str) -> HttpResponse:
    order = order_or_404(request, public_id)
    if not may_receive(request.user, order):
        raise NotPermitted(str(_("Goods are received by the warehouse or the requester, not by who ordered.")))
    form = ReceiptForm(request.POST or None, initial={"received_on": organisation_today()})
    lines = receipt_sheet(order, request.POST or None)
    return handle(
        request, form,
        lambda data: lines.send(
            lambda rows: post_goods_receipt(order=order, lines=receipt_inputs(rows), by=request.user, **data)
        ),
        template="contracts/receipt/new.html", context={"order": order, "lines": lines}, formsets=[lines],
        done=_("Received. Stock, budget and the requester know of it."),
    )  # fmt: skip


@staff_page
def receipt_detail(request: HttpRequest, public_id: str) -> HttpResponse:
    receipt = receipt_or_404(request, public_id)
    lines = list(receipt.lines.select_related("order_line__unit").order_by("order_line__position"))
    context = {"receipt": receipt, "lines": lines, "actions": receipt_buttons(request.user, receipt)}
    return render(request, "contracts/receipt/detail.html", context)


@require_POST
@staff_page
def receipt_reverse(request: HttpRequest, public_id: str) -> HttpResponse:
    receipt, reason = receipt_or_404(request, public_id), request.POST.get("reason", "")
    return act(
        request, lambda: reverse_receipt(receipt=receipt, reason=reason, by=request.user), to=receipt,
        done=_("Undone. Everything stands as before the receipt."),
    )  # fmt: skip
