"""Pieces from one place to another: asked for, handed out, received."""

from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from procurement.events import TransferCancelled, TransferIssued, TransferReceived, TransferRequested
from procurement.models import Stock, StockTransfer
from procurement.policies.planning import may_cancel_transfer, may_move_transfer, may_request_transfer
from procurement.services.stock import lock_stock, put_in, take_out
from procurement.states import TRANSFER
from srm.authz import person, require
from srm.clock import database_now, organisation_today
from srm.errors import Invalid, Refused
from srm.events.services import record
from srm.reference.models import Place
from srm.reference.services import convert, next_number


@transaction.atomic
def request_transfer(*, source: Stock, place: Place, quantity: Decimal, reason: str, by: Any) -> StockTransfer:
    """Ask for pieces of a stock at another place; they are kept for it at once. Records TransferRequested.

    Raises Refused when less is free there, Invalid without a reason or for the place where they are.
    """
    require(may_request_transfer(by), _("Only staff of a department may ask for a transfer."))
    stock = lock_stock(source.pk)
    errors = {}
    if place.pk == stock.place_id:
        errors["place"] = _("It is there already.")
    if quantity <= 0:
        errors["quantity"] = _("Must be more than zero.")
    if not reason.strip():
        errors["reason"] = _("Say why.")
    if errors:
        raise Invalid(errors)
    if quantity > stock.available:
        raise Refused(_("Not that much is free in stock any more."), field="quantity", code="stock_taken")
    stock.reserved += quantity
    stock.save(update_fields=["reserved"])
    transfer = StockTransfer.objects.create(
        number=next_number("ST"), source=stock, place=place, quantity=quantity, reason=reason.strip(),
        created_by=person(by),
    )  # fmt: skip
    record(TransferRequested(transfer.number, quantity), subject=transfer, by=by)
    return transfer


@transaction.atomic
def issue_transfer(*, transfer: StockTransfer, by: Any) -> StockTransfer:
    """Hand it out: it leaves its stock at what it cost there. Records TransferIssued."""
    transfer = _locked(transfer)
    require(may_move_transfer(by, transfer), _("Stock is issued by the warehouse."))
    TRANSFER.perform(transfer, "issue", issued_by=by, issued_at=database_now())
    stock = lock_stock(transfer.source_id)
    key = f"transfer:{transfer.number}"
    cost = take_out(stock, transfer.quantity, reason="transfer", source_key=key, by=by, promised=True)
    transfer.value = cost
    transfer.save(update_fields=["value"])
    currency = stock.place.legal_entity.currency
    record(TransferIssued(transfer.number, cost or Decimal(0), currency), subject=transfer, by=by)
    return transfer


@transaction.atomic
def receive_transfer(*, transfer: StockTransfer, by: Any) -> StockTransfer:
    """Put it where it was asked for, at what it cost (in that company's currency). Records TransferReceived."""
    transfer = _locked(transfer)
    require(may_move_transfer(by, transfer), _("Stock is received by the warehouse."))
    TRANSFER.perform(transfer, "receive", received_by=by, received_at=database_now())
    item = transfer.source.item
    stock, _created = Stock.objects.get_or_create(item=item, place=transfer.place)
    stock = lock_stock(stock.pk)
    key = f"transfer:{transfer.number}"
    put_in(stock, transfer.quantity, unit_cost=_cost_there(transfer), reason="transfer", source_key=key, by=by)
    record(TransferReceived(transfer.number), subject=transfer, by=by)
    return transfer


@transaction.atomic
def cancel_transfer(*, transfer: StockTransfer, reason: str, by: Any) -> StockTransfer:
    """Give up a transfer that is not on its way yet; what was kept for it is free again. Records TransferCancelled."""
    transfer = _locked(transfer)
    require(may_cancel_transfer(by, transfer), _("Who asked for it or the warehouse cancels it."))
    if not reason.strip():
        raise Invalid({"reason": _("Say why.")})
    TRANSFER.perform(transfer, "cancel", status_reason=reason.strip())
    stock = lock_stock(transfer.source_id)
    stock.reserved -= transfer.quantity
    stock.save(update_fields=["reserved"])
    record(TransferCancelled(transfer.number, reason.strip()), subject=transfer, by=by)
    return transfer


def _locked(transfer: StockTransfer) -> StockTransfer:
    rows = StockTransfer.objects.select_for_update(of=("self",))
    return rows.select_related("source__item", "source__place__legal_entity", "place__legal_entity").get(pk=transfer.pk)


def _cost_there(transfer: StockTransfer) -> Decimal | None:
    if transfer.value is None:
        return None
    here, there = transfer.source.place.legal_entity.currency, transfer.place.legal_entity.currency
    value = convert(transfer.value, here, there, organisation_today())[0]
    return (value / transfer.quantity).quantize(Decimal("0.000001"))
