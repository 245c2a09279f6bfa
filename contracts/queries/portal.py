"""The supplier's orders as his people read them: what is to confirm, to deliver and to invoice."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal

from django.conf import settings
from django.db.models import QuerySet

from contracts.models import OrderLine, PurchaseOrder
from contracts.queries.match import claimed
from contracts.states import OrderStatus
from srm.clock import organisation_today, shown_today
from suppliers.models import Supplier

OPEN = (OrderStatus.SENT, OrderStatus.CONFIRMED, OrderStatus.PART_RECEIVED)


@dataclass(frozen=True)
class PortalOrder:
    """An order at a glance."""

    order: PurchaseOrder
    what: str
    lines: int
    confirm_by: date | None
    deliver_by: date | None
    today: date

    @property
    def is_new(self) -> bool:
        return self.order.status == OrderStatus.SENT

    @property
    def is_open(self) -> bool:
        return self.order.status in OPEN

    @property
    def days_left(self) -> int:
        """Days left to confirm; below zero when the day has passed."""
        return (self.confirm_by - self.today).days if self.confirm_by else 0

    @property
    def is_late(self) -> bool:
        return self.is_open and self.deliver_by is not None and self.deliver_by < self.today


def portal_orders(supplier: Supplier, limit: int = 200) -> list[PortalOrder]:
    """Return the supplier's orders, those to confirm first by the day to answer; two queries."""
    rows = PurchaseOrder.objects.for_supplier(supplier).select_related("place").prefetch_related("lines")
    today = organisation_today()
    found = [_order(order, list(order.lines.all()), today) for order in rows.order_by("-pk")[:limit]]
    return sorted(found, key=lambda r: (not r.is_new, not r.is_open, r.deliver_by or date.max))


def orders_to_confirm(supplier: Supplier) -> list[PortalOrder]:
    """Return the orders that wait for the supplier's promise."""
    found, today = unconfirmed(supplier).prefetch_related("lines"), shown_today()
    return [_order(order, list(order.lines.all()), today) for order in found]


def unconfirmed(supplier: Supplier) -> QuerySet[PurchaseOrder]:
    """Name the orders that wait for the supplier's promise, the oldest first."""
    return PurchaseOrder.objects.for_supplier(supplier).filter(status=OrderStatus.SENT).order_by("sent_at")


def to_invoice(order: PurchaseOrder) -> bool:
    """Tell whether something was accepted that nobody has invoiced yet."""
    before = claimed(order)
    return any(line.accepted > before.get(line.pk, Decimal(0)) for line in order.lines.all())


def _order(order: PurchaseOrder, lines: list[OrderLine], today: date) -> PortalOrder:
    awaited = [line for line in lines if line.awaited] or lines
    days = [line.due_on for line in awaited if line.due_on]
    what = lines[0].description if lines else ""
    return PortalOrder(order, what, len(lines), confirm_by(order.sent_at), min(days, default=None), today)


def confirm_by(sent_at: datetime | None) -> date | None:
    """Return the day by which the supplier is asked to confirm: so many weekdays after the order was sent."""
    if sent_at is None:
        return None
    weeks, days = divmod(settings.ORDER_CONFIRM_DAYS, 5)
    on = sent_at.date() + timedelta(weeks=weeks)
    for _day in range(days):
        on += timedelta(days=3 if on.weekday() == 4 else 2 if on.weekday() == 5 else 1)
    return on
