"""What waits for a person between contract and payment."""

from datetime import date, datetime, time
from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from contracts.models import Contract, Invoice, PurchaseOrder
from contracts.policies.contract import KEEPERS
from contracts.policies.order import may_order
from contracts.queries import deliveries_for, obligations_due
from contracts.queries.portal import orders_to_confirm
from contracts.states import ContractStatus, InvoiceStatus, OrderStatus
from srm.accounts.states import Role
from srm.notifications import waiting
from srm.ui.doors import supplier_of
from suppliers.states import Side

MOST = 50


def register() -> None:
    """Register the listers."""
    for lister in (contract_tasks, obligation_tasks, order_tasks, delivery_tasks, invoice_tasks, portal_tasks):
        waiting.register(lister)


def contract_tasks(user: Any) -> list[waiting.Task]:
    """Drafts and refused contracts of one's own, to be sent."""
    if user.is_portal:
        return []
    rows = Contract.objects.filter(manager=user, status__in=[ContractStatus.DRAFT, ContractStatus.REFUSED])
    return [
        waiting.Task(
            due=None, title=c.title, url=c.get_absolute_url(), subtitle=c.supplier.name, number=c.number,
            amount=c.ceiling, currency=c.currency, action_label=_("Send"), kind="task",
        )
        for c in rows.select_related("supplier")[:MOST]
    ]  # fmt: skip


def obligation_tasks(user: Any) -> list[waiting.Task]:
    """What we owe under the contracts one looks after."""
    if user.is_portal or not (user.has_role(*KEEPERS) or user.contracts.exists()):
        return []
    rows = obligations_due(user).filter(side=Side.BUYER, contract__manager=user)
    return [
        waiting.Task(
            due=_end_of(o.due_on), title=o.title, url=o.contract.get_absolute_url(), number=o.contract.number,
            subtitle=o.contract.supplier.name, action_label=_("Do"), kind="todo",
        )
        for o in rows[:MOST]
    ]  # fmt: skip


def order_tasks(user: Any) -> list[waiting.Task]:
    """Drafted orders that one should look at and send."""
    if user.is_portal or not may_order(user):
        return []
    rows = PurchaseOrder.objects.filter(orderer=user, status=OrderStatus.DRAFT).select_related("supplier")
    return [
        waiting.Task(
            due=None, title=o.supplier.name, url=o.get_absolute_url(), number=o.number, amount=o.total,
            currency=o.currency, action_label=_("Send order"), kind="task",
        )
        for o in rows[:MOST]
    ]  # fmt: skip


def delivery_tasks(user: Any) -> list[waiting.Task]:
    """What should have arrived by today, to be received."""
    if user.is_portal:
        return []
    seen: dict[int, waiting.Task] = {}
    for delivery in deliveries_for(user):
        if delivery.is_due and delivery.may_receive and delivery.order.pk not in seen:
            order = delivery.order
            seen[order.pk] = waiting.Task(
                due=_end_of(delivery.due_on), title=delivery.line.description, number=order.number,
                url=reverse("contracts:receipt-create", args=[order.public_id]), subtitle=order.supplier.name,
                action_label=_("Receive"), kind="task",
            )  # fmt: skip
    return list(seen.values())[:MOST]


def invoice_tasks(user: Any) -> list[waiting.Task]:
    """Invoices that do not match, and those that one may approve."""
    if user.is_portal or not user.has_role(Role.FINANCE):
        return []
    barred = Q(order__orderer=user) | Q(order__receipts__received_by=user)
    mine = Q(status=InvoiceStatus.EXCEPTION) | (Q(status=InvoiceStatus.MATCHED) & ~barred)
    rows = Invoice.objects.filter(mine).select_related("supplier").distinct()
    return [_invoice_task(invoice) for invoice in rows.order_by("due_on", "pk")[:MOST]]


def portal_tasks(user: Any) -> list[waiting.Task]:
    """Contracts to answer, orders to confirm."""
    supplier = supplier_of(user) if user.is_portal else None
    if supplier is None:
        return []
    asked = Contract.objects.for_supplier(supplier).filter(status=ContractStatus.SENT)
    return [
        *(
            waiting.Task(
                due=None, title=c.title, number=c.number, action_label=_("Answer"), kind="approve",
                url=reverse("contracts:portal-contract-detail", args=[c.public_id]),
            )
            for c in asked[:MOST]
        ),
        *(
            waiting.Task(
                due=_end_of(row.confirm_by), title=row.what, number=row.order.number, amount=row.order.total,
                currency=row.order.currency, action_label=_("Confirm"), kind="task",
                url=reverse("contracts:portal-order-confirm", args=[row.order.public_id]),
            )
            for row in orders_to_confirm(supplier)
        ),
    ]  # fmt: skip


def _invoice_task(invoice: Invoice) -> waiting.Task:
    label = pgettext_lazy("decision", "Approve") if invoice.status == InvoiceStatus.MATCHED else _("Look")
    return waiting.Task(
        due=_end_of(invoice.due_on), title=invoice.supplier.name, url=invoice.get_absolute_url(),
        number=invoice.number, subtitle=invoice.supplier_number, amount=invoice.gross, currency=invoice.currency,
        action_label=label, kind="approve" if invoice.status == InvoiceStatus.MATCHED else "task",
    )  # fmt: skip


def _end_of(day: date | None) -> datetime | None:
    return timezone.make_aware(datetime.combine(day, time(23, 59))) if day else None
