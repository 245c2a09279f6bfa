from collections.abc import Iterable
from decimal import Decimal

from django.db.models import F, OuterRef, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce

from procurement.models import RequisitionLine, Stock, StockExpectation
from procurement.rules.stock import Level, to_reorder
from procurement.states import LineStage, RequisitionStatus
from srm.accounts.models import LegalEntity
from srm.reference.models import Item

ZERO = Decimal(0)
LIVE = (RequisitionStatus.DRAFT, RequisitionStatus.RETURNED, RequisitionStatus.SUBMITTED, RequisitionStatus.APPROVED)


def free_stock(
    items: Iterable[Item], legal_entity: LegalEntity | None = None
) -> dict[int, list[tuple[Stock, Decimal]]]:  # fmt: skip
    """Return, by item id, the places (of one legal entity) that have some available, the fullest first; one query."""
    rows = Stock.objects.filter(item__in=list(items)).select_related("place", "item")
    if legal_entity:
        rows = rows.filter(place__legal_entity=legal_entity)
    found: dict[int, list[tuple[Stock, Decimal]]] = {}
    for stock in rows:
        if stock.available > 0:
            found.setdefault(stock.item_id, []).append((stock, stock.available))
    for places in found.values():
        places.sort(key=lambda pair: -pair[1])
    return found


def with_incoming(rows: QuerySet[Stock]) -> QuerySet[Stock]:
    """Add what is coming: on order without a requisition, and asked for by one (also when it is ordered already)."""
    asked = RequisitionLine.objects.filter(
        item=OuterRef("item"), requisition__place=OuterRef("place"), requisition__status__in=LIVE
    ).exclude(stage=LineStage.RECEIVED).order_by().values("item")  # fmt: skip
    expected = StockExpectation.objects.filter(stock=OuterRef("pk")).order_by().values("stock")
    return rows.annotate(
        requested=Coalesce(Subquery(asked.annotate(n=Sum(F("quantity") - F("from_stock"))).values("n")), ZERO),
        on_order=Coalesce(Subquery(expected.annotate(n=Sum("quantity")).values("n")), ZERO),
    )


def low_stock() -> list[Stock]:
    """Return the stocks that stand at or below their reorder point, all that is coming counted; one query."""
    rows = with_incoming(Stock.objects.filter(reorder_point__isnull=False, item__is_active=True))
    position = F("on_hand") - F("reserved") - F("blocked") + F("requested") + F("on_order")
    return list(rows.filter(reorder_point__gte=position).select_related("item", "place").order_by("pk"))


def level_of(stock: Stock) -> Level:
    """Return what there is of a stock and what is coming."""
    row = with_incoming(Stock.objects.filter(pk=stock.pk)).get()
    coming = (getattr(row, "on_order"), getattr(row, "requested"))  # noqa: B009 - annotated
    return Level(stock.on_hand, stock.reserved, stock.blocked, *coming)


def reorder_quantity(stock: Stock) -> Decimal:
    """Return how much of it to ask for now; zero when there is enough."""
    if stock.reorder_point is None:
        return ZERO
    item = stock.item
    return to_reorder(level_of(stock), stock.reorder_point, stock.maximum, item.pack_quantity, item.minimum_order)
