"""Stock: held for a requisition at submission, confirmed at approval, issued at the counter."""

from collections.abc import Sequence
from datetime import timedelta
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from procurement.events import StockMoved
from procurement.models import Requisition, RequisitionLine, Stock, StockMovement, StockReservation
from procurement.policies.planning import may_manage_stock
from procurement.services.progress import report_progress
from procurement.states import LineStage, ReservationStatus
from srm.authz import SYSTEM, is_system, require
from srm.clock import database_now
from srm.errors import Refused
from srm.events.services import record
from srm.reference.models import Item, Place

OPEN = [ReservationStatus.HELD, ReservationStatus.CONFIRMED]


def hold_stock(*, lines: Sequence[RequisitionLine], by: Any) -> None:
    """Reserve what the lines take from stock, from the fullest places first; the rows are locked in key order.

    Raises Refused at the line when less is available.
    """
    wanted = [line for line in lines if line.from_stock > 0 and line.item_id]
    locked = Stock.objects.select_for_update(of=("self",)).filter(item__in=[li.item_id for li in wanted])
    stocks = list(locked.order_by("pk"))
    expires_at = database_now() + timedelta(days=settings.STOCK_HOLD_DAYS)
    for line in wanted:
        left = line.from_stock
        for stock in sorted((s for s in stocks if s.item_id == line.item_id), key=lambda s: -s.available):
            part = min(left, Decimal(stock.available))
            if part > 0:
                _reserve(stock, line, part, expires_at)
                left -= part
        if left > 0:
            field = f"lines.{line.position - 1}.from_stock"
            raise Refused(_("Not that much is free in stock any more."), field=field, code="stock_taken")


def confirm_reservations(*, requisition: Requisition) -> None:
    """Make the held stock of an approved requisition firm: it no longer expires."""
    held = StockReservation.objects.filter(line__requisition=requisition, status=ReservationStatus.HELD)
    held.update(status=ReservationStatus.CONFIRMED, expires_at=None)


@transaction.atomic
def release_reservations(
    *, requisition: Requisition, by: Any, lines: Sequence[RequisitionLine] | None = None
) -> None:  # fmt: skip
    """Give back whatever is still reserved for a requisition, or for some of its lines; a repeat finds nothing."""
    rows = StockReservation.objects.filter(line__requisition=requisition, status__in=OPEN)
    rows = rows if lines is None else rows.filter(line__in=lines)
    for reservation in rows.select_for_update(of=("self",)).order_by("stock_id"):
        _release(reservation)


@transaction.atomic
def release_expired_reservations(*, by: Any = SYSTEM) -> int:
    """Give back what was held for requisitions that nobody approved in time; returns how many."""
    rows = StockReservation.objects.filter(status=ReservationStatus.HELD, expires_at__lte=database_now())
    expired = list(rows.select_for_update(of=("self",), skip_locked=True).order_by("stock_id"))
    for reservation in expired:
        _release(reservation)
    return len(expired)


@transaction.atomic
def issue_from_stock(*, reservation: StockReservation, by: Any) -> StockReservation:
    """Hand out what was confirmed; the line is received as far as stock serves it all. Records StockMoved."""
    require(may_manage_stock(by), _("Stock is issued by the warehouse."))
    reservation = StockReservation.objects.select_for_update(of=("self",)).select_related("line").get(pk=reservation.pk)
    if reservation.status != ReservationStatus.CONFIRMED:
        raise Refused(_("This reservation is not open."), code="wrong_state")
    stock = Stock.objects.select_for_update(of=("self",)).get(pk=reservation.stock_id)
    stock.on_hand -= reservation.quantity
    stock.reserved -= reservation.quantity
    stock.save(update_fields=["on_hand", "reserved"])
    _move(stock, -reservation.quantity, "issue", f"reservation:{reservation.pk}", by)
    reservation.status = ReservationStatus.ISSUED
    reservation.save(update_fields=["status"])
    line = reservation.line
    if line.from_stock >= line.quantity and not line.reservations.filter(status__in=OPEN).exists():
        report_progress(line=line, stage=LineStage.RECEIVED, holder=line.requisition.requester.name, by=by)
    return reservation


@transaction.atomic
def receive_into_stock(*, item: Item, place: Place, quantity: Decimal, source_key: str, by: Any) -> Stock | None:
    """Add a receipt of an item that is kept in stock there; others are not stocked (None). Once per source key."""
    stock = Stock.objects.select_for_update(of=("self",)).filter(item=item, place=place).first()
    if stock is None or stock.movements.filter(source_key=source_key).exists():
        return stock
    stock.on_hand += quantity
    stock.save(update_fields=["on_hand"])
    _move(stock, quantity, "receipt", source_key, by)
    return stock


@transaction.atomic
def take_back_receipt(*, source_key: str, by: Any) -> None:
    """Undo what a receipt put into stock, under the key it came with. Records StockMoved; a repeat changes nothing.

    Raises Refused when it has been handed out or promised meanwhile.
    """
    for came in StockMovement.objects.filter(source_key=source_key):
        stock = Stock.objects.select_for_update(of=("self",)).select_related("item").get(pk=came.stock_id)
        if stock.movements.filter(source_key=f"undo:{source_key}").exists():
            continue
        if stock.on_hand - stock.reserved < came.quantity:
            message = _("%(item)s has been handed out or reserved meanwhile.") % {"item": stock.item}
            raise Refused(message, code="stock_taken")
        stock.on_hand -= came.quantity
        stock.save(update_fields=["on_hand"])
        _move(stock, -came.quantity, "undo", f"undo:{source_key}", by)


@transaction.atomic
def set_stock(*, item: Item, place: Place, on_hand: Decimal, by: Any, **limits: Decimal | None) -> Stock:
    """Set what was counted (and safety, reorder_point, maximum); the difference is a movement. Records StockMoved."""
    require(may_manage_stock(by) or is_system(by), _("Stock is counted by the warehouse."))
    stock, _created = Stock.objects.get_or_create(item=item, place=place)
    stock = Stock.objects.select_for_update(of=("self",)).get(pk=stock.pk)
    difference = on_hand - stock.on_hand
    stock.on_hand = on_hand
    for name in ("blocked", "safety", "reorder_point", "maximum"):
        if name in limits:
            setattr(stock, name, limits[name])
    stock.save()
    if difference:
        _move(stock, difference, "count", f"count:{database_now().isoformat()}", by)
    return stock


def _reserve(stock: Stock, line: RequisitionLine, quantity: Decimal, expires_at: Any) -> None:
    stock.reserved += quantity
    stock.save(update_fields=["reserved"])
    StockReservation.objects.create(stock=stock, line=line, quantity=quantity, expires_at=expires_at)


def _release(reservation: StockReservation) -> None:
    stock = Stock.objects.select_for_update(of=("self",)).get(pk=reservation.stock_id)
    stock.reserved -= reservation.quantity
    stock.save(update_fields=["reserved"])
    reservation.status = ReservationStatus.RELEASED
    reservation.save(update_fields=["status"])


def _move(stock: Stock, quantity: Decimal, reason: str, source_key: str, by: Any) -> None:
    StockMovement.objects.create(
        stock=stock, quantity=quantity, reason=reason, source_key=source_key, at=database_now()
    )
    record(StockMoved(quantity, reason), subject=stock, by=by)
