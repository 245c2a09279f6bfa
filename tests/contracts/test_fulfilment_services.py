from datetime import timedelta
from decimal import Decimal

import pytest

from contracts.models import GoodsReceipt, Invoice, PurchaseOrder
from contracts.services import (
    accept_contract,
    amend_contract,
    approve_invoice,
    cancel_order,
    match_invoice,
    override_invoice,
    refuse_contract,
    reverse_receipt,
    send_contract,
    send_order,
)
from contracts.states import ContractStatus, InvoiceStatus, OrderStatus
from procurement.queries import budget_for, price_for, standing_of
from procurement.services import LineInput, set_stock
from procurement.states import LineStage, Route
from srm.accounts.states import Role
from srm.clock import organisation_today
from srm.errors import Invalid, NotPermitted, Refused
from suppliers.models import SupplyFact
from tests.factories.accounts import UserFactory
from tests.scenarios.contracts import (
    a_confirmed_order,
    a_draft_contract,
    a_partner,
    a_receipt,
    an_active_contract,
    an_invoice,
    an_order,
)
from tests.scenarios.procurement import a_company, an_approved_requisition

pytestmark = pytest.mark.django_db


@pytest.fixture
def company():
    return a_company()


@pytest.fixture
def partner():
    return a_partner()


def test_an_accepted_contract_prices_and_routes_the_next_request(company, partner):
    contract = an_active_contract(company, partner)

    requisition = an_approved_requisition(company, LineInput(item=company.item, quantity=Decimal(4)))

    line = requisition.lines.get()
    assert (line.unit_price, line.price_reference, line.route) == (Decimal(500), contract.number, Route.CONTRACT)
    assert contract.status == ContractStatus.ACTIVE


def test_only_the_supplier_accepts_and_a_rival_may_not(company, partner):
    contract = send_contract(contract=a_draft_contract(company, partner), by=company.manager)

    for stranger in (company.manager, a_partner().person):
        with pytest.raises(NotPermitted):
            accept_contract(contract=contract, by=stranger)

    contract.refresh_from_db()
    assert contract.status == ContractStatus.SENT
    assert price_for(company.item, company.entity, organisation_today()) is None


def test_a_refused_contract_goes_back_and_can_be_sent_again(company, partner):
    contract = send_contract(contract=a_draft_contract(company, partner), by=company.manager)

    refuse_contract(contract=contract, reason="Payment terms", by=partner.person)

    assert send_contract(contract=contract, by=company.manager).status == ContractStatus.SENT


def test_a_ceiling_is_never_overdrawn(company, partner):
    contract = an_active_contract(company, partner, quantity=None, ceiling=Decimal(5000))
    an_order(company, contract, "10")

    with pytest.raises(Refused):
        an_order(company, contract, "0.001")

    contract.refresh_from_db()
    assert (contract.called_off, PurchaseOrder.objects.count()) == (Decimal(5000), 1)


def test_a_contract_line_is_never_overdrawn(company, partner):
    contract = an_active_contract(company, partner, quantity="10")

    with pytest.raises(Refused) as refusal:
        an_order(company, contract, "11")

    assert refusal.value.field == "lines.0.quantity"
    assert contract.lines.get().ordered == 0


def test_after_a_cancelled_order_the_request_waits_to_be_served_again(company, partner):
    contract = an_active_contract(company, partner)
    line = an_approved_requisition(company).lines.get()
    order = send_order(order=an_order(company, contract, line=line), by=company.buyer)

    cancel_order(order=order, reason="Not needed", by=company.buyer)

    contract.refresh_from_db()
    line.refresh_from_db()
    standing = standing_of(budget_for(company.cost_centre, line.needed_on))
    assert (contract.called_off, contract.lines.get().ordered) == (0, 0)
    assert (standing.approved, standing.ordered, line.stage) == (5000, 0, LineStage.APPROVED)


def test_two_receipts_one_with_rejects_are_facts_budget_stock_and_progress(company, partner):
    order = a_confirmed_order(company, partner)

    a_receipt(company, order, "6", "2")
    order.refresh_from_db()
    part = order.status
    a_receipt(company, order, "4")

    order.refresh_from_db()
    line = order.lines.get()
    facts = SupplyFact.objects.order_by("pk").values_list("quantity", "rejected", "amount")
    standing = standing_of(budget_for(company.cost_centre, line.requisition_line.needed_on))
    assert (part, order.status) == (OrderStatus.PART_RECEIVED, OrderStatus.RECEIVED)
    assert list(facts) == [(8, 2, 3000), (4, 0, 2000)]
    assert (standing.approved, standing.ordered, standing.received) == (0, 0, 5000)
    assert line.requisition_line.stage == LineStage.RECEIVED


