"""What people give for the lines of contracts, orders, receipts and invoices."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from contracts.models import ContractLine, OrderLine
from procurement.models import RequisitionLine
from srm.reference.models import Category, Item, Unit


@dataclass(frozen=True)
class ContractLineInput:
    """A thing at an agreed price; without a quantity it is called off freely up to the ceiling."""

    description: str
    unit: Unit
    unit_price: Decimal
    item: Item | None = None
    quantity: Decimal | None = None
    tax_rate: Decimal = Decimal(20)
    lead_days: int | None = None


@dataclass(frozen=True)
class CallOffInput:
    """So much of a contract line, for a requisition line where there is one."""

    contract_line: ContractLine
    quantity: Decimal
    requisition_line: RequisitionLine | None = None
    needed_on: date | None = None


@dataclass(frozen=True)
class OrderLineInput:
    """A thing ordered without a contract."""

    description: str
    category: Category
    unit: Unit
    quantity: Decimal
    unit_price: Decimal
    item: Item | None = None
    requisition_line: RequisitionLine | None = None
    needed_on: date | None = None
    tax_rate: Decimal = Decimal(20)


@dataclass(frozen=True)
class ReceiptInput:
    """What came of an order line."""

    order_line: OrderLine
    accepted: Decimal
    rejected: Decimal = Decimal(0)
    reason: str = ""


@dataclass(frozen=True)
class InvoiceLineInput:
    """What is billed of an order line, net."""

    order_line: OrderLine
    quantity: Decimal
    unit_price: Decimal
    amount: Decimal


@dataclass(frozen=True)
class TaxInput:
    """A tax rate in percent with its base and amount."""

    rate: Decimal
    base: Decimal
    amount: Decimal
