from decimal import Decimal

import pytest

from contracts.models import Contract, PurchaseOrder
from contracts.services import (
    accept_contract,
    call_off_order,
    cancel_order,
    close_order,
    send_contract,
    send_order,
    settle_deliveries,
)
from contracts.services.inputs import CallOffInput
from contracts.states import ContractStatus, InvoiceStatus, OrderStatus
from procurement.models import Requisition
from procurement.services import LineInput, approve_requisition, cancel_requisition
from procurement.states import LineStage, RequisitionStatus
from srm.authz import SYSTEM
from srm.errors import Refused
from srm.events.models import Delivery
from srm.events.services import deliver_pending
from tenders.services import refuse_award
from tenders.states import AwardStatus
from tests.scenarios.contracts import (
    a_confirmed_order,
    a_partner,
    a_receipt,
    an_active_contract,
    an_invoice,
    an_order,
)
from tests.scenarios.procurement import a_company, a_submitted_requisition, an_approved_requisition
from tests.scenarios.tenders import an_awarded_tender

pytestmark = pytest.mark.django_db


@pytest.fixture
def company():
    return a_company()


@pytest.fixture
def partner():
    return a_partner()


def routed(company, quantity="4"):
    """A request whose price is under contract, its events delivered."""
    requisition = an_approved_requisition(company, LineInput(item=company.item, quantity=Decimal(quantity)))
    deliver_pending()
    return requisition


def failed():
    return list(Delivery.objects.exclude(error="").values_list("listener", "error"))


def test_an_award_becomes_a_draft_contract_with_its_prices():
    _room, award = an_awarded_tender()

    deliver_pending()

    contract = Contract.objects.get(award=award)
    prices = [(line.quantity, line.unit_price) for line in contract.lines.all()]
    assert (contract.status, contract.ceiling) == (ContractStatus.DRAFT, award.amount)
    assert prices == [(Decimal(10), Decimal("11.00"))] * 2
    assert failed() == []


def test_the_contract_of_a_refused_award_is_dropped():
    room, award = an_awarded_tender()
    deliver_pending()

    refuse_award(award=award, reason="No capacity", by=room.bidder(award.supplier))
    deliver_pending()

    contract = Contract.objects.get(award=award)
    assert (contract.status, contract.status_reason) == (ContractStatus.CANCELLED, "No capacity")


def test_accepting_the_contract_accepts_the_award():
    room, award = an_awarded_tender()
    deliver_pending()
    contract = send_contract(contract=Contract.objects.get(award=award), by=room.buyer)

    accept_contract(contract=contract, by=room.bidder(award.supplier))

    award.refresh_from_db()
    assert award.status == AwardStatus.ACCEPTED


def test_a_line_under_contract_becomes_a_draft_order_for_the_categorys_owner(company, partner):
    contract = an_active_contract(company, partner)

    routed(company)

    order = PurchaseOrder.objects.get()
    assert (order.contract, order.orderer, order.status) == (contract, company.manager, OrderStatus.DRAFT)
    assert [(li.quantity, li.unit_price) for li in order.lines.all()] == [(Decimal(4), Decimal(500))]
    assert failed() == []


def test_what_the_contract_no_longer_holds_waits_for_a_buyer(company, partner):
    an_active_contract(company, partner, quantity="3")

    routed(company)

    assert PurchaseOrder.objects.count() == 0
    assert failed() == []


def test_a_request_is_not_ordered_twice(company, partner):
    contract = an_active_contract(company, partner)
    line = routed(company).lines.get()

    with pytest.raises(Refused) as refusal:
        an_order(company, contract, "4", line)

    assert (refusal.value.code, PurchaseOrder.objects.count()) == ("ordered", 1)


def test_a_cancelled_request_takes_its_draft_order_along(company, partner):
    contract = an_active_contract(company, partner)
    requisition = routed(company)

    cancel_requisition(requisition=requisition, comment="Not needed", by=company.requester)
    deliver_pending()

    contract.refresh_from_db()
    assert (PurchaseOrder.objects.get().status, contract.called_off) == (OrderStatus.CANCELLED, 0)


def test_an_order_for_a_cancelled_request_is_not_sent(company, partner):
    an_active_contract(company, partner)
    requisition = routed(company)
    cancel_requisition(requisition=requisition, comment="Not needed", by=company.requester)

    with pytest.raises(Refused):
        send_order(order=PurchaseOrder.objects.get(), by=company.buyer)

    assert PurchaseOrder.objects.get().status == OrderStatus.DRAFT


def test_the_last_delivery_finishes_the_request_and_matches_what_was_held(company, partner):
    order = a_confirmed_order(company, partner)
    a_receipt(company, order, "6")
    invoice = an_invoice(order, by=partner.person)
    early = invoice.status

    a_receipt(company, order, "4")
    deliver_pending()

    invoice.refresh_from_db()
    assert (early, invoice.status) == (InvoiceStatus.EXCEPTION, InvoiceStatus.MATCHED)
    assert Requisition.objects.get().status == RequisitionStatus.DONE
    assert failed() == []


def test_closing_short_gives_the_rest_back_to_the_contract(company, partner):
    order = a_confirmed_order(company, partner)
    a_receipt(company, order, "6")

    close_order(order=order, by=company.buyer)

    contract = Contract.objects.get()
    assert (contract.called_off, contract.lines.get().ordered) == (3000, 6)
    assert order.lines.get().requisition_line.stage == LineStage.RECEIVED


def test_a_cancelled_draft_keeps_the_money_approved(company, partner):
    contract = an_active_contract(company, partner)
    line = an_approved_requisition(company).lines.get()
    order = an_order(company, contract, line=line)

    cancel_order(order=order, reason="Wrong place", by=company.buyer)

    assert an_order(company, contract, line=line).lines.get().requisition_line == line


def test_a_line_of_another_contract_is_refused_at_its_place(company, partner):
    contract = an_active_contract(company, partner)
    other = an_active_contract(company, a_partner())

    with pytest.raises(Exception) as refusal:  # noqa: PT011 - its errors are read below
        call_off_order(
            contract=contract, lines=[CallOffInput(other.lines.get(), Decimal(1))], place=company.place,
            by=company.buyer,
        )  # fmt: skip

    assert list(refusal.value.errors) == ["lines.0.contract_line"]
    assert PurchaseOrder.objects.count() == 0


def test_a_request_is_done_when_all_but_the_rejected_lines_have_come(company, partner):
    lines = [LineInput(item=company.item, quantity=Decimal(10), unit_price=Decimal(500)) for _ in range(2)]
    requisition = a_submitted_requisition(company, *lines)
    approve_requisition(requisition=requisition, by=company.head, rejected={2: "We still have some"})
    order = a_confirmed_order(company, partner, requisition.lines.get(position=1))
    a_receipt(company, order)

    settle_deliveries(order=order, by=SYSTEM)

    requisition.refresh_from_db()
    assert requisition.status == "done"
