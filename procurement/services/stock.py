"""Stock: held for a requisition at submission, confirmed at approval, issued at the counter."""

from collections.abc import Sequence
from datetime import timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from procurement.events import StockMoved
from procurement.models import (
    Requisition,
    RequisitionLine,
    Stock,
    StockExpectation,
    StockMovement,
    StockReservation,
)
from procurement.policies.planning import may_manage_stock
from procurement.rules.stock import average_cost
from procurement.services.budget import commit_budget
from procurement.services.progress import report_progress
from procurement.states import EntryKind, LineStage, ReservationStatus
from srm.authz import SYSTEM, is_system, require
from srm.clock import database_now, organisation_today
from srm.errors import Invalid, Refused
from srm.events.services import record
from srm.reference.models import Item, Place
from srm.reference.services import convert

CENT = Decimal("0.01")
LIMITS = ("blocked", "safety", "reorder_point", "maximum", "unit_cost", "planner", "cost_centre")
OPEN = [ReservationStatus.HELD, ReservationStatus.CONFIRMED]


def hold_stock(*, lines: Sequence[RequisitionLine], by: Any) -> None:
    """Reserve what the lines take from stock, from the fullest places first; the rows are locked in key order.

    Only from places of the legal entity that pays: another's stock comes by a transfer. Raises Refused at the line
    when less is available.
    """
    wanted = [line for line in lines if line.from_stock > 0 and line.item_id]
    if not wanted:
        return
    entity = wanted[0].requisition.cost_centre.legal_entity_id
    locked = Stock.objects.select_for_update(of=("self",)).filter(
        item__in=[li.item_id for li in wanted], place__legal_entity=entity
    )
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


def confirm_reservations(*, lines: Sequence[RequisitionLine]) -> None:
    """Make the stock held for lines that are approved firm: it no longer expires."""
    held = StockReservation.objects.filter(line__in=lines, status=ReservationStatus.HELD)
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
    """Hand out what was confirmed and charge its cost to the line; the line is received as far as stock serves it all.

    Records StockMoved.
    """
    require(may_manage_stock(by), _("Stock is issued by the warehouse."))
    rows = StockReservation.objects.select_for_update(of=("self",)).select_related("line__requisition__cost_centre")
    reservation = rows.get(pk=reservation.pk)
    if reservation.status != ReservationStatus.CONFIRMED:
        raise Refused(_("This reservation is not open."), code="wrong_state")
    stock = lock_stock(reservation.stock_id)
    take_out(
        stock, reservation.quantity, reason="issue", source_key=f"reservation:{reservation.pk}", by=by, promised=True
    )
    reservation.status = ReservationStatus.ISSUED
    reservation.save(update_fields=["status"])
    line = reservation.line
    is_last = line.from_stock >= line.quantity and not line.reservations.filter(status__in=OPEN).exists()
    _charge(stock, reservation, is_last=is_last, by=by)
    if is_last:
        report_progress(line=line, stage=LineStage.RECEIVED, holder=line.requisition.requester.name, by=by)
    return reservation


@transaction.atomic
def receive_into_stock(
    *, item: Item, place: Place, quantity: Decimal, source_key: str, by: Any, unit_cost: Decimal | None = None
) -> Stock | None:
    """Add a receipt of an item that is kept in stock there; others are not stocked (None). Once per source key.

    `unit_cost` is in the currency of the place's legal entity; the cost of one is averaged over what lies there.
    """
    stock = Stock.objects.select_for_update(of=("self",)).filter(item=item, place=place).first()
    if stock is None or stock.movements.filter(source_key=source_key).exists():
        return stock
    put_in(stock, quantity, unit_cost=unit_cost, reason="receipt", source_key=source_key, by=by)
    return stock


