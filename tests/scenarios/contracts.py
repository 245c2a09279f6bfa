"""States of commitment and fulfilment, reached through services."""

from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal

from contracts.models import Contract, GoodsReceipt, PurchaseOrder
from contracts.services import (
    CallOffInput,
    ContractLineInput,
    InvoiceLineInput,
    ReceiptInput,
    TaxInput,
    accept_contract,
    call_off_order,
    confirm_order,
    create_contract,
    post_goods_receipt,
    register_invoice,
    send_contract,
    send_order,
)
from procurement.models import RequisitionLine
from srm.accounts.models import User
from srm.clock import organisation_today
from suppliers.models import Supplier
from tests.factories.suppliers import MembershipFactory
from tests.scenarios.procurement import Company, an_approved_requisition


@dataclass
class Partner:
    supplier: Supplier
    person: User


def a_partner() -> Partner:
    """An active supplier with a person who may do everything for it."""
    membership = MembershipFactory()
    return Partner(membership.supplier, membership.user)


def a_draft_contract(
    company: Company, partner: Partner, price: str = "500", quantity: str | None = "100", **fields
) -> Contract:
    today = organisation_today()
    line = ContractLineInput(
        description=company.item.name,
        item=company.item,
        unit=company.item.unit,
        unit_price=Decimal(price),
        quantity=Decimal(quantity) if quantity else None,
    )
    return create_contract(
        title="Spare parts 2027",
        supplier=partner.supplier,
        legal_entity=company.entity,
        category=company.category,
        currency="EUR",
        starts_on=today,
        ends_on=today + timedelta(days=365),
        lines=[line],
        manager=company.manager,
        by=company.manager,
        **fields,
    )


def an_active_contract(company: Company, partner: Partner, **fields) -> Contract:
    contract = send_contract(contract=a_draft_contract(company, partner, **fields), by=company.manager)
    return accept_contract(contract=contract, by=partner.person)


def an_order(
    company: Company, contract: Contract, quantity: str = "10", line: RequisitionLine | None = None
) -> PurchaseOrder:
    return call_off_order(
        contract=contract,
        lines=[CallOffInput(contract.lines.get(), Decimal(quantity), line)],
        place=company.place,
        by=company.buyer,
    )


def a_confirmed_order(company: Company, partner: Partner, line: RequisitionLine | None = None) -> PurchaseOrder:
    """Ten at 500.00, for an approved requisition line, promised in two weeks."""
    line = line or an_approved_requisition(company).lines.get()
    order = send_order(order=an_order(company, an_active_contract(company, partner), line=line), by=company.buyer)
    promised = {1: organisation_today() + timedelta(days=14)}
    return confirm_order(order=order, promised=promised, by=partner.person)


def a_receipt(company: Company, order: PurchaseOrder, accepted: str = "10", rejected: str = "0") -> GoodsReceipt:
    lines = [
        ReceiptInput(order.lines.get(), Decimal(accepted), Decimal(rejected), "Scratched" if Decimal(rejected) else "")
    ]
    return post_goods_receipt(order=order, lines=lines, received_on=organisation_today(), by=company.warehouse)


def an_invoice(order: PurchaseOrder, by: User, number: str = "R-1", quantity: str = "10", price: str = "500"):
    amount = Decimal(quantity) * Decimal(price)
    return register_invoice(
        order=order,
        supplier_number=number,
        issued_on=organisation_today(),
        lines=[InvoiceLineInput(order.lines.get(), Decimal(quantity), Decimal(price), amount)],
        taxes=[TaxInput(Decimal(20), amount, amount / 5)],
        by=by,
    )
