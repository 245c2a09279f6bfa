"""Navigation, search, tiles, the new menu."""

from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from contracts.models import Contract, Invoice, PurchaseOrder
from contracts.policies.contract import may_manage_contract
from contracts.policies.order import may_order
from contracts.queries import (
    blocked_invoices,
    deliveries_for,
    expiring_contracts,
    late_orders,
    lines_to_order,
    obligations_due,
)
from contracts.queries.due import awaited_by, sees_all
from contracts.queries.portal import orders_to_confirm
from contracts.states import ContractStatus, OrderStatus
from srm.accounts.states import Role
from srm.reading import counts_of
from srm.ui.doors import supplier_of
from srm.ui.registry import SearchHit, home_tiles, navigation, new_menu, search

NEXT = 5


def register() -> None:
    """Hang contracts, orders, receipts and invoices into the three frames."""
    _register_navigation()
    new_menu.register(
        _("Contract"), "contracts:contract-create", icon="file-certificate", visible=may_manage_contract, order=40
    )
    new_menu.register(_("Purchase order"), "contracts:order-create", icon="truck-delivery", visible=may_order, order=50)
    search.register(_("Contracts"), find_contracts)
    search.register(_("Orders"), find_orders)
    search.register(_("Invoices"), find_invoices)
    home_tiles.register("buyer", "contracts/home/tile.html", buyer_tile, order=40, width=6, visible=sees_all)
    home_tiles.register(
        "buyer", "contracts/home/deliveries.html", deliveries_tile, order=45, width=6,
        visible=lambda user: user.has_role(Role.WAREHOUSE),
    )  # fmt: skip
    home_tiles.register("department", "contracts/home/deliveries.html", deliveries_tile, order=30, width=4)
    home_tiles.register("portal", "portal/contracts/home/tile.html", portal_tile, order=20, width=12)


def _register_navigation() -> None:
    navigation.register(
        "tactics", _("Contracts"), "file-certificate", "contracts:contract-list", order=10, visible=sees_stock_or_all,
        count=expiring_contracts,
    )  # fmt: skip
    navigation.register(
        "learn", _("Orders"), "truck-delivery", "contracts:order-list", order=10, visible=sees_stock_or_all,
        count=late_orders,
    )  # fmt: skip
    navigation.register(
        "learn", _("Receipts"), "package-import", "contracts:receipt-list", order=20, visible=sees_stock_or_all
    )
    navigation.register(
        "learn", _("Invoices"), "file-invoice", "contracts:invoice-list", order=30, visible=sees_all,
        count=blocked_invoices,
    )  # fmt: skip
    navigation.register(
        "", _("Deliveries"), "truck-delivery", "contracts:deliveries", audience="department", order=30,
        count=awaited_by,
    )  # fmt: skip
    for order, (label, icon, name, count) in enumerate((
        (_("Contracts"), "file-certificate", "contracts:portal-contract-list", _to_answer),
        (_("Orders"), "truck-delivery", "contracts:portal-order-list", _to_confirm),
        (_("Invoices"), "file-invoice", "contracts:portal-invoice-list", None),
    ), start=3):  # fmt: skip
        navigation.register("", label, icon, name, count=count, audience="portal", order=order * 10)


def sees_stock_or_all(user: Any) -> bool:
    """Tell whether the person works with orders of the whole organisation."""
    return sees_all(user) or user.has_role(Role.WAREHOUSE)


def buyer_tile(user: Any) -> dict[str, Any]:
    """What stands still between contract and payment."""
    found = (
        (_("Contracts that end within 60 days"), expiring_contracts(user), "contracts:contract-list", "?ends=soon"),
        (_("Orders that are late"), late_orders(user), "contracts:order-list", "?late=late"),
        (_("Requests to be ordered"), lines_to_order(), "contracts:order-waiting", ""),
        (_("Invoices that do not match"), blocked_invoices(user), "contracts:invoice-list", "?status=exception"),
        (_("Obligations due within two weeks"), obligations_due(user), "contracts:contract-list", "?status=active"),
    )
    tones = ("waiting", "late", "waiting", "late", "waiting")
    counts = counts_of(*(rows for _label, rows, _name, _query in found))
    return {
        "rows": [
            {"label": label, "count": count, "url": reverse(name) + query, "tone": tone}
            for (label, _rows, name, query), count, tone in zip(found, counts, tones, strict=True)
            if name != "contracts:order-waiting" or may_order(user)
        ]
    }


def deliveries_tile(user: Any) -> dict[str, Any]:
    """What comes next."""
    return {"deliveries": deliveries_for(user, NEXT)}


def portal_tile(user: Any) -> dict[str, Any] | None:
    """Contracts to answer, orders to confirm."""
    supplier = supplier_of(user)
    if supplier is None:
        return None
    asked = Contract.objects.for_supplier(supplier).filter(status=ContractStatus.SENT).select_related("legal_entity")
    return {"contracts": list(asked), "orders": orders_to_confirm(supplier)}


def find_contracts(user: Any, text: str) -> list[SearchHit]:
    """Find contracts by number, title or supplier, each reader at his own door."""
    rows = _own(Contract, user).filter(
        Q(number__icontains=text) | Q(title__icontains=text) | Q(supplier__name__icontains=text)
    )
    return [SearchHit(c.title, _url(user, "contract", c), c.number, "file-certificate") for c in rows[:10]]


def find_orders(user: Any, text: str) -> list[SearchHit]:
    """Find orders by number or supplier."""
    rows = _own(PurchaseOrder, user).filter(Q(number__icontains=text) | Q(supplier__name__icontains=text))
    return [
        SearchHit(o.number, _url(user, "order", o), o.supplier.name, "truck-delivery")
        for o in rows.select_related("supplier")[:10]
    ]


def find_invoices(user: Any, text: str) -> list[SearchHit]:
    """Find invoices by our number or the supplier's."""
    rows = _own(Invoice, user).filter(Q(number__icontains=text) | Q(supplier_number__icontains=text))
    return [
        SearchHit(i.supplier_number, _url(user, "invoice", i), f"{i.number} · {i.supplier.name}", "file-invoice")
        for i in rows.select_related("supplier")[:10]
    ]


def _own(model: Any, user: Any) -> Any:
    if not user.is_portal:
        return model.objects.visible_to(user)
    supplier = supplier_of(user)
    return model.objects.for_supplier(supplier) if supplier else model.objects.none()


def _url(user: Any, noun: str, obj: Any) -> str:
    return reverse(f"contracts:{'portal-' if user.is_portal else ''}{noun}-detail", args=[obj.public_id])


def _to_answer(user: Any) -> Any:
    return _own(Contract, user).filter(status=ContractStatus.SENT)


def _to_confirm(user: Any) -> Any:
    return _own(PurchaseOrder, user).filter(status=OrderStatus.SENT)
