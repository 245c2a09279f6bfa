"""An order between the two sides: sent, confirmed or refused, cancelled, closed; and what that does to the money."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import Min, Sum
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from contracts.events import OrderCancelled, OrderClosed, OrderConfirmed, OrderRefused, OrderSent
from contracts.models import Contract, ContractLine, OrderLine, PurchaseOrder
from contracts.policies.order import may_answer_order, may_order
from contracts.queries.serving import held_back_by
from contracts.services.contract import need_reason
from contracts.services.sharing import worth
from contracts.states import ORDER, OrderStatus
from procurement.models import Requisition, RequisitionLine
from procurement.queries.sharing import received_of, wanted_in
from procurement.services import (
    commit_budget,
    expect_into_stock,
    release_budget,
    report_progress,
    report_received,
    restore_budget,
    retract_progress,
)
from procurement.states import EntryKind, LineStage
from srm.authz import is_system, require
from srm.clock import database_now, organisation_today
from srm.errors import Invalid, Refused
from srm.events.services import record
from srm.reference.services import convert

CENT = Decimal("0.01")


@transaction.atomic
def send_order(*, order: PurchaseOrder, by: Any) -> PurchaseOrder:
    """Send it to the supplier; the money is committed and the requesters see it ordered. Records OrderSent.

    Whoever sends it is its orderer. Raises Refused when a request behind it is no longer approved.
    """
    order = lock_order(order)
    require(may_order(by, order), _("Orders are sent by buyers."))
    lock_requests(order)
    if held := held_back_by(order):
        raise Refused(held[0].why, code="not_approved")
    lines = served_lines(order)
    orderer = {} if is_system(by) else {"orderer": by}
    ORDER.perform(order, "send", sent_at=database_now(), **orderer)
    for line in lines:
        commit_budget(
            line=line.requisition_line, kind=EntryKind.COMMITMENT, amount=in_request_currency(line, line.amount),
            source_key=f"order:{order.number}/{line.position}", by=by, tax_rate=line.tax_rate,
            is_last=serves_all(line.requisition_line, "quantity"),
        )  # fmt: skip
        report_progress(
            line=line.requisition_line, stage=LineStage.ORDERED, holder=order.supplier.name, reference=order.number,
            link=order.get_absolute_url(), by=by,
        )  # fmt: skip
    for line in order.lines.select_related("item"):
        expect_line(order, line, by)
    write_due_day(order)
    record(OrderSent(order.number, order.total, order.currency), subject=order, by=by)
    return order


@transaction.atomic
def confirm_order(*, order: PurchaseOrder, by: Any, promised: dict[int, date] | None = None) -> PurchaseOrder:
    """The supplier confirms, with a day per line position (else the day it is needed). Records OrderConfirmed."""
    order = lock_order(order)
    require(may_answer_order(by, order), _("The supplier confirms."))
    lines, today = list(order.lines.select_for_update(of=("self",)).order_by("pk")), organisation_today()
    for line in lines:
        given = (promised or {}).get(line.position)
        line.promised_on = given or line.promised_on or line.needed_on
        if given and given < today:
            raise Invalid({f"lines.{line.position - 1}.promised_on": _("This day is in the past.")})
        line.save(update_fields=["promised_on"])
    ORDER.perform(order, "confirm", confirmed_at=database_now())
    write_due_day(order)
    record(OrderConfirmed(order.number), subject=order, by=by)
    return order


@transaction.atomic
def refuse_order(*, order: PurchaseOrder, reason: str, by: Any) -> PurchaseOrder:
    """The supplier cannot deliver; contract and budget get back what the order held. Records OrderRefused."""
    order = lock_order(order)
    require(may_answer_order(by, order), _("The supplier answers."))
    return _undo(order, "refuse", reason, OrderRefused, by)


@transaction.atomic
def cancel_order(*, order: PurchaseOrder, reason: str, by: Any) -> PurchaseOrder:
    """Cancel before anything came; contract and budget get back what it held. Records OrderCancelled."""
    order = lock_order(order)
    require(may_order(by, order), _("Orders are cancelled by buyers."))
    if order.receipts.filter(status="posted").exists():
        raise Refused(_("Something was received already: close the order instead."), code="received")
    return _undo(order, "cancel", reason, OrderCancelled, by)


@transaction.atomic
def close_order(*, order: PurchaseOrder, by: Any) -> PurchaseOrder:
    """Nothing more will come: contract and budget get back what did not. Records OrderClosed.

    A request of which nothing came is to be served again; one of which something came counts as received.
    """
    order = lock_order(order)
    require(may_order(by, order), _("Orders are closed by buyers."))
    ORDER.perform(order, "close")
    _give_back(order, lambda line: line.quantity - line.accepted)
    for line in served_lines(order):
        _close_line(order, line, by)
    for line in order.lines.select_related("item"):
        expect_line(order, line, by, nothing=True)
    write_due_day(order)
    record(OrderClosed(order.number), subject=order, by=by)
    return order


def lock_order(order: PurchaseOrder) -> PurchaseOrder:
    """Return the order read again under its lock, with its supplier and place."""
    rows = PurchaseOrder.objects.select_for_update(of=("self",)).select_related(
        "supplier", "place__legal_entity", "contract"
    )
    return rows.get(pk=order.pk)


def lock_requests(order: PurchaseOrder) -> None:
    """Take the requests that the order serves, so that none is taken back or asked for again meanwhile."""
    served = order.lines.exclude(requisition_line=None).values("requisition_line__requisition")
    list(Requisition.objects.select_for_update(of=("self",)).filter(pk__in=served).order_by("pk").values_list("pk"))


def write_due_day(order: PurchaseOrder) -> None:
    """Keep on the order when the first thing that is awaited is due; nothing is awaited of one that is not open."""
    rows = order.lines.awaited()
    order.due_on = rows.aggregate(day=Min(Coalesce("promised_on", "needed_on")))["day"]
    order.save(update_fields=["due_on"])


def served_lines(order: PurchaseOrder) -> list[OrderLine]:
    """Return the order's lines that serve a requisition, in the order's own order."""
    rows = order.lines.exclude(requisition_line=None).order_by("position")
    return list(rows.select_related("order", "requisition_line__requisition__cost_centre"))


def expect_line(order: PurchaseOrder, line: OrderLine, by: Any, *, nothing: bool = False) -> None:
    """Tell the stock what this line has still to bring; lines of a request are counted by the request."""
    if line.item_id and not line.requisition_line_id:
        left = Decimal(0) if nothing else line.quantity - line.accepted
        key = f"order:{order.number}/{line.position}"
        expect_into_stock(item=line.item, place=order.place, quantity=left, source_key=key, by=by)


def serves_all(line: RequisitionLine, field: str) -> bool:
    """Tell whether what its sent orders have under `field` (quantity, accepted, invoiced) covers a request's line."""
    rows = OrderLine.objects.filter(requisition_line=line)
    rows = rows.exclude(order__status__in=(OrderStatus.DRAFT, OrderStatus.CANCELLED, OrderStatus.REFUSED))
    sums = rows.order_by().values_list("unit").annotate(total=Sum(field))
    return any(total >= wanted > 0 for unit, total in sums if (wanted := wanted_in(line, unit)) is not None)


