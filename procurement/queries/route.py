"""The routes that the lines of requests get, for the draft's preview and at approval alike."""

from collections.abc import Mapping, Sequence
from decimal import Decimal

from procurement.models import RequisitionLine
from procurement.queries.category_policy import SmallLimits
from procurement.queries.price import PriceQuote, prices_for
from procurement.rules.route import LineFacts, decide
from procurement.states import PriceSource
from srm.accounts.models import LegalEntity
from srm.clock import organisation_today
from srm.reference.models import Item


def proposed_routes(lines: Sequence[RequisitionLine]) -> list[str]:
    """Return the route of each line, of any requests, in their order; four queries for a legal entity's, at most five.

    What one request asks for of one category counts together against the small purchase limit: cutting it into lines
    does not make it small. A category may have a limit of its own.
    """
    asked: dict[tuple[int | None, int], Decimal] = {}
    for line in lines:
        key = (line.requisition_id, line.category_id)
        asked[key] = asked.get(key, Decimal(0)) + line.amount
    quotes, limits = _quotes(lines), SmallLimits()
    found = []
    for line in lines:
        rate = line.requisition.base_rate or Decimal(1)
        facts = _facts(line, asked[line.requisition_id, line.category_id] * rate, quotes)
        found.append(decide(facts, limits.amount(line.category_id)).value)
    return found


def _quotes(lines: Sequence[RequisitionLine]) -> Mapping[tuple[int, int], PriceQuote | None]:
    """By legal entity and item."""
    items: dict[LegalEntity, dict[int, Item]] = {}
    for line in lines:
        if line.item:
            items.setdefault(line.requisition.cost_centre.legal_entity, {})[line.item.pk] = line.item
    today = organisation_today()
    return {
        (entity.pk, item): quote
        for entity, wanted in items.items()
        for item, quote in prices_for(wanted.values(), entity, today).items()
    }


def _facts(
    line: RequisitionLine, base_amount: Decimal, quotes: Mapping[tuple[int, int], PriceQuote | None]
) -> LineFacts:
    quote = quotes.get((line.requisition.cost_centre.legal_entity_id, line.item_id)) if line.item_id else None
    kind = quote.arrangement.kind if quote and quote.arrangement else ""
    return LineFacts(
        quantity=line.quantity,
        from_stock=line.from_stock,
        has_contract=kind == PriceSource.CONTRACT,
        in_catalogue=kind == PriceSource.CATALOGUE,
        is_urgent=line.requisition.is_urgent,
        base_amount=base_amount,
    )
