"""Stock: its cost, transfers between places and companies, and what asks for itself when it runs low."""

from datetime import timedelta
from decimal import Decimal

import pytest

from procurement.models import BudgetEntry, Requisition, Stock, StockMovement, StockReservation, StockTransfer
from procurement.queries import free_stock, standing_of
from procurement.services import (
    LineInput,
    cancel_transfer,
    expect_into_stock,
    issue_from_stock,
    issue_transfer,
    receive_into_stock,
    receive_transfer,
    register_arrangement,
    reorder_stock,
    request_transfer,
    set_stock,
)
from procurement.states import EntryKind, LineStage, PriceSource, RequisitionStatus, TransferStatus
from srm.clock import organisation_today
from srm.errors import Invalid, NotPermitted, Refused, WrongState
from srm.events.services import history
from tests.factories.reference import PlaceFactory
from tests.factories.suppliers import SupplierFactory
from tests.scenarios.procurement import a_company, a_submitted_requisition, an_approved_requisition

pytestmark = pytest.mark.django_db
D = Decimal


def a_stock(company, on_hand="40", place=None, **limits):
    return set_stock(
        item=company.item, place=place or company.place, on_hand=D(on_hand), by=company.warehouse, **limits
    )


def from_stock(company, quantity="10"):
    return LineInput(item=company.item, quantity=D(quantity), unit_price=D(500), from_stock=D(quantity))


def test_the_cost_is_charged_when_it_is_handed_out():
    company = a_company()
    a_stock(company, unit_cost=D("450"))
    requisition = an_approved_requisition(company, from_stock(company))

    issue_from_stock(reservation=StockReservation.objects.get(), by=company.warehouse)

    budget = BudgetEntry.objects.first().budget
    now = standing_of(budget)
    assert (now.approved, now.spent, now.left) == (D(0), D("4500.00"), D("95500.00"))
    assert StockMovement.objects.get(reason="issue").cost == D("-4500.00")
    assert requisition.lines.get().stage == LineStage.RECEIVED


def test_without_a_cost_the_lines_own_price_is_charged():
    company = a_company()
    a_stock(company)
    an_approved_requisition(company, from_stock(company))

    issue_from_stock(reservation=StockReservation.objects.get(), by=company.warehouse)

    assert BudgetEntry.objects.get(kind=EntryKind.ACTUAL).amount == D("5000.00")


def test_a_receipt_moves_the_average_cost():
    company = a_company()
    stock = a_stock(company, "10", unit_cost=D(4))

    receive_into_stock(
        item=company.item, place=company.place, quantity=D(30), unit_cost=D(8), source_key="receipt:1/1",
        by=company.warehouse,
    )  # fmt: skip

    stock.refresh_from_db()
    assert (stock.on_hand, stock.unit_cost) == (D(40), D(7))


def test_the_stock_of_another_company_is_neither_offered_nor_taken():
    company = a_company()
    a_stock(company, place=PlaceFactory())

    with pytest.raises(Refused):
        a_submitted_requisition(company, from_stock(company))

    assert free_stock([company.item], company.entity) == {}
    assert (StockReservation.objects.count(), Stock.objects.get().reserved) == (0, D(0))


def a_transfer(company, quantity="15"):
    stock = a_stock(company, place=PlaceFactory(), unit_cost=D(3))
    return request_transfer(source=stock, place=company.place, quantity=D(quantity), reason="Press line 3",
                            by=company.requester)  # fmt: skip


def test_a_transfer_brings_what_another_company_has_at_what_it_cost_there():
    company = a_company()
    transfer = a_transfer(company)
    assert Stock.objects.get().available == 25

    issue_transfer(transfer=transfer, by=company.warehouse)
    transfer = receive_transfer(transfer=transfer, by=company.warehouse)

    here, there = Stock.objects.get(place=company.place), Stock.objects.exclude(place=company.place).get()
    assert (there.on_hand, there.reserved, here.on_hand, here.unit_cost) == (D(25), D(0), D(15), D(3))
    assert (transfer.status, transfer.value) == (TransferStatus.RECEIVED, D("45.00"))
    assert transfer.between_companies
    assert [e.name for e in history(transfer)] == ["TransferRequested", "TransferIssued", "TransferReceived"]


