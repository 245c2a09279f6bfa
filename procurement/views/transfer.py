"""Stock transfers: asked for at a stock's page, handed out and received by the warehouse."""

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from procurement import services
from procurement.forms.stock import TransferForm
from procurement.models import Stock, StockTransfer
from procurement.policies.planning import may_cancel_transfer, may_move_transfer, may_request_transfer
from procurement.states import TRANSFER, TransferStatus
from srm.authz import require
from srm.ui.actions import open_actions
from srm.ui.doors import staff_page
from srm.ui.views import Column, Empty, Filter, ListPage, act, handle

POLICIES = {"issue": may_move_transfer, "receive": may_move_transfer, "cancel": may_cancel_transfer}


class TransferList(ListPage):
    title = gettext_lazy("Stock transfers")
    kind = gettext_lazy("Stock")
    search_fields = ("number", "source__item__code", "source__item__name")
    default_sort = "-created"
    columns = (
        Column("item", gettext_lazy("Item"), "strong", "source.item", sub="number", sort="source__item__code"),
        Column("from", gettext_lazy("From"), value="source.place"),
        Column("to", gettext_lazy("To"), value="place"),
        Column("quantity", gettext_lazy("Quantity"), "quantity", sort="quantity"),
        Column("status", gettext_lazy("Status"), "status", sort="status"),
        Column("by", gettext_lazy("Asked for by"), "person", "created_by"),
        Column("created", gettext_lazy("Asked for"), "when", "created_at", sort="created_at"),
    )
    filters = (Filter("status", gettext_lazy("Status"), TransferStatus.choices),)
    empty = Empty(
        gettext_lazy("No transfers yet"), gettext_lazy("What another place or company has is asked for at its stock."),
        icon="truck-delivery",
    )  # fmt: skip

    def get_queryset(self) -> QuerySet:
        return StockTransfer.objects.select_related("source__item", "source__place", "place", "created_by")


transfer_list = staff_page(TransferList.as_view())


def _transfer(public_id: str) -> StockTransfer:
    rows = StockTransfer.objects.select_related(
        "source__item__unit",
        "source__place__legal_entity",
        "place__legal_entity",
        "created_by",
        "issued_by",
        "received_by",
    )
    return get_object_or_404(rows, public_id=public_id)


@require_safe
@staff_page
def transfer_detail(request: HttpRequest, public_id: str) -> HttpResponse:
    """One transfer: what, from where to where, at what value, and who has it."""
    transfer = _transfer(public_id)
    actions = open_actions(
        request.user, transfer, TRANSFER, POLICIES, url_name="procurement:transfer-{verb}",
        primary={"issue", "receive"}, danger={"cancel"}, reasons={"cancel"},
        confirms={"cancel": _("What was kept for it is free again.")},
    )  # fmt: skip
    return render(request, "procurement/transfer/detail.html", {"transfer": transfer, "actions": actions})


@require_http_methods(["GET", "HEAD", "POST"])
@staff_page
def transfer_create(request: HttpRequest, public_id: str) -> HttpResponse:
    """Ask for pieces of a stock at another place."""
    stock = get_object_or_404(Stock.objects.select_related("item", "place"), public_id=public_id)
    require(may_request_transfer(request.user), _("Only staff of a department may ask for a transfer."))
    back = f"/stock/{stock.public_id}/"
    return handle(
        request, TransferForm(request.POST or None, stock=stock), template="components/pages/form.html",
        verb=lambda data: services.request_transfer(source=stock, by=request.user, **data), done=_("Asked for."),
        context={"title": str(stock.item), "kind": _("Ask for a transfer"), "back": back,
                 "back_label": str(stock.place)},
    )  # fmt: skip


def _verb(service: Any, done: Any, *, with_reason: bool = False) -> Any:
    @require_POST
    @staff_page
    def view(request: HttpRequest, public_id: str) -> HttpResponse:
        transfer = _transfer(public_id)
        said = {"reason": request.POST.get("reason", "")} if with_reason else {}
        return act(request, lambda: service(transfer=transfer, by=request.user, **said), to=transfer, done=done)

    return view


transfer_issue = _verb(services.issue_transfer, gettext_lazy("Handed out."))
transfer_receive = _verb(services.receive_transfer, gettext_lazy("Received."))
transfer_cancel = _verb(services.cancel_transfer, gettext_lazy("Cancelled."), with_reason=True)
