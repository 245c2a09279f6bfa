"""What waits for a person between contract and payment."""

from typing import Any

from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from contracts.models import Contract, Invoice, Obligation, OrderLine, PurchaseOrder
from contracts.policies.order import may_order
from contracts.queries import obligations_due
from contracts.queries.due import awaited_by
from contracts.queries.portal import confirm_by, unconfirmed
from contracts.states import ContractStatus, InvoiceStatus, OrderStatus
from srm.accounts.states import Role
from srm.clock import shown_today
from srm.notifications import waiting
from srm.notifications.waiting import Row, Task, end_of
from srm.ui.doors import supplier_of
from suppliers.states import Side


def register() -> None:
    """Register the lists."""
    waiting.register(contracts_to_send, lambda row: row.task("contracts:contract-detail", _("Send")))
    waiting.register(obligations_to_do, lambda row: row.task("contracts:contract-detail", _("Do"), kind="todo"))
    waiting.register(orders_to_send, lambda row: row.task("contracts:order-detail", _("Send order")))
    waiting.register(orders_to_receive, lambda row: row.task("contracts:receipt-create", _("Receive")))
    waiting.register(invoices_to_decide, _invoice)
    waiting.register(contracts_to_answer, _contract_to_answer, portal=True)
    waiting.register(orders_to_confirm, _order_to_confirm, portal=True)


def contracts_to_send(user: Any) -> QuerySet[Contract]:
    """Drafts and refused contracts of one's own."""
    rows = Contract.objects.filter(manager=user, status__in=[ContractStatus.DRAFT, ContractStatus.REFUSED])
    return waiting.rows(
        rows, title="title", subtitle="supplier__name", number="number", amount="ceiling", currency="currency"
    )


def obligations_to_do(user: Any) -> QuerySet[Obligation]:
    """What we owe under the contracts one looks after."""
    rows = obligations_due(user).filter(side=Side.BUYER, contract__manager=user).order_by("due_on", "pk")
    return waiting.rows(
        rows, key="contract__public_id", title="title", subtitle="contract__supplier__name", number="contract__number",
        on="due_on",
    )  # fmt: skip


def orders_to_send(user: Any) -> QuerySet[PurchaseOrder] | None:
    """Drafted orders that one should look at."""
    if not may_order(user):
        return None
    rows = PurchaseOrder.objects.filter(orderer=user, status=OrderStatus.DRAFT)
    return waiting.rows(rows, title="supplier__name", number="number", amount="total", currency="currency")


def orders_to_receive(user: Any) -> QuerySet[PurchaseOrder]:
    """What should have arrived by today, an order once; never to be received by who ordered it."""
    lines = awaited_by(user).annotate(due=Coalesce("promised_on", "needed_on")).filter(due__lte=shown_today())
    lines = lines.filter(order__due_on__lte=shown_today())  # read from its index, before the lines are looked at
    lines = lines.exclude(order__orderer=user).exclude(order__created_by=user)
    first = lines.filter(order=OuterRef("pk")).order_by("due", "pk")
    orders = waiting.rows(
        PurchaseOrder.objects.filter(pk__in=lines.values("order")), title=Subquery(first.values("description")[:1]),
        subtitle="supplier__name", number="number", on=Subquery(first.values("due")[:1]),
    )  # fmt: skip
    return orders.order_by("row_on", "pk")


def invoices_to_decide(user: Any) -> QuerySet[Invoice] | None:
    """Invoices that do not match, and those that one may approve; `state` tells which."""
    if not user.has_role(Role.FINANCE):
        return None
    barred = Q(order__orderer=user) | Q(order__receipts__received_by=user)
    mine = Q(status=InvoiceStatus.EXCEPTION) | (Q(status=InvoiceStatus.MATCHED) & ~barred)
    rows = Invoice.objects.filter(pk__in=Invoice.objects.filter(mine).order_by().values("pk"))
    return waiting.rows(
        rows.order_by("due_on", "pk"), title="supplier__name", subtitle="supplier_number", number="number",
        amount="gross", currency="currency", on="due_on", state="status",
    )  # fmt: skip


def contracts_to_answer(user: Any) -> QuerySet[Contract] | None:
    """Contracts that were sent to the supplier."""
    supplier = supplier_of(user)
    if supplier is None:
        return None
    rows = Contract.objects.for_supplier(supplier).filter(status=ContractStatus.SENT)
    return waiting.rows(rows, title="title", number="number")


def orders_to_confirm(user: Any) -> QuerySet[PurchaseOrder] | None:
    """Orders that wait for the supplier's promise, called by their first line."""
    supplier = supplier_of(user)
    if supplier is None:
        return None
    first = OrderLine.objects.filter(order=OuterRef("pk")).order_by("position").values("description")[:1]
    return waiting.rows(
        unconfirmed(supplier), title=Subquery(first), number="number", amount="total", currency="currency", at="sent_at"
    )


def _invoice(row: Row) -> Task:
    if row.state == InvoiceStatus.MATCHED:
        return row.task("contracts:invoice-detail", pgettext_lazy("decision", "Approve"), kind="approve")
    return row.task("contracts:invoice-detail", _("Look"))


def _contract_to_answer(row: Row) -> Task:
    return row.task("contracts:portal-contract-detail", _("Answer"), kind="approve")


def _order_to_confirm(row: Row) -> Task:
    return row.task(
        "contracts:portal-order-confirm", _("Confirm"), due=end_of(confirm_by(row.at)), title=row.title or ""
    )
