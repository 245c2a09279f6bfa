"""Stock: what lies where, what is promised, what is handed out."""

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from procurement.forms.stock import CountForm
from procurement.models import Stock, StockReservation
from procurement.policies.planning import may_manage_stock, may_request_transfer
from procurement.queries.stock import level_of
from procurement.services import issue_from_stock, set_stock
from procurement.states import ReservationStatus
from srm.authz import require
from srm.reference.models import Place
from srm.ui.doors import staff_page
from srm.ui.views import Column, Empty, Filter, ListPage, act, handle


def _places(_user: Any) -> list[tuple[str, str]]:
    return list(Place.objects.filter(is_active=True, stock__isnull=False).distinct().values_list("public_id", "name"))


class StockList(ListPage):
    title = gettext_lazy("Stock")
    template_name = "procurement/stock/list.html"
    search_fields = ("item__code", "item__name", "place__name")
    default_sort = "item"
    primary = (gettext_lazy("Enter a count"), "procurement:stock-count")
    columns = (
        Column("item", gettext_lazy("Item"), "strong", sub="item.code", sort="item__code"),
        Column("place", gettext_lazy("Place"), sort="place__name"),
        Column("unit", gettext_lazy("Unit"), value="item.unit"),
        Column("on_hand", gettext_lazy("On hand"), "quantity", sort="on_hand"),
        Column("reserved", gettext_lazy("Reserved"), "quantity", sort="reserved"),
        Column("blocked", gettext_lazy("Blocked"), "quantity", hidden=True),
        Column("safety", gettext_lazy("Safety stock"), "quantity", hidden=True),
        Column("available", gettext_lazy("Free"), "quantity"),
        Column("reorder_point", gettext_lazy("Reorder point"), "quantity", sort="reorder_point"),
    )
    filters = (Filter("place", gettext_lazy("Place"), _places, lookup="place__public_id"),)
    empty = Empty(gettext_lazy("Nothing in stock"), gettext_lazy("Enter a count, or import one."), icon="packages")

    def may_primary(self) -> bool:
        return may_manage_stock(self.request.user)

    def row_url(self, row: Any) -> str:
        return reverse("procurement:stock-detail", args=[row.public_id])

    def get_queryset(self) -> QuerySet:
        return Stock.objects.select_related("item__unit", "place")

    def get_context(self) -> dict[str, Any]:
        if not may_manage_stock(self.request.user):
            return {"to_issue": []}
        rows = StockReservation.objects.filter(status=ReservationStatus.CONFIRMED)
        rows = rows.select_related("stock__item__unit", "stock__place", "line__requisition__requester")
        return {"to_issue": rows.order_by("line__needed_on", "pk")[:50]}


stock_list = staff_page(StockList.as_view())


@require_safe
@staff_page
def stock_detail(request: HttpRequest, public_id: str) -> HttpResponse:
    """One item at one place: what is promised to whom, and what came and went."""
    rows = Stock.objects.select_related("item__unit", "place__legal_entity", "planner", "cost_centre")
    stock = get_object_or_404(rows, public_id=public_id)
    held = stock.reservations.filter(status__in=[ReservationStatus.HELD, ReservationStatus.CONFIRMED])
    context = {
        "stock": stock, "movements": stock.movements.order_by("-at", "-pk")[:50],
        "reservations": held.select_related("line__requisition__requester"),
        "may_manage": may_manage_stock(request.user), "level": level_of(stock),
        "may_request": may_request_transfer(request.user),
    }  # fmt: skip
    return render(request, "procurement/stock/detail.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@staff_page
def stock_count(request: HttpRequest) -> HttpResponse:
    """Enter what was counted of an item at a place."""
    require(may_manage_stock(request.user), _("Stock is counted by the warehouse."))
    form = CountForm(request.POST or None, initial=_initial(request))
    return handle(
        request, form, lambda _data: set_stock(by=request.user, **form.given()), done=_("Saved."),
        template="components/pages/form.html", to="procurement:stock-list",
        context={"title": _("Enter a count"), "back": "/stock/", "back_label": _("Stock")},
    )  # fmt: skip


def _initial(request: HttpRequest) -> dict[str, Any]:
    stock = Stock.objects.filter(public_id=request.GET.get("of", "")).select_related("item", "place").first()
    if stock is None:
        return {}
    limits = {
        name: getattr(stock, name) for name in ("on_hand", "blocked", "safety", "reorder_point", "maximum", "unit_cost")
    }
    limits |= {name: getattr(getattr(stock, name), "public_id", None) for name in ("planner", "cost_centre")}
    return {"item": stock.item.public_id, "place": stock.place.public_id, **limits}


@require_POST
@staff_page
def reservation_issue(request: HttpRequest, pk: int) -> HttpResponse:
    """Hand out what is promised."""
    reservation = get_object_or_404(StockReservation, pk=pk)
    return act(
        request, lambda: issue_from_stock(reservation=reservation, by=request.user), done=_("Handed out."),
        to="procurement:stock-list",
    )  # fmt: skip
