"""What commitment and fulfilment have to say of a purchase: the pieces of its dossier."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet

from contracts.models import Contract, GoodsReceipt, Invoice, PurchaseOrder
from procurement.models import Requisition
from tenders.models import Tender


@dataclass(frozen=True)
class Pieces:
    """Contracts, orders, receipts and invoices of one purchase, oldest first."""

    contracts: list[Contract]
    orders: list[PurchaseOrder]
    receipts: list[GoodsReceipt]
    invoices: list[Invoice]


def pieces_of_requisition(requisition: Requisition, user: Any) -> Pieces:
    """Return what served a requisition, as far as the reader may see it."""
    orders = PurchaseOrder.objects.filter(lines__requisition_line__requisition=requisition)
    tendered = Q(award__lot__items__sources__line__requisition=requisition)
    return _pieces(orders, Contract.objects.filter(tendered | Q(orders__in=orders)), user)


def pieces_of_tender(tender: Tender, user: Any) -> Pieces:
    """Return what came of a tender, as far as the reader may see it."""
    contracts = Contract.objects.filter(award__lot__tender=tender)
    return _pieces(PurchaseOrder.objects.filter(contract__in=contracts), contracts, user)


def pieces_of_contract(contract: Contract, user: Any) -> Pieces:
    """Return a contract with all that was ordered under it, as far as the reader may see it."""
    return _pieces(PurchaseOrder.objects.filter(contract=contract), Contract.objects.filter(pk=contract.pk), user)


def pieces_of_order(order: PurchaseOrder, user: Any) -> Pieces:
    """Return an order with its contract, receipts and invoices, as far as the reader may see them."""
    orders = PurchaseOrder.objects.filter(pk=order.pk)
    return _pieces(orders, Contract.objects.filter(orders=order), user)


def _pieces(orders: QuerySet, contracts: QuerySet, user: Any) -> Pieces:
    seen = PurchaseOrder.objects.visible_to(user).filter(pk__in=orders.values("pk")).select_related("supplier")
    orders_seen = list(seen.order_by("pk"))
    rows = Contract.objects.visible_to(user).filter(pk__in=contracts.values("pk")).select_related("supplier")
    receipts = GoodsReceipt.objects.visible_to(user).filter(order__in=orders_seen)
    invoices = Invoice.objects.visible_to(user).filter(order__in=orders_seen)
    return Pieces(
        list(rows.order_by("pk")),
        orders_seen,
        list(receipts.select_related("order", "received_by").order_by("pk")),
        list(invoices.select_related("order", "supplier").order_by("pk")),
    )
