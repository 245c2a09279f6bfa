"""Rows of commitment and fulfilment: contracts, orders, receipts, invoices, on both sides."""

from datetime import timedelta
from decimal import Decimal

from contracts.models import PurchaseOrder
from contracts.services import (
    CallOffInput,
    ContractLineInput,
    InvoiceLineInput,
    OrderLineInput,
    ReceiptInput,
    TaxInput,
    accept_contract,
    add_obligation,
    call_off_order,
    confirm_order,
    create_contract,
    create_order,
    post_goods_receipt,
    register_invoice,
    send_contract,
    send_order,
)
from srm.clock import organisation_today
from suppliers.states import Side
from tests.factories.accounts import UserFactory
from tests.factories.reference import CategoryFactory, PlaceFactory, UnitFactory
from tests.matrix.table import (
    ORGANISATION,
    STAFF,
    SUPPLIER,
    SUPPLIERS,
    counted,
    creates,
    lists,
    nouns,
    verbs,
)

KEEPERS = {"category_manager", "procurement_head", "contract_manager"}
ORDERERS = KEEPERS | {"buyer"}
SEES = ORGANISATION | {"warehouse"}
SOME = {"reason": "Because"}


def a_contract(cast):
    today = organisation_today()
    line = ContractLineInput("Flange", UnitFactory(), Decimal(5), quantity=Decimal(100))
    return create_contract(
        title="Flanges 2027", supplier=cast.company, legal_entity=cast.department.legal_entity,
        category=CategoryFactory(), currency="EUR", starts_on=today, ends_on=today + timedelta(days=30), lines=[line],
        manager=cast.contract_manager, by=cast.contract_manager,
    )  # fmt: skip


def a_sent_contract(cast):
    return send_contract(contract=a_contract(cast), by=cast.contract_manager)


def a_contract_in_force(cast):
    return accept_contract(contract=a_sent_contract(cast), by=cast.supplier)


def an_obligation(cast):
    return add_obligation(
        contract=a_contract_in_force(cast), title="Insurance", side=Side.SUPPLIER, due_on=organisation_today(),
        by=cast.contract_manager,
    )  # fmt: skip


def an_order(cast):
    contract = a_contract_in_force(cast)
    place = PlaceFactory(legal_entity=contract.legal_entity)
    lines = [CallOffInput(contract.lines.get(), Decimal(10), needed_on=organisation_today())]
    return call_off_order(contract=contract, lines=lines, place=place, by=cast.buyer)


def a_sent_order(cast):
    return send_order(order=an_order(cast), by=cast.buyer)


def a_confirmed_order(cast):
    return confirm_order(order=a_sent_order(cast), by=cast.supplier)


def a_receipt(cast):
    order = a_confirmed_order(cast)
    lines = [ReceiptInput(order.lines.get(), Decimal(10))]
    return post_goods_receipt(order=order, lines=lines, received_on=organisation_today(), by=cast.warehouse)


def a_received_order(cast):
    return PurchaseOrder.objects.get(pk=a_receipt(cast).order_id)


def an_invoice(cast, price=5, number=None):
    order = a_received_order(cast)
    amount = Decimal(10 * price)
    return register_invoice(
        order=order, supplier_number=number or f"R-{order.pk}", issued_on=organisation_today(),
        lines=[InvoiceLineInput(order.lines.get(), Decimal(10), Decimal(price), amount)],
        taxes=[TaxInput(Decimal(20), amount, amount / 5)], by=cast.finance,
    )  # fmt: skip


def a_blocked_invoice(cast):
    return an_invoice(cast, price=7)


def one_more_order(cast):
    """An order without a contract: cheap to make thirty of."""
    line = OrderLineInput("Gloves", CategoryFactory(), UnitFactory(), Decimal(1), Decimal(3))
    entity = cast.department.legal_entity
    order = create_order(
        supplier=cast.company, legal_entity=entity, currency="EUR", place=PlaceFactory(legal_entity=entity),
        lines=[line], by=UserFactory(roles=["buyer"]),
    )  # fmt: skip
    return send_order(order=order, by=UserFactory(roles=["buyer"]))


def one_more_receipt(cast):
    order = one_more_order(cast)
    lines = [ReceiptInput(order.lines.get(), Decimal(1))]
    return post_goods_receipt(order=order, lines=lines, received_on=organisation_today(), by=cast.warehouse)


