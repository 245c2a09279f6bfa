"""A whole purchase, from the need to the payment: what belongs to it, and what of it the reader may see."""

from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db import models
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from contracts.models import Contract, GoodsReceipt, Invoice, OrderLine, PurchaseOrder
from procurement.models import Bundle, Requisition, RequisitionLine
from procurement.states import Stage
from srm.audit.queries import timeline
from srm.events.services import broken_link, history
from srm.subjects import subject_url
from tenders.models import Auction, Award, AwardLetter, Bid, Evaluation, Lot, Tender
from tenders.states import BidStatus

Model = type[models.Model]
STARTS: dict[str, Model] = {
    "requisition": Requisition, "tender": Tender, "contract": Contract, "order": PurchaseOrder,
}  # fmt: skip
DECIDERS = (
    "decided_by", "approved_by", "accepted_by", "opened_by", "received_by", "orderer", "buyer", "requester",
)  # fmt: skip
OPENED = [BidStatus.OPENED, BidStatus.EXCLUDED]


@dataclass(frozen=True)
class Piece:
    """One object of a purchase as the dossier tells it; `holds` is False when its chain of events was changed."""

    kind: str
    word: Any
    obj: models.Model
    number: str
    title: str
    status: str
    at: datetime
    amount: Decimal | None
    currency: str
    person: Any
    url: str
    chain: models.Model
    events: int
    holds: bool
    story: list[Any] = field(default_factory=list)


@dataclass(frozen=True)
class Part:
    """The pieces of one stage, in the order of time."""

    key: str
    label: Any
    pieces: list[Piece]


@dataclass(frozen=True)
class Scope:
    """What a purchase consists of at its joints; all else hangs on these."""

    lines: QuerySet
    lots: QuerySet
    contracts: QuerySet
    orders: QuerySet


def scope_of(start: models.Model) -> Scope:
    """Follow a purchase both ways from where one stands: only what serves the same need."""
    if isinstance(start, Requisition):
        return _from_lines(RequisitionLine.objects.filter(requisition=start))
    if isinstance(start, Tender):
        lots = Lot.objects.filter(tender=start)
        contracts = Contract.objects.filter(award__lot__in=lots)
        lines = RequisitionLine.objects.filter(lot_items__lot_item__lot__in=lots)
        return Scope(lines, lots, contracts, PurchaseOrder.objects.filter(contract__in=contracts))
    if isinstance(start, Contract):
        orders = PurchaseOrder.objects.filter(contract=start)
        lots = Lot.objects.filter(awards__contract=start)
        served = Q(lot_items__lot_item__lot__in=lots) | Q(order_lines__order__in=orders)
        return Scope(RequisitionLine.objects.filter(served), lots, Contract.objects.filter(pk=start.pk), orders)
    return _from_order(start)


def _from_lines(lines: QuerySet) -> Scope:
    lots = Lot.objects.filter(items__sources__line__in=lines)
    orders = PurchaseOrder.objects.filter(lines__requisition_line__in=lines)
    contracts = Contract.objects.filter(Q(award__lot__in=lots) | Q(orders__in=orders))
    return Scope(lines, lots, contracts, orders)


def _from_order(order: Any) -> Scope:
    lines = RequisitionLine.objects.filter(order_lines__in=OrderLine.objects.filter(order=order))
    contracts = Contract.objects.filter(orders=order)
    lots = Lot.objects.filter(Q(items__sources__line__in=lines) | Q(awards__contract__in=contracts))
    return Scope(lines, lots, contracts, PurchaseOrder.objects.filter(pk=order.pk))


def objects_of(start: models.Model, user: Any) -> list[tuple[str, models.Model]]:
    """Return (stage, object) of the purchase, only what the reader may see; bids from their opening on."""
    scope = scope_of(start)
    bids = Bid.objects.filter(tender__lots__in=scope.lots, status__in=OPENED)
    found: list[tuple[Stage, QuerySet]] = [
        (Stage.NEEDS, Requisition.objects.filter(lines__in=scope.lines)),
        (Stage.NEEDS, Bundle.objects.filter(Q(lines__in=scope.lines) | Q(lots__in=scope.lots))),
        (Stage.SEGMENTS, Tender.objects.filter(lots__in=scope.lots)),
        (Stage.SEGMENTS, bids.select_related("supplier", "tender")),
        (Stage.SEGMENTS, Auction.objects.filter(lot__in=scope.lots).select_related("lot__tender")),
        (Stage.SEGMENTS, Award.objects.filter(lot__in=scope.lots).select_related("supplier", "lot__tender")),
        (Stage.TACTICS, scope.contracts.select_related("supplier")),
        (Stage.LEARN, scope.orders.select_related("supplier")),
        (Stage.LEARN, GoodsReceipt.objects.filter(order__in=scope.orders).select_related("received_by", "order")),
        (Stage.LEARN, Invoice.objects.filter(order__in=scope.orders).select_related("supplier")),
    ]
    return [(stage, obj) for stage, rows in found for obj in _seen(rows, user)]


