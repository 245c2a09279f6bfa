from dataclasses import dataclass
from datetime import date
from decimal import Decimal


@dataclass(frozen=True)
class ContractDrafted:
    number: str
    award: str = ""


@dataclass(frozen=True)
class ContractChanged:
    fields: list[str]


@dataclass(frozen=True)
class ContractSent:
    number: str


@dataclass(frozen=True)
class ContractRecalled:
    number: str


@dataclass(frozen=True)
class ContractAccepted:
    number: str


@dataclass(frozen=True)
class ContractRefused:
    number: str
    reason: str


@dataclass(frozen=True)
class ContractEnded:
    number: str
    reason: str


@dataclass(frozen=True)
class ContractTerminated:
    number: str
    reason: str


@dataclass(frozen=True)
class ContractCancelled:
    number: str
    reason: str


@dataclass(frozen=True)
class ContractAmended:
    number: int
    reason: str
    fields: list[str]


@dataclass(frozen=True)
class ObligationAdded:
    title: str
    due_on: date


@dataclass(frozen=True)
class ObligationDone:
    title: str


@dataclass(frozen=True)
class OrderDrafted:
    number: str
    total: Decimal
    currency: str


@dataclass(frozen=True)
class OrderSent:
    number: str
    total: Decimal
    currency: str


@dataclass(frozen=True)
class OrderConfirmed:
    number: str


@dataclass(frozen=True)
class OrderRefused:
    number: str
    reason: str


@dataclass(frozen=True)
class OrderCancelled:
    number: str
    reason: str


@dataclass(frozen=True)
class OrderClosed:
    number: str


@dataclass(frozen=True)
class GoodsReceived:
    """Something arrived for an order; `lines` is order line position → (accepted, rejected)."""

    receipt: str
    order: str
    lines: dict[str, list[str]]


@dataclass(frozen=True)
class ReceiptReversed:
    receipt: str
    reason: str


@dataclass(frozen=True)
class InvoiceRegistered:
    number: str
    supplier_number: str
    gross: Decimal
    currency: str


@dataclass(frozen=True)
class InvoiceMatched:
    number: str
    payable: Decimal


@dataclass(frozen=True)
class InvoiceException:
    number: str
    reasons: list[str]


@dataclass(frozen=True)
class InvoiceApproved:
    number: str
    comment: str = ""


@dataclass(frozen=True)
class InvoiceRejected:
    number: str
    reason: str


@dataclass(frozen=True)
class InvoicePaid:
    number: str
    paid_on: date
