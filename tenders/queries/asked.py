"""What a tender asks of a bid."""

from tenders.models import LotItem, Tender
from tenders.rules.content import Asked
from tenders.states import CriterionKind


def asked_of(tender: Tender) -> Asked:
    """Return the tender's questions as the rules of bid content take them; two queries."""
    lots: dict[str, list[str]] = {}
    items = LotItem.objects.filter(lot__tender=tender).order_by("lot__number", "position")
    for lot, item in items.values_list("lot__public_id", "public_id"):
        lots.setdefault(lot, []).append(item)
    criteria = tender.criteria.exclude(kind=CriterionKind.PRICE)
    return Asked(lots, dict(criteria.values_list("code", "kind")), tender.asks_prices)
