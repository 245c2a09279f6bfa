from contracts.states.contract import CONTRACT, ContractKind, ContractStatus, ObligationStatus
from contracts.states.invoice import INVOICE, InvoiceStatus
from contracts.states.order import ORDER, OrderStatus, ReceiptStatus

__all__ = [
    "CONTRACT",
    "INVOICE",
    "ORDER",
    "ContractKind",
    "ContractStatus",
    "InvoiceStatus",
    "ObligationStatus",
    "OrderStatus",
    "ReceiptStatus",
]
