"""What a supply plan is made of, and how it compares with what came of it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from django.db.models import F, Min, Sum

from procurement.models import Arrangement, PlanLine, RequisitionLine, Stock, SupplyPlan
from procurement.queries.price import prices_for
from procurement.queries.stock import with_incoming
from procurement.rules.stock import Level, to_reorder
from procurement.states import LineStage, PriceSource, RequisitionStatus
from srm.clock import organisation_today
from srm.reference.services import to_base
from suppliers.models import SupplyFact
from suppliers.queries.share import window

CENT = Decimal("0.01")
ZERO = Decimal(0)
LIVE = (RequisitionStatus.SUBMITTED, RequisitionStatus.APPROVED)
BOUGHT = (LineStage.ORDERED, LineStage.RECEIVED)


@dataclass(frozen=True)
class Known:
    """Needs sent and approved, with the first day of need."""

    amount: Decimal
    first: date


@dataclass(frozen=True)
class Ending:
    """The contract of a category that ends first."""

    on: date
    reference: str


def known_needs(start: date, end: date) -> dict[int, Known]:
    """Sent and approved lines needed in the time, in the organisation's currency, by category id; one query."""
    rows = RequisitionLine.objects.filter(requisition__status__in=LIVE, needed_on__range=(start, end))
    found = rows.values("category").annotate(
        total=Sum(F("amount") * F("requisition__base_rate")), first=Min("needed_on")
    )
    return {r["category"]: Known(r["total"].quantize(CENT), r["first"]) for r in found.order_by()}


def expected_spend(days: int) -> dict[int, Decimal]:
    """The average spend of so many days over the window of the facts, by category id."""
    measured = window()
    if not measured:
        return {}
    length = (measured[1] - measured[0]) // timedelta(days=1)
    rows = SupplyFact.objects.filter(received_on__range=measured).values("category").annotate(total=Sum("amount"))
    return {r["category"]: (r["total"] * days / length).quantize(CENT) for r in rows.order_by()}


def reorder_spend() -> dict[int, Decimal]:
    """What stock would ask for if it ran down to its reorder points, by category id, in the organisation's currency."""
    today = organisation_today()
    rows = with_incoming(Stock.objects.filter(reorder_point__isnull=False, item__is_active=True))
    stocks = list(rows.select_related("item", "place__legal_entity"))
    found: dict[int, Decimal] = {}
    for entity in {s.place.legal_entity for s in stocks}:
        own = [s for s in stocks if s.place.legal_entity_id == entity.pk]
        prices = prices_for([s.item for s in own], entity, today)
        for stock in own:
            quote = prices.get(stock.item_id)
            if quote:
                value = to_base(_quantity(stock) * quote.unit_price, quote.currency, today)[0]
                found[stock.item.category_id] = found.get(stock.item.category_id, ZERO) + value
    return {category: amount.quantize(CENT) for category, amount in found.items()}


def ending_contracts(start: date, end: date) -> dict[int, Ending]:
    """By category id, the contract that ends in the time, the first of them; one query."""
    rows = Arrangement.objects.filter(is_active=True, kind=PriceSource.CONTRACT, valid_to__range=(start, end))
    found: dict[int, Ending] = {}
    for category, on, reference in rows.order_by("valid_to", "pk").values_list("category", "valid_to", "reference"):
        found.setdefault(category, Ending(on, reference))
    return found


@dataclass(frozen=True)
class Against:
    """A line of a plan with what came of it: ordered (its needs) and received (whatever came), in one currency."""

    line: PlanLine
    ordered: Decimal
    received: Decimal

    @property
    def planned(self) -> Decimal:
        return self.line.known_amount + self.line.forecast_amount

    @property
    def difference(self) -> Decimal:
        """Plus: more came than was planned."""
        return self.received - self.planned


def plan_against_fact(plan: SupplyPlan, lines: Iterable[PlanLine]) -> list[Against]:
    """Return the lines with what was ordered for them and what was received in their quarter; two queries a quarter."""
    rows = list(lines)
    quarters = {(line.quarter, line.quarter_to) for line in rows}
    ordered: dict[tuple[date, int], Decimal] = {}
    received: dict[tuple[date, int], Decimal] = {}
    for start, end in quarters:
        needs = RequisitionLine.objects.filter(needed_on__range=(start, end), stage__in=BOUGHT)
        sums = needs.values("category").annotate(total=Sum(F("amount") * F("requisition__base_rate"))).order_by()
        ordered |= {(start, r["category"]): (r["total"] or ZERO).quantize(CENT) for r in sums}
        facts = SupplyFact.objects.filter(received_on__range=(start, end)).values("category")
        received |= {(start, r["category"]): r["total"] for r in facts.annotate(total=Sum("amount")).order_by()}
    return [
        Against(li, ordered.get((li.quarter, li.category_id), ZERO), received.get((li.quarter, li.category_id), ZERO))
        for li in rows
    ]


def _quantity(stock: Stock) -> Decimal:
    point = stock.reorder_point or ZERO
    level = Level(min(stock.on_hand, point), ZERO, ZERO, stock.on_order, stock.requested)  # type: ignore[attr-defined]
    return to_reorder(level, point, stock.maximum, stock.item.pack_quantity, stock.item.minimum_order)
