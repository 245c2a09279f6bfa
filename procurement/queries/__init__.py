from procurement.queries.budget import budget_for, standing_of
from procurement.queries.cycle import current_cycle
from procurement.queries.price import PriceQuote, price_for
from procurement.queries.proposal import ProposalFor, proposal_for
from procurement.queries.stock import free_stock

__all__ = [
    "PriceQuote",
    "ProposalFor",
    "budget_for",
    "current_cycle",
    "free_stock",
    "price_for",
    "proposal_for",
    "standing_of",
]
