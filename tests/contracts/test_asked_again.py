"""What costs more than was approved, by an award or a change: asked for again, and nothing is ordered meanwhile."""

from decimal import Decimal as D

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from contracts.models import PurchaseOrder
from contracts.services import OrderLineInput, create_order, draft_contract_from_award, send_contract, send_order
from procurement.models import Budget, BudgetEntry, Requisition
from procurement.queries import budget_for, standing_of
from procurement.services import (
    LineChange,
    LineInput,
    approve_requisition,
    cancel_requisition,
    confirm_bundle,
    propose_bundles,
    recall_requisition,
    reject_requisition,
    return_requisition,
    revise_requisition,
)
from procurement.states import LineStage, PriceSource, RequisitionStatus
from srm.accounts.models import ApiToken
from srm.accounts.services import elevate_token
from srm.clock import organisation_today
from srm.errors import Invalid, NotPermitted, Refused
from srm.events.services import deliver_pending, history
from srm.notifications.models import Notice
from suppliers.models import Supplier
from suppliers.states import SupplierStatus
from tenders.models import Award
from tenders.services import approve_award
from tests.api_client import api, program_of
from tests.factories.reference import CategoryFactory, ItemFactory
from tests.scenarios.contracts import a_draft_contract, a_partner
from tests.scenarios.procurement import a_company, an_approved_requisition
from tests.scenarios.tenders import a_bundle_offered_at

pytestmark = pytest.mark.django_db


def offered(price, *lines, budget="100000"):
    """Ten at 500.00 are approved, bundled and put to tender; the best bid is proposed for the award."""
    company = a_company(budget=budget)
    requisition = an_approved_requisition(company, *lines)
    (bundle,) = propose_bundles(by=company.buyer)
    bundle = confirm_bundle(bundle=bundle, by=company.buyer)
    award = a_bundle_offered_at(price, bundle, buyer=company.buyer, head=company.procurement_head)
    return company, requisition, award


def awarded(price, *lines):
    company, requisition, award = offered(price, *lines)
    approve_award(award=award, by=company.procurement_head)
    requisition.refresh_from_db()
    return company, requisition


def left(company):
    return standing_of(budget_for(company.cost_centre, organisation_today())).left


def state(requisition):
    requisition.refresh_from_db()
    lines = list(requisition.lines.order_by("pk").values_list("amount", "unit_price", "stage", "route", "rejected_at"))
    steps = list(requisition.approval_steps.order_by("pk").values_list("round", "status"))
    return (
        requisition.status,
        requisition.total,
        lines,
        steps,
        BudgetEntry.objects.count(),
        history(requisition).count(),
    )


@pytest.mark.parametrize(("price", "total"), [("500", 5000), ("480", 5000), ("550", 5500)])
def test_an_award_within_the_tolerance_leaves_the_request_approved(price, total):
    company, requisition = awarded(price)

    assert (requisition.status, requisition.total, left(company)) == ("approved", D(total), D(100_000 - total))
    assert requisition.approval_steps.count() == 1


def test_an_award_beyond_the_tolerance_asks_for_approval_again():
    company, requisition = awarded("560")

    line = requisition.lines.get()
    assert (requisition.status, requisition.total, requisition.approved_total) == ("submitted", D(5600), D(5000))
    assert (line.amount, line.unit_price, line.price_source) == (D(5600), D(560), PriceSource.AWARD)
    assert (line.stage, line.route, line.bundle.status) == (LineStage.IN_TENDER, "tender", "sourcing")
    assert (left(company), [s.round for s in requisition.approval_steps.order_by("pk")]) == (D(100_000), [1, 2])


def test_the_approver_is_told_and_approves_the_new_amount_once():
    company, requisition = awarded("560")
    deliver_pending()
    told = Notice.objects.filter(recipient=company.head, kind="procurement.approval_asked").count()

    approve_requisition(requisition=requisition, by=company.head)

    requisition.refresh_from_db()
    line = requisition.lines.get()
    assert (told, requisition.status, requisition.approved_total, left(company)) == (1, "approved", D(5600), D(94_400))
    assert (line.stage, line.route) == (LineStage.IN_TENDER, "tender")
    assert [e.name for e in history(requisition)].count("LineRouted") == 1


