"""Who is told what of contracts, orders, receipts and invoices."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_noop

from contracts.events import (
    ContractAccepted,
    ContractAmended,
    ContractDrafted,
    ContractEnded,
    ContractRefused,
    ContractSent,
    ContractTerminated,
    GoodsReceived,
    InvoiceApproved,
    InvoiceException,
    InvoiceMatched,
    InvoicePaid,
    InvoiceRejected,
    OrderCancelled,
    OrderConfirmed,
    OrderDrafted,
    OrderRefused,
    OrderSent,
)
from contracts.models import Contract, GoodsReceipt, Invoice, PurchaseOrder
from contracts.queries.people import finance_people, people_of, requesters_of
from srm.events.models import Event
from srm.events.registry import on
from srm.notifications.services import notify
from srm.notifications.values import as_date, as_money, as_status, as_text
from suppliers.states import MembershipRole

SALES = (MembershipRole.ADMIN, MembershipRole.BIDDER)
DELIVERY = (MembershipRole.ADMIN, MembershipRole.LOGISTICS, MembershipRole.BIDDER)
BILLING = (MembershipRole.ADMIN, MembershipRole.FINANCE)


@on(ContractDrafted)
def tell_manager(event: ContractDrafted, *, record: Event) -> None:
    contract = _contract(record)
    if record.by_id is None:
        _of_contract("drafted", contract, [contract.manager], record)


@on(ContractSent)
def ask_supplier(event: ContractSent, *, record: Event) -> None:
    contract = _contract(record)
    _of_contract("asked", contract, people_of(contract.supplier, *SALES), record, portal=True)


@on(ContractAccepted, ContractRefused)
def tell_answer(event: ContractAccepted | ContractRefused, *, record: Event) -> None:
    contract = _contract(record)
    answer = event.reason if isinstance(event, ContractRefused) else as_status(contract)
    _of_contract("answered", contract, [contract.manager], record, answer=answer)


@on(ContractAmended, ContractEnded, ContractTerminated)
def tell_change(event: ContractAmended | ContractEnded | ContractTerminated, *, record: Event) -> None:
    contract = _contract(record)
    what = as_text(gettext_noop("amended")) if isinstance(event, ContractAmended) else as_status(contract)
    people = people_of(contract.supplier, *SALES)
    _of_contract("ended", contract, people, record, portal=True, what=what, reason=event.reason)


@on(OrderDrafted)
def offer_draft(event: OrderDrafted, *, record: Event) -> None:
    order = _order(record)
    if record.by_id is None:
        _of_order("order_drafted", order, [order.orderer], record)


@on(OrderSent)
def ask_to_confirm(event: OrderSent, *, record: Event) -> None:
    order = _order(record)
    _of_order("ordered", order, people_of(order.supplier, *DELIVERY), record, portal=True)


@on(OrderConfirmed)
def tell_confirmed(event: OrderConfirmed, *, record: Event) -> None:
    order = _order(record)
    _of_order("order_answered", order, [order.orderer], record, answer=as_status(order))
    for line, requester in requesters_of(order):
        if line.due_on:
            more = {"what": line.description, "day": as_date(line.due_on)}
            _of_order("coming", order, [requester], record, **more)


@on(OrderRefused)
def tell_refused(event: OrderRefused, *, record: Event) -> None:
    order = _order(record)
    answer = as_status(order)
    _of_order("order_answered", order, [order.orderer], record, answer=answer, reason=event.reason)


@on(OrderCancelled)
def tell_cancelled(event: OrderCancelled, *, record: Event) -> None:
    order = _order(record)
    if order.sent_at:
        people = people_of(order.supplier, *DELIVERY)
        _of_order("order_cancelled", order, people, record, portal=True, reason=event.reason)


@on(GoodsReceived)
def tell_arrival(event: GoodsReceived, *, record: Event) -> None:
    order, receipt = _order(record), GoodsReceipt.objects.select_related("received_by").get(number=event.receipt)
    people = [order.orderer, *(requester for _line, requester in requesters_of(order))]
    others = [p for p in people if p.pk != receipt.received_by_id]
    _of_order("received", order, others, record, by=receipt.received_by.name)
    if reasons := [row.reason for row in receipt.lines.filter(rejected__gt=0)]:
        people = people_of(order.supplier, *DELIVERY)
        _of_order("rejected", order, people, record, portal=True, reason="; ".join(reasons))


@on(InvoiceException, InvoiceMatched)
def tell_finance(event: InvoiceException | InvoiceMatched, *, record: Event) -> None:
    invoice = _invoice(record)
    kind = "blocked" if isinstance(event, InvoiceException) else "to_approve"
    _of_invoice(kind, invoice, finance_people(), record)


@on(InvoiceApproved, InvoiceRejected, InvoicePaid)
def tell_decision(event: InvoiceApproved | InvoiceRejected | InvoicePaid, *, record: Event) -> None:
    invoice = _invoice(record)
    reason = event.reason if isinstance(event, InvoiceRejected) else ""
    what = as_status(invoice)
    people = people_of(invoice.supplier, *BILLING)
    _of_invoice("invoice_decided", invoice, people, record, portal=True, what=what, reason=reason)


def _contract(record: Event) -> Contract:
    return Contract.objects.select_related("supplier", "manager").get(pk=record.subject_id)


def _order(record: Event) -> PurchaseOrder:
    return PurchaseOrder.objects.select_related("supplier", "orderer", "place").get(pk=record.subject_id)


def _invoice(record: Event) -> Invoice:
    return Invoice.objects.select_related("supplier").get(pk=record.subject_id)


def _of_contract(
    kind: str, contract: Contract, people: Any, record: Event, *, portal: bool = False, **more: Any
) -> None:
    params = {
        "number": contract.number, "title": contract.title, "supplier": contract.supplier.name,
        "amount": as_money(contract.ceiling, contract.currency), **more,
    }  # fmt: skip
    _tell(kind, contract, "contract", people, record, portal, params)


def _of_order(
    kind: str, order: PurchaseOrder, people: Any, record: Event, *, portal: bool = False, **more: Any
) -> None:
    params = {
        "number": order.number, "supplier": order.supplier.name, "place": order.place.name, "reason": "",
        "amount": as_money(order.total, order.currency), **more,
    }  # fmt: skip
    _tell(kind, order, "order", people, record, portal, params)


def _of_invoice(kind: str, invoice: Invoice, people: Any, record: Event, *, portal: bool = False, **more: Any) -> None:
    params = {
        "number": invoice.number, "supplier": invoice.supplier.name, "supplier_number": invoice.supplier_number,
        "amount": as_money(invoice.gross, invoice.currency), **more,
    }  # fmt: skip
    _tell(kind, invoice, "invoice", people, record, portal, params)


def _tell(kind: str, subject: Any, noun: str, people: Any, record: Event, portal: Any, params: dict) -> None:
    name = f"contracts:{'portal-' if portal else ''}{noun}-detail"
    url = reverse(name, args=[subject.public_id])
    notify(recipients=people, kind=f"contracts.{kind}", subject=subject, url=url, event=record, params=params)
