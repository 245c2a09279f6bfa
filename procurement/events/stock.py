"""What happens to stock, transfers, items and agreed prices."""

from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True)
class StockMoved:
    quantity: Decimal
    reason: str


@dataclass(frozen=True)
class StockReordered:
    """What ran low was asked for by itself."""

    requisition: str
    quantity: Decimal


@dataclass(frozen=True)
class TransferRequested:
    number: str
    quantity: Decimal


@dataclass(frozen=True)
class TransferIssued:
    number: str
    value: Decimal
    currency: str


@dataclass(frozen=True)
class TransferReceived:
    number: str


@dataclass(frozen=True)
class TransferCancelled:
    number: str
    reason: str


@dataclass(frozen=True)
class ArrangementRegistered:
    reference: str


@dataclass(frozen=True)
class ArrangementEnded:
    reference: str


@dataclass(frozen=True)
class ItemChanged:
    code: str
    name: str
    created: bool


@dataclass(frozen=True)
class ItemRetired:
    code: str
