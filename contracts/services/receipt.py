"""What arrived: accepted and rejected, told to the suppliers' record, the budget, the stock and the requester."""

from collections.abc import Sequence
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from contracts.events import GoodsReceived, ReceiptReversed
from contracts.models import GoodsReceipt, OrderLine, PurchaseOrder, ReceiptLine
from contracts.policies.order import may_receive, may_reverse_receipt
from contracts.services.contract import need_reason
from contracts.services.delivery import (
    expect_line,
    in_request_currency,
    lock_order,
    serves_all,
    show_received,
    write_due_day,
)
from contracts.services.inputs import ReceiptInput
from contracts.services.sharing import Arrival, arrivals_of, worth
from contracts.states import ORDER, OrderStatus, ReceiptStatus
from procurement.services import (
    commit_budget,
    receive_into_stock,
    report_progress,
    restore_budget,
    retract_progress,
    take_back_receipt,
)
from procurement.states import EntryKind, LineStage
from srm.authz import person, require
from srm.clock import organisation_today
from srm.errors import Invalid, Refused
from srm.events.services import record
from srm.reference.services import convert, next_number, to_base
from suppliers.services import record_observation, withdraw_observation

CENT = Decimal("0.01")


@transaction.atomic
def post_goods_receipt(
    *, order: PurchaseOrder, lines: Sequence[ReceiptInput], received_on: date, by: Any, delivery_note: str = ""
) -> GoodsReceipt:
    """Book what arrived; never by who ordered it. Records GoodsReceived.

    Each line becomes a supply fact, accrues on the budget, goes into stock where the item is stocked, and shows the
    requester what came. Where several lines ask for one thing, what comes goes to whoever needs it first.

    Raises Invalid (nothing, a negative, a day to come), Refused (more than was ordered).
    """
    order = lock_order(order)
    require(may_receive(by, order), _("Goods are received by the warehouse or the requester, not by who ordered."))
    _check(order, lines, received_on)
    locked = {li.pk: li for li in order.lines.select_for_update(of=("self",)).order_by("pk")}
    receipt = GoodsReceipt.objects.create(
        number=next_number("GR"), order=order, received_on=received_on, received_by=by, delivery_note=delivery_note,
        created_by=person(by),
    )  # fmt: skip
    arrivals = arrivals_of(locked, lines)
    for arrival in arrivals:
        _receive_line(receipt, arrival)
    _move_order(order, list(locked.values()))
    write_due_day(order)
    for arrival in arrivals:
        _tell_others(receipt, order, arrival, by)
    record(_received(receipt, arrivals), subject=order, by=by)
    return receipt


@transaction.atomic
def reverse_receipt(*, receipt: GoodsReceipt, reason: str, by: Any) -> GoodsReceipt:
    """Undo a receipt booked by mistake while nothing of the order is invoiced. Records ReceiptReversed.

    Supply facts, budget, stock and the requesters' view stand as before; Refused when the stock has left meanwhile.
    """
    order = lock_order(receipt.order)
    receipt = GoodsReceipt.objects.select_for_update(of=("self",)).get(pk=receipt.pk)
    require(may_reverse_receipt(by, receipt), _("Receipts are undone by the warehouse."))
    need_reason(reason)
    if receipt.status != ReceiptStatus.POSTED or order.status == OrderStatus.CLOSED:
        raise Refused(_("This receipt can no longer be undone."), code="wrong_state")
    if order.invoices.exclude(status="rejected").exists():
        raise Refused(_("This receipt can no longer be undone: something was invoiced."), code="invoiced")
    for row in receipt.lines.order_by("order_line_id"):
        _take_back(receipt, order, row, reason, by)
    receipt.status, receipt.reason = ReceiptStatus.REVERSED, reason
    receipt.save(update_fields=["status", "reason"])
    _move_back(order)
    record(ReceiptReversed(receipt.number, reason), subject=order, by=by)
    return receipt


def _check(order: PurchaseOrder, lines: Sequence[ReceiptInput], received_on: date) -> None:
    errors = {}
    if not lines or all(line.accepted == 0 and line.rejected == 0 for line in lines):
        errors["lines"] = _("Say what arrived.")
    if len({line.order_line.pk for line in lines}) < len(lines):
        errors["lines"] = _("A line of the order is named twice.")
    if received_on > organisation_today():
        errors["received_on"] = _("This day has not come yet.")
    for index, line in enumerate(lines):
        errors |= {f"lines.{index}.{name}": text for name, text in _faults(order, line).items()}
    if errors:
        raise Invalid(errors)


def _faults(order: PurchaseOrder, line: ReceiptInput) -> dict[str, str]:
    faults = {}
    if line.order_line.order_id != order.pk:
        faults["order_line"] = _("This line is not of this order.")
    if line.accepted < 0 or line.rejected < 0:
        faults["accepted"] = _("Must not be negative.")
    if line.rejected > 0 and not line.reason.strip():
        faults["reason"] = _("Say why it was rejected.")
    return faults


