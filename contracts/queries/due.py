"""What falls due: deliveries, obligations, contracts that end, invoices that stand still."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import QuerySet

from contracts.models import Contract, Invoice, Obligation, OrderLine, PurchaseOrder
from contracts.states import InvoiceStatus
from srm.accounts.states import ORGANISATION_ROLES, Role
from srm.clock import organisation_today

SOON = 14


@dataclass(frozen=True)
class Delivery:
    """One awaited line of an order as its requester reads it."""

    line: OrderLine
    order: PurchaseOrder
    due_on: date | None
    days_late: int
    may_receive: bool

    @property
    def is_due(self) -> bool:
        return self.due_on is not None and self.due_on <= organisation_today()


def deliveries_for(user: Any, limit: int | None = None) -> list[Delivery]:
    """Return what the person waits for, the first to come first: his own requests' lines, the warehouse's all."""
    today, warehouse = organisation_today(), user.has_role(Role.WAREHOUSE)
    rows = OrderLine.objects.awaited().select_related("order__supplier", "order__place", "unit")
    if not warehouse:
        rows = rows.filter(requisition_line__requisition__requester_id=user.pk)
    found = sorted(rows, key=lambda li: (li.due_on or date.max, li.pk))[:limit]
    return [
        Delivery(
            line, line.order, line.due_on, max((today - line.due_on).days, 0) if line.due_on else 0,
            user.pk not in {line.order.orderer_id, line.order.created_by_id},
        )
        for line in found
    ]  # fmt: skip


def late_orders(user: Any) -> QuerySet[PurchaseOrder]:
    """Return the orders of which something is late today, among those the person sees."""
    return PurchaseOrder.objects.visible_to(user).overdue(organisation_today())


def expiring_contracts(user: Any) -> QuerySet[Contract]:
    """Return the contracts in force that end within sixty days, among those the person sees."""
    return Contract.objects.visible_to(user).expiring(organisation_today())


def blocked_invoices(user: Any) -> QuerySet[Invoice]:
    """Return the invoices that do not match, among those the person sees."""
    return Invoice.objects.visible_to(user).filter(status=InvoiceStatus.EXCEPTION)


def obligations_due(user: Any) -> QuerySet[Obligation]:
    """Return open obligations that are due within two weeks, among those the person sees."""
    by = organisation_today() + timedelta(days=SOON)
    return Obligation.objects.visible_to(user).due(by).select_related("contract__supplier", "contract__manager")


def sees_all(user: Any) -> bool:
    """Tell whether the person works with contracts and invoices of the whole organisation."""
    return user.has_role(*ORGANISATION_ROLES)
