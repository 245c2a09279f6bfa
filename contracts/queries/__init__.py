from contracts.queries.dossier import (
    Pieces,
    pieces_of_contract,
    pieces_of_order,
    pieces_of_requisition,
    pieces_of_tender,
)
from contracts.queries.due import blocked_invoices, deliveries_for, expiring_contracts, late_orders, obligations_due
from contracts.queries.match import match_rows
from contracts.queries.serving import lines_for_contract, lines_to_order

__all__ = [
    "Pieces",
    "blocked_invoices",
    "deliveries_for",
    "expiring_contracts",
    "late_orders",
    "lines_for_contract",
    "lines_to_order",
    "match_rows",
    "obligations_due",
    "pieces_of_contract",
    "pieces_of_order",
    "pieces_of_requisition",
    "pieces_of_tender",
]
