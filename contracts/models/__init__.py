from contracts.models.contract import Contract, ContractAmendment, ContractLine, Obligation
from contracts.models.invoice import Invoice, InvoiceLine, InvoiceTax
from contracts.models.order import OrderLine, PurchaseOrder
from contracts.models.receipt import GoodsReceipt, ReceiptLine

__all__ = [
    "Contract",
    "ContractAmendment",
    "ContractLine",
    "GoodsReceipt",
    "Invoice",
    "InvoiceLine",
    "InvoiceTax",
    "Obligation",
    "OrderLine",
    "PurchaseOrder",
    "ReceiptLine",
]
