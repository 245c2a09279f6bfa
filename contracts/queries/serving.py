"""Requests that wait for an order: which lines, and what of a contract would serve them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from contracts.models import Contract, ContractLine, OrderLine, PurchaseOrder
from contracts.states import ContractStatus, OrderStatus
from procurement.models import Requisition, RequisitionLine
from procurement.queries import price_for
from procurement.queries.bundle import conversions
from procurement.queries.sharing import wanted_in
from procurement.states import LineStage, PriceSource, RequisitionStatus, Route
from srm.clock import organisation_today

DIRECT = (Route.CONTRACT, Route.CATALOGUE, Route.SMALL_PURCHASE, Route.SINGLE_SOURCE, Route.URGENT)


@dataclass(frozen=True)
class Offer:
    """How a request line can be served: so much of a contract line, or of a catalogue at a price."""

    line: RequisitionLine
    quantity: Decimal
    arrangement: Any
    contract_line: ContractLine | None = None


def lines_to_order() -> QuerySet[RequisitionLine]:
    """Return approved lines that are ordered directly, or whose tender has led to a contract, and are in no order."""
    ordered = OrderLine.objects.filter(requisition_line=OuterRef("pk"))
    ordered = ordered.exclude(order__status__in=[OrderStatus.CANCELLED, OrderStatus.REFUSED])
    ready = Q(route__in=DIRECT, stage=LineStage.APPROVED) | Q(stage=LineStage.CONTRACTED)
    rows = RequisitionLine.objects.kept().filter(ready, ~Exists(ordered))
    rows = rows.filter(requisition__status=RequisitionStatus.APPROVED)
    return rows.filter(quantity__gt=F("from_stock")).order_by("needed_on", "pk")


def quantities_for(rows: Sequence[tuple[ContractLine, RequisitionLine]]) -> list[Decimal]:
    """Return how much each request needs in the unit of the contract line that serves it; one query."""
    factor = conversions()
    found = [wanted_in(need, line.unit_id, factor) for line, need in rows]
    return [q if q is not None else need.quantity - need.from_stock for q, (_li, need) in zip(found, rows, strict=True)]


def lines_for_contract(contract: Contract) -> list[tuple[ContractLine, RequisitionLine]]:
    """Return which waiting request each line of a contract would serve: its tender's, then those of the same item."""
    lines = list(contract.lines.select_related("unit", "item"))
    by_lot_item = {line.lot_item_id: line for line in lines if line.lot_item_id}
    by_item = {line.item_id: line for line in reversed(lines) if line.item_id}
    wanted = Q(lot_items__lot_item__in=by_lot_item) | Q(item__in=by_item, route=Route.CONTRACT)
    rows = lines_to_order().filter(wanted, requisition__cost_centre__legal_entity=contract.legal_entity).distinct()
    rows = rows.select_related("requisition__department", "requisition__place", "unit").prefetch_related("lot_items")
    return [(_line_for(row, by_lot_item, by_item), row) for row in rows]


def offer_for(line: RequisitionLine) -> Offer | None:
    """Return the contract line or catalogue price that serves a line routed there today, or None."""
    quote = price_for(line.item, line.requisition.cost_centre.legal_entity, organisation_today())
    if quote is None or quote.arrangement is None:
        return None
    quantity, arrangement = line.quantity - line.from_stock, quote.arrangement
    if arrangement.kind != PriceSource.CONTRACT:
        return Offer(line, quantity, arrangement)
    number, _slash, position = arrangement.source_key.removeprefix("contract:").rpartition("/")
    rows = ContractLine.objects.filter(contract__number=number, contract__status=ContractStatus.ACTIVE)
    found = rows.filter(position=position).select_related("contract__manager").first()
    return Offer(line, quantity, arrangement, found) if found else None


@dataclass(frozen=True)
class Hold:
    """A request for which an order or contract must not be sent now, and why."""

    requisition: Requisition
    why: str


def held_back_by(order: PurchaseOrder) -> list[Hold]:
    """Return the requests that an order serves and that are not (any more) approved as they are; one query."""
    rows = order.lines.exclude(requisition_line=None).select_related("requisition_line__requisition")
    return _holds(row.requisition_line for row in rows.order_by("position"))


def waited_for_by(contract: Contract) -> list[Hold]:
    """Return the requests behind a contract's award that cost more by it and wait for approval again; one query."""
    if contract.award_id is None:
        return []
    rows = RequisitionLine.objects.kept().filter(lot_items__lot_item__lot__awards=contract.award_id)
    waiting = Q(requisition__status=RequisitionStatus.SUBMITTED, requisition__approved_total__isnull=False)
    return _holds(rows.filter(waiting).select_related("requisition").order_by("pk").distinct())


def _holds(lines: Iterable[RequisitionLine]) -> list[Hold]:
    found: dict[int, Hold] = {}
    for line in lines:
        if (why := _why_held(line)) and line.requisition_id not in found:
            found[line.requisition_id] = Hold(line.requisition, why)
    return list(found.values())


def _why_held(line: RequisitionLine) -> str:
    requisition, number = line.requisition, {"number": line.requisition.number}
    if line.rejected_at:
        return _("A line of %(number)s was rejected: it is not bought.") % number
    if requisition.status == RequisitionStatus.SUBMITTED and requisition.approved_total is not None:
        return _("%(number)s costs more than approved and waits for approval again.") % number
    if requisition.status != RequisitionStatus.APPROVED:
        return _("%(number)s is not approved any more.") % number
    return ""


def late_on(line: OrderLine, on: date) -> int:
    """Return how many days an awaited line is late on that day; 0 when it is not."""
    if not line.awaited or line.due_on is None or line.order.status not in _OPEN:
        return 0
    return max((on - line.due_on).days, 0)


_OPEN = (OrderStatus.SENT, OrderStatus.CONFIRMED, OrderStatus.PART_RECEIVED)


def _line_for(row: RequisitionLine, by_lot_item: dict, by_item: dict) -> ContractLine:
    own = [by_lot_item[s.lot_item_id] for s in row.lot_items.all() if s.lot_item_id in by_lot_item]
    return own[0] if own else by_item[row.item_id]