def show_received(line: OrderLine, by: Any) -> None:
    """Show the requester how much of his line is here by now."""
    wanted = line.requisition_line
    report_received(line=wanted, quantity=received_of(wanted, line.accepted, line.unit_id), by=by)


def in_request_currency(line: OrderLine, amount: Decimal) -> Decimal:
    """Return an amount of an order line in the currency of the request it serves, at today's rate."""
    wanted = line.requisition_line.requisition.currency
    return convert(amount, line.order.currency, wanted, organisation_today())[0]


def _undo(order: PurchaseOrder, verb: str, reason: str, event: type, by: Any) -> PurchaseOrder:
    need_reason(reason)
    ORDER.perform(order, verb, status_reason=reason)
    _give_back(order, lambda line: line.quantity)
    for line in served_lines(order):
        _serve_again(order, line, reason, by)
    for line in order.lines.select_related("item"):
        expect_line(order, line, by, nothing=True)
    write_due_day(order)
    record(event(order.number, reason), subject=order, by=by)
    return order


def _give_back(order: PurchaseOrder, undelivered: Callable[[OrderLine], Decimal]) -> None:
    if not order.contract_id:
        return
    contract = Contract.objects.select_for_update(of=("self",)).get(pk=order.contract_id)
    for line in order.lines.exclude(contract_line=None).order_by("contract_line_id"):
        row = ContractLine.objects.select_for_update(of=("self",)).get(pk=line.contract_line_id)
        left = undelivered(line)
        came = worth(line, line.quantity - left)
        row.ordered -= left
        row.save(update_fields=["ordered"])
        contract.called_off -= line.amount - came
    contract.save(update_fields=["called_off"])


def _close_line(order: PurchaseOrder, line: OrderLine, by: Any) -> None:
    if not line.accepted:
        _serve_again(order, line, _("Closed without a delivery"), by)
        return
    release_budget(line=line.requisition_line, source_key=f"close:{order.number}/{line.position}", by=by)
    report_progress(
        line=line.requisition_line, stage=LineStage.RECEIVED, holder=order.supplier.name, reference=order.number,
        link=order.get_absolute_url(), by=by,
    )  # fmt: skip


def _serve_again(order: PurchaseOrder, line: OrderLine, reason: str, by: Any) -> None:
    restore_budget(line=line.requisition_line, source_key=f"order:{order.number}/{line.position}", by=by)
    retract_progress(line=line.requisition_line, stage=LineStage.ORDERED, reason=reason, by=by)