def test_a_cancelled_transfer_frees_what_was_kept_for_it():
    company = a_company()
    transfer = a_transfer(company)

    cancel_transfer(transfer=transfer, reason="Not needed", by=company.requester)

    assert Stock.objects.get().available == 40
    with pytest.raises(WrongState):
        issue_transfer(transfer=transfer, by=company.warehouse)
    assert Stock.objects.get().on_hand == 40


@pytest.mark.parametrize(("quantity", "refusal"), [("41", Refused), ("0", Invalid)])
def test_a_transfer_of_more_than_is_free_or_of_nothing_is_refused(quantity, refusal):
    company = a_company()

    with pytest.raises(refusal):
        a_transfer(company, quantity)

    assert (StockTransfer.objects.count(), Stock.objects.get().reserved) == (0, D(0))


def test_only_the_warehouse_hands_a_transfer_out():
    company = a_company()
    transfer = a_transfer(company)

    with pytest.raises(NotPermitted):
        issue_transfer(transfer=transfer, by=company.requester)

    assert Stock.objects.get().on_hand == 40


def test_what_runs_low_is_asked_for_once_however_often_the_job_runs():
    company = a_company()
    stock = a_stock(company, "8", reorder_point=D(10), maximum=D(30), planner=company.requester,
                    cost_centre=company.cost_centre)  # fmt: skip

    (requisition,) = reorder_stock()
    again = reorder_stock()

    line = requisition.lines.get()
    assert (requisition.status, requisition.requester) == (RequisitionStatus.SUBMITTED, company.requester)
    assert (line.item, line.quantity, requisition.place) == (company.item, D(22), company.place)
    assert again == []
    assert [e.name for e in history(stock)] == ["StockMoved", "StockReordered"]


def test_what_an_order_brings_counts_until_it_has_come():
    company = a_company()
    a_stock(company, "8", reorder_point=D(10), maximum=D(30), planner=company.requester,
            cost_centre=company.cost_centre)  # fmt: skip
    expected = {"item": company.item, "place": company.place, "source_key": "order:PO-1/1", "by": company.buyer}

    expect_into_stock(quantity=D(20), **expected)
    assert reorder_stock() == []
    expect_into_stock(quantity=D(0), **expected)

    assert len(reorder_stock()) == 1


def test_a_reorder_that_the_budget_stops_waits_as_a_draft_of_its_planner():
    company = a_company(budget="100")
    a_stock(company, "8", reorder_point=D(10), maximum=D(30), planner=company.requester,
            cost_centre=company.cost_centre)  # fmt: skip
    register_arrangement(
        source_key="contract:CT-1/1", kind=PriceSource.CONTRACT, reference="CT-1", supplier=SupplierFactory(),
        legal_entity=company.entity, category=company.category, item=company.item, unit=company.item.unit,
        unit_price=D(50), currency="EUR", lead_days=12, valid_from=organisation_today(),
        valid_to=organisation_today() + timedelta(days=90), by=company.buyer,
    )  # fmt: skip

    (requisition,) = reorder_stock()

    assert (requisition.status, requisition.total) == (RequisitionStatus.DRAFT, D("1100.00"))
    assert requisition.needed_on == organisation_today() + timedelta(days=12)
    assert (reorder_stock(), Requisition.objects.count()) == ([], 1)


def test_a_cost_centre_of_another_company_does_not_pay():
    company, other = a_company(), a_company()

    with pytest.raises(Invalid):
        a_stock(company, "8", cost_centre=other.cost_centre)

    assert Stock.objects.filter(cost_centre=other.cost_centre).count() == 0