def test_of_a_request_asked_again_other_lines_keep_their_money_and_it_is_booked_once():
    company = a_company()
    lines = [
        LineInput(item=company.item, quantity=D(10), unit_price=D(500)),
        LineInput(description="Bolts", category=company.category, unit=company.item.unit, quantity=D(1),
                  unit_price=D(100), project="P-1"),
    ]  # fmt: skip
    requisition = an_approved_requisition(company, *lines)
    requisition.lines.filter(position=2).update(route="small_purchase")
    (bundle,) = propose_bundles(by=company.buyer)
    bundle = confirm_bundle(bundle=bundle, by=company.buyer)
    award = a_bundle_offered_at("600", bundle, buyer=company.buyer, head=company.procurement_head)
    approve_award(award=award, by=company.procurement_head)

    waiting = standing_of(Budget.objects.get())
    approve_requisition(requisition=requisition, by=company.head)

    assert (waiting.requested, waiting.approved, left(company)) == (D(6000), D(100), D(93_900))


def test_two_awards_of_one_request_ask_again_for_both_together():
    company = a_company()
    other = ItemFactory(category=CategoryFactory())
    lines = [LineInput(item=item, quantity=D(10), unit_price=D(500)) for item in (company.item, other)]
    requisition = an_approved_requisition(company, *lines)
    for bundle in propose_bundles(by=company.buyer):
        bundle = confirm_bundle(bundle=bundle, by=company.buyer)
        award = a_bundle_offered_at("700", bundle, buyer=company.buyer, head=company.procurement_head)
        approve_award(award=award, by=company.procurement_head)

    requisition.refresh_from_db()
    steps = list(requisition.approval_steps.order_by("round").values_list("round", "status"))
    asked = requisition.status, requisition.total, standing_of(Budget.objects.get()).requested
    approve_requisition(requisition=requisition, by=company.head)

    assert asked == ("submitted", D(14_000), D(14_000))
    assert steps == [(1, "approved"), (2, "skipped"), (3, "waiting")]
    assert left(company) == D(86_000)


def test_an_award_that_the_budget_has_not_got_is_refused_and_nothing_changes():
    company, requisition, award = offered("512", budget="5100")
    before = state(requisition)

    with pytest.raises(Refused) as refusal:
        approve_award(award=award, by=company.procurement_head)

    award.refresh_from_db()
    assert (refusal.value.code, award.status, state(requisition)) == ("budget_exceeded", "proposed", before)


def test_an_award_for_a_request_that_is_not_approved_any_more_is_refused_and_nothing_changes():
    company, requisition, award = offered("512")
    Requisition.objects.filter(pk=requisition.pk).update(status=RequisitionStatus.REJECTED)
    before = state(requisition)

    with pytest.raises(Refused) as refusal:
        approve_award(award=award, by=company.procurement_head)

    award.refresh_from_db()
    assert (refusal.value.code, award.status, state(requisition)) == ("not_approved", "proposed", before)


@pytest.mark.parametrize(
    ("who", "verb"),
    [("requester", recall_requisition), ("head", return_requisition), ("requester", cancel_requisition)],
)
def test_what_is_being_bought_is_not_given_back_to_the_requester(who, verb):
    company, requisition = awarded("560")
    before = state(requisition)

    with pytest.raises(Refused) as refusal:
        verb(requisition=requisition, comment="Why?", by=getattr(company, who))

    assert (refusal.value.code, state(requisition)) == ("being_bought", before)


def test_a_request_rejected_when_asked_again_gives_back_its_money_and_its_buyer_hears():
    company, requisition = awarded("560")

    reject_requisition(requisition=requisition, comment="Too dear", by=company.head)

    deliver_pending()
    told = Notice.objects.filter(kind="procurement.requisition_rejected").values_list("recipient__name", flat=True)
    assert (state(requisition)[0], left(company)) == ("rejected", D(100_000))
    assert sorted(told) == sorted([company.requester.name, requisition.lines.get().bundle.buyer.name])


def a_draft_order(company, requisition):
    """An order of what is approved, not sent yet."""
    line = requisition.lines.get()
    given = OrderLineInput(
        description=line.description, category=line.category, unit=line.unit, quantity=line.quantity,
        unit_price=line.unit_price, item=line.item, requisition_line=line,
    )  # fmt: skip
    return create_order(
        supplier=a_partner().supplier, legal_entity=company.entity, currency="EUR", place=company.place,
        lines=[given], by=company.buyer,
    )  # fmt: skip


def held_order():
    """A draft order whose request has grown since and waits for approval again."""
    company = a_company()
    requisition = an_approved_requisition(company)
    order = a_draft_order(company, requisition)
    change = {1: LineChange(unit_price=D(600))}
    revise_requisition(requisition=requisition, changes=change, reason="Steel went up", by=company.buyer)
    return company, requisition, order


def test_an_order_is_not_sent_while_its_request_waits_for_approval_again():
    company, requisition, order = held_order()
    before = state(requisition)

    with pytest.raises(Refused) as refusal:
        send_order(order=order, by=company.buyer)

    order.refresh_from_db()
    assert (refusal.value.code, order.status, state(requisition)) == ("not_approved", "draft", before)
    assert requisition.number in refusal.value.message