@transaction.atomic
def expect_into_stock(*, item: Item, place: Place, quantity: Decimal, source_key: str, by: Any) -> None:
    """Tell what an order without a requisition has still to bring (zero: nothing more). Reorder rules count on it."""
    stock = Stock.objects.filter(item=item, place=place).first()
    if stock is None or quantity <= 0:
        StockExpectation.objects.filter(source_key=source_key).delete()
        return
    StockExpectation.objects.update_or_create(source_key=source_key, defaults={"stock": stock, "quantity": quantity})


def lock_stock(pk: int) -> Stock:
    """Return a stock as it is now, its row locked until the end of the transaction."""
    rows = Stock.objects.select_for_update(of=("self",)).select_related("item", "place__legal_entity")
    return rows.get(pk=pk)


def take_out(
    stock: Stock, quantity: Decimal, *, reason: str, source_key: str, by: Any, promised: bool = False
) -> Decimal | None:  # fmt: skip
    """Take pieces out of a locked stock and return what they cost (None: unknown)."""
    stock.on_hand -= quantity
    if promised:
        stock.reserved -= quantity
    stock.save(update_fields=["on_hand", "reserved"])
    cost = None if stock.unit_cost is None else (stock.unit_cost * quantity).quantize(CENT, ROUND_HALF_UP)
    _move(stock, -quantity, reason, source_key, by, cost=None if cost is None else -cost)
    return cost


def put_in(
    stock: Stock, quantity: Decimal, *, unit_cost: Decimal | None, reason: str, source_key: str, by: Any
) -> None:  # fmt: skip
    """Put pieces into a locked stock; the cost of one becomes the average."""
    stock.unit_cost = average_cost(stock.on_hand, stock.unit_cost, quantity, unit_cost)
    stock.on_hand += quantity
    stock.save(update_fields=["on_hand", "unit_cost"])
    cost = None if unit_cost is None else (unit_cost * quantity).quantize(CENT, ROUND_HALF_UP)
    _move(stock, quantity, reason, source_key, by, cost=cost)


def _charge(stock: Stock, reservation: StockReservation, *, is_last: bool, by: Any) -> None:
    """Book what the pieces cost on the line's budget, as spent; a stock without a cost counts at the line's price."""
    line = reservation.line
    wanted = line.requisition.currency
    if stock.unit_cost is None:
        amount = (line.unit_price * reservation.quantity).quantize(CENT, ROUND_HALF_UP)
    else:
        value = (stock.unit_cost * reservation.quantity).quantize(CENT, ROUND_HALF_UP)
        amount = convert(value, stock.place.legal_entity.currency, wanted, organisation_today())[0]
    commit_budget(
        line=line, kind=EntryKind.ACTUAL, amount=amount, source_key=f"issue:{reservation.pk}", is_last=is_last, by=by
    )


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
        _move(stock, -came.quantity, "undo", f"undo:{source_key}", by, cost=None if came.cost is None else -came.cost)


@transaction.atomic
def set_stock(*, item: Item, place: Place, on_hand: Decimal, by: Any, **limits: Any) -> Stock:
    """Set what was counted; the difference is a movement. Records StockMoved.

    Given as well: blocked, safety, reorder_point, maximum, unit_cost, planner, cost_centre.
    """
    require(may_manage_stock(by) or is_system(by), _("Stock is counted by the warehouse."))
    stock, _created = Stock.objects.get_or_create(item=item, place=place)
    stock = Stock.objects.select_for_update(of=("self",)).get(pk=stock.pk)
    difference = on_hand - stock.on_hand
    stock.on_hand = on_hand
    if (
        "cost_centre" in limits
        and limits["cost_centre"]
        and limits["cost_centre"].legal_entity_id != place.legal_entity_id
    ):
        raise Invalid({"cost_centre": _("This cost centre is of another company.")})
    for name in LIMITS:
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


def _move(
    stock: Stock, quantity: Decimal, reason: str, source_key: str, by: Any, *, cost: Decimal | None = None
) -> None:  # fmt: skip
    StockMovement.objects.create(
        stock=stock, quantity=quantity, reason=reason, source_key=source_key, cost=cost, at=database_now()
    )
    record(StockMoved(quantity, reason), subject=stock, by=by)
