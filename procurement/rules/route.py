"""How an approved line is served. Decided once; a person may choose otherwise with a reason."""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum


class Route(StrEnum):
    STOCK = "stock"
    CONTRACT = "contract"
    CATALOGUE = "catalogue"
    SMALL_PURCHASE = "small_purchase"
    SINGLE_SOURCE = "single_source"
    URGENT = "urgent"
    TENDER = "tender"


@dataclass(frozen=True)
class LineFacts:
    """What the decision looks at; `base_amount` in the organisation's currency."""

    quantity: Decimal
    from_stock: Decimal
    has_contract: bool
    in_catalogue: bool
    is_urgent: bool
    base_amount: Decimal


def decide(line: LineFacts, small_purchase_limit: Decimal) -> Route:
    """Return the first that fits: stock, contract, catalogue, urgent, small purchase, tender."""
    if line.from_stock >= line.quantity:
        return Route.STOCK
    if line.has_contract:
        return Route.CONTRACT
    if line.in_catalogue:
        return Route.CATALOGUE
    if line.is_urgent:
        return Route.URGENT
    return Route.SMALL_PURCHASE if line.base_amount <= small_purchase_limit else Route.TENDER


NEEDS_REASON = frozenset({Route.SINGLE_SOURCE, Route.URGENT, Route.SMALL_PURCHASE, Route.TENDER})
