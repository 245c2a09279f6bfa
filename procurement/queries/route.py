"""The route that the lines of a request get, for the draft's preview and at approval alike."""

from collections.abc import Sequence
from decimal import Decimal

from procurement.models import Requisition, RequisitionLine
from procurement.queries.approval import small_purchase_limit
from procurement.queries.price import price_for
from procurement.rules.route import LineFacts, decide
from procurement.states import PriceSource
from srm.clock import organisation_today


def proposed_routes(requisition: Requisition, lines: Sequence[RequisitionLine]) -> list[str]:
    """Return the route of each line, in their order.

    What one request asks for of one category counts together against the small purchase limit: cutting it into lines
    does not make it small.
    """
    asked: dict[int, Decimal] = {}
    for line in lines:
        asked[line.category_id] = asked.get(line.category_id, Decimal(0)) + line.amount
    rate, limit = requisition.base_rate or Decimal(1), small_purchase_limit()
    return [decide(_facts(requisition, li, asked[li.category_id] * rate), limit).value for li in lines]


def _facts(requisition: Requisition, line: RequisitionLine, base_amount: Decimal) -> LineFacts:
    quote = price_for(line.item, requisition.cost_centre.legal_entity, organisation_today())
    kind = quote.arrangement.kind if quote and quote.arrangement else ""
    return LineFacts(
        quantity=line.quantity,
        from_stock=line.from_stock,
        has_contract=kind == PriceSource.CONTRACT,
        in_catalogue=kind == PriceSource.CATALOGUE,
        is_urgent=requisition.is_urgent,
        base_amount=base_amount,
    )
