"""The catalogue of items: what can be asked for, its price and where that comes from."""

from typing import Any

from django.conf import settings
from django.db.models import OuterRef, Q, QuerySet, Subquery, Sum
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from procurement.models import Arrangement, Stock
from procurement.policies.requisition import may_create_requisition
from procurement.states import PriceSource
from srm.clock import organisation_today
from srm.reference.models import Item
from srm.ui.doors import staff_page
from srm.ui.views import Bulk, Column, Empty, ListPage
from suppliers.models import SupplyFact

MOST = 8


def priced(rows: QuerySet) -> QuerySet:
    """Add what an item costs (best arrangement in force, else the last price paid), from whom, and what is free."""
    today = organisation_today()
    best = Arrangement.objects.in_force(today).filter(item=OuterRef("pk")).order_by("-kind", "unit_price", "pk")
    last = SupplyFact.objects.filter(item=OuterRef("pk"), unit_price__isnull=False, received_on__lte=today)
    last = last.order_by("-received_on", "-pk")
    stock = Stock.objects.filter(item=OuterRef("pk")).order_by().values("item")
    sums = {name: Subquery(stock.annotate(n=Sum(name)).values("n")) for name in
            ("on_hand", "reserved", "blocked", "safety")}  # fmt: skip
    return rows.select_related("category", "unit").annotate(
        price=Subquery(best.values("unit_price")[:1]), price_currency=Subquery(best.values("currency")[:1]),
        price_kind=Subquery(best.values("kind")[:1]), price_reference=Subquery(best.values("reference")[:1]),
        price_supplier=Subquery(best.values("supplier__name")[:1]), price_until=Subquery(best.values("valid_to")[:1]),
        last_price=Subquery(last.values("unit_price")[:1]), last_on=Subquery(last.values("received_on")[:1]),
        last_supplier=Subquery(last.values("supplier__name")[:1]), **sums,
    )  # fmt: skip


def free(item: Any) -> Any:
    """Return what may be promised of an item over all places; None when it is not stocked."""
    if item.on_hand is None:
        return None
    return max(item.on_hand - item.reserved - item.blocked - item.safety, 0)


def price(item: Any) -> Any:
    return item.price if item.price is not None else item.last_price


def currency(item: Any) -> str:
    return item.price_currency or settings.ORGANISATION_CURRENCY


def source(item: Any) -> str:
    """Return where the price comes from, in words."""
    if item.price is not None:
        return f"{PriceSource(item.price_kind).label} {item.price_reference}"
    return str(PriceSource.HISTORY.label) if item.last_price is not None else ""


def supplier(item: Any) -> str:
    return item.price_supplier or item.last_supplier or ""


class ItemList(ListPage):
    title = _("Catalogue")
    search_fields = ("code", "name", "category__name")
    default_sort = "code"
    columns = (
        Column("name", _("Item"), "strong", lambda i: str(i), sub="code", sort="name"),
        Column("code", _("Code"), "id", sort="code", hidden=True),
        Column("category", _("Category"), sort="category__name"),
        Column("unit", _("Unit")),
        Column("free", _("Free in stock"), "quantity", free),
        Column("price", _("Price"), "money", price, currency=currency, places=2),
        Column("source", _("Where the price comes from"), "text", source, sub=supplier),
    )
    bulk = (
        Bulk(
            _("Ask for these"), "procurement:requisition-from-items", "file-plus",
            visible=lambda user: may_create_requisition(user),
        ),
    )  # fmt: skip
    empty = Empty(_("No items yet"), _("Import a list of items, or let history bring them."), icon="package")

    def get_queryset(self) -> QuerySet:
        return priced(Item.objects.filter(is_active=True, category__is_active=True))


item_list = staff_page(ItemList.as_view())


@require_safe
@staff_page
def item_options(request: HttpRequest) -> HttpResponse:
    """The items that fit what is typed in a line, as options of its list."""
    text = request.GET.get("q", "").strip()[:100]
    rows = Item.objects.filter(is_active=True, category__is_active=True)
    for word in text.split()[:6]:
        rows = rows.filter(Q(name__icontains=word) | Q(code__icontains=word))
    found = list(priced(rows).order_by("code")[: MOST + 1]) if text else []
    options = [
        {"item": i, "free": free(i), "price": price(i), "currency": currency(i), "source": source(i),
         "supplier": supplier(i)}
        for i in found[:MOST]
    ]  # fmt: skip
    return render(
        request, "procurement/item/options.html", {"options": options, "text": text, "more": len(found) > MOST}
    )