def _receive_line(receipt: GoodsReceipt, arrival: Arrival) -> None:
    line = arrival.line
    ReceiptLine.objects.create(
        receipt=receipt, order_line=line, accepted=arrival.accepted, rejected=arrival.rejected, reason=arrival.reason
    )
    line.accepted += arrival.accepted
    line.rejected += arrival.rejected
    line.save(update_fields=["accepted", "rejected"])


def _move_order(order: PurchaseOrder, lines: Sequence[OrderLine]) -> None:
    done = all(line.accepted >= line.quantity for line in lines)
    ORDER.perform(order, "receive_all" if done else "receive_part")


def _take_back(receipt: GoodsReceipt, order: PurchaseOrder, row: ReceiptLine, reason: str, by: Any) -> None:
    rows = OrderLine.objects.select_for_update(of=("self",)).select_related("requisition_line")
    line = rows.get(pk=row.order_line_id)
    line.accepted -= row.accepted
    line.rejected -= row.rejected
    line.save(update_fields=["accepted", "rejected"])
    key = f"{receipt.number}/{line.position}"
    withdraw_observation(source="receipt", source_key=key, by=by)
    take_back_receipt(source_key=f"receipt:{key}", by=by)
    expect_line(order, line, by)
    if line.requisition_line:
        restore_budget(line=line.requisition_line, source_key=f"receipt:{key}", by=by)
        show_received(line, by)
        if line.accepted < line.quantity:
            retract_progress(line=line.requisition_line, stage=LineStage.RECEIVED, reason=reason, by=by)


def _move_back(order: PurchaseOrder) -> None:
    """The one step that is no move of the table: the order stands where it stood before the receipt."""
    some = order.lines.filter(Q(accepted__gt=0) | Q(rejected__gt=0)).exists()
    before = OrderStatus.CONFIRMED if order.confirmed_at else OrderStatus.SENT
    order.status = OrderStatus.PART_RECEIVED if some else before
    order.save(update_fields=["status"])
    write_due_day(order)


def _tell_others(receipt: GoodsReceipt, order: PurchaseOrder, arrival: Arrival, by: Any) -> None:
    line, accepted = arrival.line, arrival.accepted
    _observe(receipt, order, line, accepted, arrival.rejected, by)
    if line.item_id and accepted:
        source = f"receipt:{receipt.number}/{line.position}"
        currency = order.place.legal_entity.currency
        cost, _rate = convert(line.unit_price * accepted, order.currency, currency, receipt.received_on)
        receive_into_stock(
            item=line.item, place=order.place, quantity=accepted, unit_cost=cost / accepted,
            source_key=source, by=by,
        )  # fmt: skip
    expect_line(order, line, by)
    if line.requisition_line_id:
        _tell_requester(receipt, line, accepted, by)


def _observe(
    receipt: GoodsReceipt, order: PurchaseOrder, line: OrderLine, accepted: Decimal, rejected: Decimal, by: Any
) -> None:
    amount, rate = to_base(_money(accepted * line.unit_price), order.currency, receipt.received_on)
    record_observation(
        supplier=order.supplier, category=line.category, item=line.item, description=line.description,
        ordered_on=order.sent_at.date() if order.sent_at else None, promised_on=line.promised_on,
        received_on=receipt.received_on, quantity=accepted + rejected, rejected=rejected,
        unit_price=line.unit_price * rate, amount=amount, source="receipt",
        source_key=f"{receipt.number}/{line.position}", by=by,
    )  # fmt: skip


def _tell_requester(receipt: GoodsReceipt, line: OrderLine, accepted: Decimal, by: Any) -> None:
    value = in_request_currency(line, worth(line, line.accepted) - worth(line, line.accepted - accepted))
    commit_budget(
        line=line.requisition_line, kind=EntryKind.ACCRUAL, amount=value,
        source_key=f"receipt:{receipt.number}/{line.position}", by=by, tax_rate=line.tax_rate,
        is_last=serves_all(line.requisition_line, "accepted"),
    )  # fmt: skip
    show_received(line, by)
    if line.accepted >= line.quantity:
        report_progress(
            line=line.requisition_line, stage=LineStage.RECEIVED, holder=receipt.received_by.name,
            reference=receipt.number, link=receipt.get_absolute_url(), by=by,
        )  # fmt: skip


def _received(receipt: GoodsReceipt, arrivals: Sequence[Arrival]) -> GoodsReceived:
    given = {str(a.line.position): [f"{a.accepted:f}", f"{a.rejected:f}"] for a in arrivals}
    return GoodsReceived(receipt.number, receipt.order.number, given)


def _money(value: Decimal) -> Decimal:
    return value.quantize(CENT, ROUND_HALF_UP)
