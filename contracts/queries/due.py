"""What falls due: deliveries, obligations, contracts that end, invoices that stand still."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import QuerySet
from django.db.models.functions import Coalesce

from contracts.models import Contract, Invoice, Obligation, OrderLine, PurchaseOrder
from contracts.states import InvoiceStatus
from srm.accounts.states import ORGANISATION_ROLES, Role
from srm.clock import shown_today

SOON = 14


@dataclass(frozen=True)
class Delivery:
    """One awaited line of an order as its requester reads it."""

    line: OrderLine
    order: PurchaseOrder
    due_on: date | None
    days_late: int
    is_due: bool
    may_receive: bool


def awaited_by(user: Any) -> QuerySet[OrderLine]:
    """Return the order lines the person waits for: his own requests', the warehouse's all."""
    rows = OrderLine.objects.awaited()
    return rows if user.has_role(Role.WAREHOUSE) else rows.filter(requisition_line__requisition__requester_id=user.pk)


def deliveries_for(user: Any, limit: int = 200) -> list[Delivery]:
    """Return what the person waits for, the first to come first."""
    today = shown_today()
    rows = awaited_by(user).select_related("order__supplier", "order__place", "unit")
    found = rows.order_by(Coalesce("promised_on", "needed_on").asc(nulls_last=True), "pk")[:limit]
    return [_delivery(line, today, user) for line in found]


def _delivery(line: OrderLine, today: date, user: Any) -> Delivery:
    days = (today - line.due_on).days if line.due_on else -1
    barred = {line.order.orderer_id, line.order.created_by_id}
    return Delivery(line, line.order, line.due_on, max(days, 0), days >= 0, user.pk not in barred)


def late_orders(user: Any) -> QuerySet[PurchaseOrder]:
    """Return the orders of which something is late today, among those the person sees."""
    return PurchaseOrder.objects.visible_to(user).overdue(shown_today())


def expiring_contracts(user: Any) -> QuerySet[Contract]:
    """Return the contracts in force that end within sixty days, among those the person sees."""
    return Contract.objects.visible_to(user).expiring(shown_today())


def blocked_invoices(user: Any) -> QuerySet[Invoice]:
    """Return the invoices that do not match, among those the person sees."""
    return Invoice.objects.visible_to(user).filter(status=InvoiceStatus.EXCEPTION)


def obligations_due(user: Any) -> QuerySet[Obligation]:
    """Return open obligations that are due within two weeks, among those the person sees."""
    by = shown_today() + timedelta(days=SOON)
    return Obligation.objects.visible_to(user).due(by).select_related("contract__supplier", "contract__manager")


def sees_all(user: Any) -> bool:
    """Tell whether the person works with contracts and invoices of the whole organisation."""
    return user.has_role(*ORGANISATION_ROLES)