def one_more_invoice(cast):
    order = PurchaseOrder.objects.get(pk=one_more_receipt(cast).order_id)
    return register_invoice(
        order=order, supplier_number=f"R-{order.pk}", issued_on=organisation_today(), by=cast.finance,
        lines=[InvoiceLineInput(order.lines.get(), Decimal(1), Decimal(3), Decimal(3))],
        taxes=[TaxInput(Decimal(20), Decimal(3), Decimal("0.60"))],
    )  # fmt: skip


def a_match(cast):
    return {"public_id": an_invoice(cast).public_id, "part": "input"}


PORTAL = "contracts:portal-"
ROWS = [
    # contracts
    *lists(STAFF, "contracts:contract-list", "api:contract-list", "api:obligation-list"),
    *lists(KEEPERS, "contracts:contract-create"),
    *creates(KEEPERS, "contracts:contract-create"),
    *creates(KEEPERS, "api:contract-list", see=STAFF),
    *nouns(SEES, a_contract, "contracts:contract-detail", "api:contract-detail"),
    *verbs(SEES, KEEPERS, a_contract, "api:contract-detail", method="PATCH", data={"title": "Other"}),
    *verbs(SEES, KEEPERS, a_contract, "contracts:contract-edit", "contracts:contract-amend", method="GET"),
    *verbs(SEES, KEEPERS, a_contract, "contracts:obligation-create", method="GET"),
    *verbs(SEES, KEEPERS, a_contract, "contracts:contract-send", "api:contract-send", data={}),
    *verbs(SEES, KEEPERS, a_contract, "contracts:contract-cancel", "api:contract-cancel", data=SOME),
    *verbs(SEES, KEEPERS, a_contract, "contracts:contract-edit", "contracts:obligation-create"),
    *verbs(SEES, SEES, a_contract, "contracts:contract-document"),
    *verbs(SEES, KEEPERS, a_sent_contract, "contracts:contract-recall", "api:contract-recall", data={}),
    *verbs(SEES, KEEPERS, a_contract_in_force, "contracts:contract-end", "api:contract-end", data=SOME),
    *verbs(SEES, KEEPERS, a_contract_in_force, "contracts:contract-terminate", "api:contract-terminate", data=SOME),
    *verbs(SEES, KEEPERS, a_contract_in_force, "contracts:contract-amend", "api:contract-amend"),
    *verbs(SEES, KEEPERS, a_contract_in_force, "api:contract-add-obligation"),
    *nouns(SEES, an_obligation, "api:obligation-detail"),
    *verbs(SEES, KEEPERS, an_obligation, "contracts:obligation-complete", "api:obligation-complete", data={}),
    # orders
    *lists(STAFF, "contracts:order-list", "api:order-list"),
    *lists(ORDERERS, "contracts:order-create", "contracts:order-waiting"),
    *creates(ORDERERS, "contracts:order-create"),
    *creates(ORDERERS, "api:order-list", "api:order-call-off", see=STAFF),
    *verbs(SEES, ORDERERS, a_contract_in_force, "contracts:order-call-off", method="GET"),
    *verbs(SEES, ORDERERS, a_contract_in_force, "contracts:order-call-off"),
    *nouns(SEES, an_order, "contracts:order-detail", "api:order-detail"),
    *verbs(SEES, ORDERERS, an_order, "contracts:order-send", "api:order-send", data={}),
    *verbs(SEES, ORDERERS, an_order, "contracts:order-cancel", "api:order-cancel", data=SOME),
    *verbs(SEES, SEES, an_order, "contracts:order-document"),
    *verbs(SEES, ORDERERS, a_confirmed_order, "contracts:order-close", "api:order-close", data={}),
    # receipts
    *lists(STAFF, "contracts:receipt-list", "api:receipt-list", "contracts:deliveries"),
    *creates({"warehouse"}, "api:receipt-list", see=STAFF),
    *verbs(SEES, {"warehouse"}, a_sent_order, "contracts:receipt-create", method="GET"),
    *verbs(SEES, {"warehouse"}, a_sent_order, "contracts:receipt-create"),
    *nouns(SEES, a_receipt, "contracts:receipt-detail", "api:receipt-detail"),
    *verbs(SEES, {"warehouse"}, a_receipt, "contracts:receipt-reverse", "api:receipt-reverse", data=SOME),
    # invoices
    *lists(STAFF, "contracts:invoice-list", "api:invoice-list"),
    *creates({"finance"}, "api:invoice-list", see=STAFF),
    *verbs(SEES, {"finance"}, a_received_order, "contracts:invoice-create", method="GET"),
    *verbs(SEES, {"finance"}, a_received_order, "contracts:invoice-create", "contracts:invoice-preview"),
    *nouns(ORGANISATION, an_invoice, "contracts:invoice-detail", "api:invoice-detail"),
    *nouns(ORGANISATION, a_match, "contracts:invoice-calc"),
    *verbs(ORGANISATION, {"finance"}, a_blocked_invoice, "contracts:invoice-match", "api:invoice-match", data={}),
    *verbs(ORGANISATION, {"finance"}, an_invoice, "contracts:invoice-approve", "api:invoice-approve", data={}),
    *verbs(ORGANISATION, {"finance"}, a_blocked_invoice, "contracts:invoice-override", data=SOME),
    *verbs(ORGANISATION, {"finance"}, a_blocked_invoice, "api:invoice-override", data={"comment": "Agreed"}),
    *verbs(ORGANISATION, {"finance"}, a_blocked_invoice, "contracts:invoice-reject", "api:invoice-reject", data=SOME),
    *verbs(ORGANISATION, {"finance"}, an_invoice, "contracts:invoice-pay", method="GET"),
    *verbs(ORGANISATION, {"finance"}, an_invoice, "contracts:invoice-pay", "api:invoice-pay"),
    # the supplier's door
    *lists(
        SUPPLIERS, "contracts:portal-contract-list", "contracts:portal-order-list", "contracts:portal-invoice-list",
        "api:portal-contract-list", "api:portal-order-list", "api:portal-invoice-list", "api:portal-obligation-list",
    ),
    *nouns(SUPPLIER, a_sent_contract, f"{PORTAL}contract-detail", "api:portal-contract-detail"),
    *nouns(set(), a_contract, f"{PORTAL}contract-detail", "api:portal-contract-detail", label="draft"),
    *verbs(SUPPLIER, SUPPLIER, a_sent_contract, f"{PORTAL}contract-accept", "api:portal-contract-accept", data={}),
    *verbs(SUPPLIER, SUPPLIER, a_sent_contract, f"{PORTAL}contract-refuse", "api:portal-contract-refuse", data=SOME),
    *nouns(SUPPLIER, an_obligation, "api:portal-obligation-detail"),
    *verbs(
        SUPPLIER, SUPPLIER, an_obligation, f"{PORTAL}obligation-complete", "api:portal-obligation-complete", data={}
    ),
    *nouns(SUPPLIER, a_sent_order, f"{PORTAL}order-detail", f"{PORTAL}order-confirm", "api:portal-order-detail"),
    *nouns(set(), an_order, f"{PORTAL}order-detail", "api:portal-order-detail", label="draft"),
    *verbs(SUPPLIER, SUPPLIER, a_sent_order, f"{PORTAL}order-confirm", "api:portal-order-confirm"),
    *verbs(SUPPLIER, SUPPLIER, a_sent_order, f"{PORTAL}order-refuse", "api:portal-order-refuse", data=SOME),
    *nouns(SUPPLIER, a_received_order, f"{PORTAL}invoice-create"),
    *verbs(SUPPLIER, SUPPLIER, a_received_order, f"{PORTAL}invoice-create", f"{PORTAL}invoice-preview"),
    *creates(SUPPLIERS, "api:portal-invoice-list"),
    *nouns(SUPPLIER, an_invoice, f"{PORTAL}invoice-detail", "api:portal-invoice-detail"),
]  # fmt: skip
COUNTED = [
    *counted("buyer", a_contract, "contracts:contract-list", "api:contract-list"),
    *counted("buyer", an_obligation, "api:obligation-list"),
    *counted("buyer", one_more_order, "contracts:order-list", "api:order-list"),
    *counted("warehouse", one_more_receipt, "contracts:receipt-list", "api:receipt-list"),
    *counted("finance", one_more_invoice, "contracts:invoice-list", "api:invoice-list"),
    *counted("supplier", a_sent_contract, "contracts:portal-contract-list", "api:portal-contract-list"),
    *counted("supplier", an_obligation, "api:portal-obligation-list"),
    *counted("supplier", one_more_order, "contracts:portal-order-list", "api:portal-order-list"),
    *counted("supplier", one_more_invoice, "contracts:portal-invoice-list", "api:portal-invoice-list"),
]