def test_once_it_is_approved_again_the_order_is_sent():
    company, requisition, order = held_order()
    approve_requisition(requisition=requisition, by=company.head)

    assert send_order(order=order, by=company.buyer).status == "sent"


def test_a_draft_order_is_dropped_when_its_request_is_rejected_on_being_asked_again():
    company, requisition, order = held_order()
    reject_requisition(requisition=requisition, comment="Too dear", by=company.head)

    deliver_pending()

    assert PurchaseOrder.objects.get(pk=order.pk).status == "cancelled"


def test_a_request_of_which_something_is_ordered_is_not_rejected_as_a_whole():
    company, requisition, _order = held_order()
    requisition.lines.update(stage=LineStage.ORDERED)
    before = state(requisition)

    with pytest.raises(Refused) as refusal:
        reject_requisition(requisition=requisition, comment="Too dear", by=company.head)
    with pytest.raises(Invalid) as wrong:
        approve_requisition(requisition=requisition, rejected={1: "Too dear"}, by=company.head)

    assert (refusal.value.code, state(requisition)) == ("ordered", before)
    assert "lines.0" in wrong.value.errors


def test_by_the_api_an_order_is_refused_with_the_reason():
    company, requisition, order = held_order()

    answer = program_of(company.buyer).post(api("order-send", order.public_id))

    assert (answer.status_code, answer.json()["code"]) == (409, "not_approved")
    assert requisition.number in answer.json()["detail"]


def elevated(person):
    client = program_of(person)
    elevate_token(token=ApiToken.objects.get(user=person), by=person)
    return client


def test_by_the_api_an_award_asks_for_approval_again():
    company, requisition, award = offered("560")

    answer = elevated(company.procurement_head).post(api("award-approve", award.public_id))

    requisition.refresh_from_db()
    assert (answer.status_code, requisition.status, Award.objects.get().status) == (200, "submitted", "approved")


def test_the_orders_page_says_why_it_cannot_be_sent(client):
    company, requisition, order = held_order()
    client.force_login(company.buyer)

    text = client.get(order.get_absolute_url()).content.decode()

    assert "This order cannot be sent yet" in text
    assert f"{requisition.number} costs more than approved and waits for approval again." in text


def test_the_awards_page_shows_the_budget_and_who_is_asked_again(client):
    company, requisition, award = offered("560")
    client.force_login(company.procurement_head)

    text = client.get(award.get_absolute_url()).content.decode()

    assert f"Budget {company.cost_centre.code}" in text
    assert f"With this award {requisition.number} costs 5,600.00 EUR instead of 5,000.00" in text


def test_the_requests_page_says_what_was_approved_and_what_it_costs_now(client):
    company, requisition = awarded("560")
    client.force_login(company.head)

    text = client.get(requisition.get_absolute_url()).content.decode()

    assert "5,000.00 EUR was approved; it comes to 5,600.00 EUR now." in text
    assert reverse("procurement:requisition-return", args=[requisition.public_id]) not in text
    assert reverse("procurement:requisition-approve", args=[requisition.public_id]) in text


def test_nobody_but_its_approver_decides_what_is_asked_again():
    company, requisition = awarded("560")
    before = state(requisition)

    with pytest.raises(NotPermitted):
        approve_requisition(requisition=requisition, by=company.procurement_head)

    assert state(requisition) == before


def test_a_contract_without_an_award_takes_no_requests_lock():
    company, partner = a_company(), a_partner()
    contract = a_draft_contract(company, partner)

    with CaptureQueriesContext(connection) as asked:
        send_contract(contract=contract, by=company.manager)

    taken = [q["sql"] for q in asked if "FOR UPDATE" in q["sql"] and "procurement_requisition" in q["sql"]]
    assert taken == []


def test_a_contract_is_not_sent_while_its_request_waits_and_is_once_it_is_approved(client):
    company, requisition = awarded("560")
    contract = draft_contract_from_award(award=Award.objects.get(), by=company.manager)
    before = state(requisition)
    client.force_login(company.manager)

    text = client.get(contract.get_absolute_url()).content.decode()
    with pytest.raises(Refused) as refusal:
        send_contract(contract=contract, by=company.manager)

    contract.refresh_from_db()
    assert (refusal.value.code, contract.status, state(requisition)) == ("not_approved", "draft", before)
    assert "This contract cannot be sent yet" in text
    assert reverse("contracts:contract-send", args=[contract.public_id]) not in text
    approve_requisition(requisition=requisition, by=company.head)
    Supplier.objects.update(status=SupplierStatus.ACTIVE)
    assert send_contract(contract=contract, by=company.manager).status == "sent"