def test_who_ordered_does_not_receive(company, partner):
    order = a_confirmed_order(company, partner)
    company.warehouse = company.buyer

    with pytest.raises(NotPermitted):
        a_receipt(company, order)

    assert GoodsReceipt.objects.count() == 0


def test_more_than_was_ordered_is_not_received(company, partner):
    order = a_confirmed_order(company, partner)

    with pytest.raises(Refused):
        a_receipt(company, order, "11")

    assert (GoodsReceipt.objects.count(), SupplyFact.objects.count()) == (0, 0)


def test_a_matching_invoice_is_approved_by_a_third_person(company, partner):
    order = a_confirmed_order(company, partner)
    a_receipt(company, order)

    invoice = an_invoice(order, by=partner.person)

    assert (invoice.status, invoice.payable, invoice.gross) == (InvoiceStatus.MATCHED, Decimal(5000), Decimal(6000))
    with pytest.raises(NotPermitted):
        approve_invoice(invoice=invoice, by=company.warehouse)
    approve_invoice(invoice=invoice, by=company.finance)
    standing = standing_of(budget_for(company.cost_centre, order.lines.get().requisition_line.needed_on))
    assert (standing.received, standing.spent, order.lines.get().invoiced) == (0, 5000, 10)


def test_a_bill_for_more_than_came_does_not_match_until_the_rest_arrives(company, partner):
    order = a_confirmed_order(company, partner)
    a_receipt(company, order, "6")
    invoice = an_invoice(order, by=company.finance)
    early = invoice.status

    a_receipt(company, order, "4")
    match_invoice(invoice=invoice, by=company.finance)

    invoice.refresh_from_db()
    assert (early, invoice.status) == (InvoiceStatus.EXCEPTION, InvoiceStatus.MATCHED)


def test_paying_in_spite_of_a_difference_needs_a_reason(company, partner):
    order = a_confirmed_order(company, partner)
    a_receipt(company, order)
    invoice = an_invoice(order, by=company.finance, price="550")

    with pytest.raises(Invalid):
        override_invoice(invoice=invoice, comment="", by=company.finance)

    invoice.refresh_from_db()
    assert (invoice.status, invoice.payable) == (InvoiceStatus.EXCEPTION, Decimal(5100))


def test_a_suppliers_invoice_number_is_used_once(company, partner):
    order = a_confirmed_order(company, partner)
    a_receipt(company, order)
    an_invoice(order, by=partner.person, quantity="5")

    with pytest.raises(Invalid) as refusal:
        an_invoice(order, by=partner.person, quantity="5")

    assert list(refusal.value.errors) == ["supplier_number"]
    assert Invoice.objects.count() == 1


def test_a_receipt_undone_leaves_facts_budget_stock_and_progress_as_before(company, partner):
    stock = set_stock(item=company.item, place=company.place, on_hand=Decimal(3), by=company.warehouse)
    order = a_confirmed_order(company, partner)
    receipt = a_receipt(company, order)

    reverse_receipt(receipt=receipt, reason="Wrong order", by=UserFactory(roles=[Role.WAREHOUSE]))

    order.refresh_from_db()
    stock.refresh_from_db()
    line = order.lines.get().requisition_line
    standing = standing_of(budget_for(company.cost_centre, line.needed_on))
    assert (order.status, order.lines.get().accepted, stock.on_hand) == (OrderStatus.CONFIRMED, 0, 3)
    assert (standing.ordered, standing.received, line.stage) == (5000, 0, LineStage.ORDERED)
    assert SupplyFact.objects.count() == 0


def test_the_same_goods_are_not_matched_for_two_invoices(company, partner):
    order = a_confirmed_order(company, partner)
    a_receipt(company, order)

    first = an_invoice(order, by=partner.person)
    second = an_invoice(order, by=partner.person, number="R-2")

    assert (first.status, second.status) == (InvoiceStatus.MATCHED, InvoiceStatus.EXCEPTION)


def test_what_was_overridden_meanwhile_stops_the_approval_of_a_match(company, partner):
    order = a_confirmed_order(company, partner)
    a_receipt(company, order)
    first = an_invoice(order, by=partner.person)
    second = an_invoice(order, by=partner.person, number="R-2")
    override_invoice(invoice=second, comment="Agreed by phone", by=company.finance)

    with pytest.raises(Refused):
        approve_invoice(invoice=first, by=company.finance)

    first.refresh_from_db()
    assert (first.status, order.lines.get().invoiced) == (InvoiceStatus.MATCHED, 10)


def test_an_amendment_keeps_what_was_said_before(company, partner):
    contract = an_active_contract(company, partner)

    amendment = amend_contract(
        contract=contract,
        changes={"ends_on": contract.ends_on + timedelta(days=30)},
        reason="One more month",
        by=company.manager,
    )

    contract.refresh_from_db()
    assert amendment.changes["ends_on"]["old"] == str(contract.ends_on - timedelta(days=30))