def evaluations_of(start: models.Model, user: Any) -> list[Evaluation]:
    """Return the comparisons in force of lots whose decision the reader may see."""
    awards = Award.objects.visible_to(user).filter(lot__in=scope_of(start).lots)
    rows = Evaluation.objects.filter(is_current=True, lot__in=awards.values("lot")).select_related("lot__tender")
    return list(rows.order_by("pk"))


def letters_of(objects: list[models.Model]) -> list[AwardLetter]:
    """Return what the bidders were told of the decisions among these objects."""
    awards = [obj.pk for obj in objects if isinstance(obj, Award)]
    return list(AwardLetter.objects.filter(award__in=awards).select_related("lot__tender").order_by("pk"))


def parts_of_purchase(start: models.Model, user: Any) -> list[Part]:
    """Return the purchase by stage; a stage without a piece stays, so that the gap is seen."""
    objects = objects_of(start, user)
    return [
        Part(stage.value, stage.label, [piece_of(obj, user) for where, obj in objects if where == stage])
        for stage in Stage
    ]


def piece_of(obj: Any, user: Any) -> Piece:
    """Return an object with its figures, who decided, and whether its events are as they were written."""
    name, chain = obj._meta.model_name or "", chain_of(obj)
    return Piece(
        kind=name, word=WORDS[name], obj=obj, number=_number(obj), title=_title(obj),
        status=obj.get_status_display(), at=obj.created_at, amount=_amount(obj), currency=_currency(obj),
        person=_person(obj), url=subject_url(obj, user) or _own_url(obj), chain=chain,
        events=history(chain).count(), holds=broken_link(chain) is None, story=timeline(obj, user, limit=40)[::-1],
    )  # fmt: skip


def chain_of(obj: models.Model) -> models.Model:
    """Return where an object's events are kept: a decision stands with its evaluation, a delivery with its order."""
    if isinstance(obj, Award):
        return obj.evaluation or obj
    return obj.order if isinstance(obj, GoodsReceipt) else obj


WORDS = {
    "requisition": _("Requisition"), "bundle": _("Bundle"), "tender": _("Tender"), "bid": _("Bid"),
    "auction": _("Auction"), "award": _("Award"), "contract": _("Contract"), "purchaseorder": _("Order"),
    "goodsreceipt": _("Goods receipt"), "invoice": _("Invoice"),
}  # fmt: skip


def _seen(rows: QuerySet, user: Any) -> list[models.Model]:
    if hasattr(rows, "visible_to"):
        allowed = rows.model._default_manager.visible_to(user).order_by().values("pk")
        rows = rows.filter(pk__in=allowed)
    keys = rows.order_by().values_list("pk", flat=True).distinct()
    whole = rows.model._default_manager.filter(pk__in=list(keys))
    return list(whole.order_by("created_at", "pk"))


def _number(obj: Any) -> str:
    if isinstance(obj, (Bid, Award)):
        tender = obj.tender if isinstance(obj, Bid) else obj.lot.tender
        return tender.number
    return obj.number


def _title(obj: Any) -> str:
    named = getattr(obj, "title", "") or getattr(obj, "supplier", None) or getattr(obj, "delivery_note", "")
    return str(named) if not isinstance(obj, Auction) else str(obj.lot)


def _amount(obj: Any) -> Decimal | None:
    for name in ("total", "amount", "gross", "ceiling"):
        if (value := getattr(obj, name, None)) is not None:
            return value
    return None


def _currency(obj: Any) -> str:
    return getattr(obj, "currency", "") or ""


def _person(obj: Any) -> Any:
    for name in DECIDERS:
        if (person := getattr(obj, name, None)) is not None:
            return person
    return obj.created_by


def _own_url(obj: Any) -> str:
    return obj.get_absolute_url() if hasattr(obj, "get_absolute_url") else ""


def events_of(obj: models.Model) -> list[dict[str, Any]]:
    """Return an object's chain in the shape of the protocol format."""
    return [row.as_protocol() for row in history(obj)]
