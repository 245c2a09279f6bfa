from datetime import timedelta
from decimal import Decimal

import pytest

from procurement.models import ApprovalRule, BudgetEntry, Stock, StockReservation
from procurement.queries import budget_for, standing_of
from procurement.services import (
    LineInput,
    approve_requisition,
    cancel_requisition,
    commit_budget,
    recall_requisition,
    reject_requisition,
    return_requisition,
    set_stock,
    submit_requisition,
)
from procurement.states import EntryKind, LineStage, RequisitionStatus, ReservationStatus, Route
from srm.accounts.services import give_delegation
from srm.accounts.states import Role
from srm.clock import database_now, organisation_today
from srm.errors import Invalid, NotPermitted, Refused
from srm.events.services import broken_link, history
from tests.factories.accounts import DepartmentFactory, UserFactory
from tests.scenarios.procurement import a_budget, a_company, a_draft, a_submitted_requisition, an_approved_requisition

pytestmark = pytest.mark.django_db


def names(requisition):
    return [event.name for event in history(requisition)]


def left(company):
    return standing_of(budget_for(company.cost_centre, organisation_today() + timedelta(days=30))).left


def test_an_approved_requisition_books_the_budget_and_routes_its_lines():
    company = a_company()

    requisition = an_approved_requisition(company)

    line = requisition.lines.get()
    assert (requisition.status, requisition.total) == (RequisitionStatus.APPROVED, Decimal("5000.00"))
    assert (line.route, line.stage) == (Route.TENDER, LineStage.APPROVED)
    assert left(company) == Decimal("95000.00")
    assert names(requisition) == [
        "RequisitionCreated",
        "LineProgressed",
        "RequisitionSubmitted",
        "RequisitionStepApproved",
        "LineRouted",
        "LineProgressed",
        "RequisitionApproved",
    ]
    assert broken_link(requisition) is None


def test_the_requester_cannot_approve_his_own_request_even_as_the_head():
    company = a_company()
    company.department.head = company.requester
    company.department.save()
    ApprovalRule.objects.create(name="Finance", role=Role.FINANCE, order=2)

    requisition = a_submitted_requisition(company)

    with pytest.raises(NotPermitted):
        approve_requisition(requisition=requisition, by=company.requester)
    requisition.refresh_from_db()
    assert requisition.status == RequisitionStatus.SUBMITTED
    assert [s.role for s in requisition.approval_steps.all()] == [Role.FINANCE]


def test_a_request_that_nobody_may_approve_is_refused_and_stays_a_draft():
    company = a_company()
    ApprovalRule.objects.all().delete()
    draft = a_draft(company)

    with pytest.raises(Refused):
        submit_requisition(requisition=draft, by=company.requester)

    draft.refresh_from_db()
    assert (draft.status, draft.approval_steps.count()) == (RequisitionStatus.DRAFT, 0)


def test_an_approver_does_not_exceed_his_limit():
    company = a_company()
    requisition = a_submitted_requisition(company)
    company.head.approval_limit = Decimal("4999.99")
    company.head.save()

    with pytest.raises(NotPermitted):
        approve_requisition(requisition=requisition, by=company.head)

    assert BudgetEntry.objects.count() == 0


def test_a_request_beyond_the_heads_limit_goes_to_the_next_above():
    company, director = a_company(), UserFactory(name="Anna Melnyk")
    company.head.approval_limit = Decimal("4999.99")
    company.head.save()
    above = DepartmentFactory(legal_entity=company.entity, head=director)
    company.department = DepartmentFactory(parent=above, legal_entity=company.entity, head=company.head)

    requisition = a_submitted_requisition(company)

    assert [step.approver for step in requisition.approval_steps.all()] == [director]


def test_a_substitute_approves_while_the_head_is_away_within_the_heads_limit():
    company, substitute = a_company(), UserFactory(name="Petro Savka")
    now = database_now()
    give_delegation(
        principal=company.head,
        substitute=substitute,
        starts_at=now - timedelta(hours=1),
        ends_at=now + timedelta(days=1),
        by=company.head,
    )
    requisition = a_submitted_requisition(company)

    approve_requisition(requisition=requisition, by=substitute)

    step = requisition.approval_steps.get()
    assert (step.decided_by, step.approver) == (substitute, company.head)
    assert "Ivan Bondar" in str([e.data for e in history(requisition)])


def test_a_substitute_may_not_approve_his_own_request():
    company = a_company()
    now = database_now()
    give_delegation(
        principal=company.head,
        substitute=company.requester,
        starts_at=now - timedelta(hours=1),
        ends_at=now + timedelta(days=1),
        by=company.head,
    )
    requisition = a_submitted_requisition(company)

    with pytest.raises(NotPermitted):
        approve_requisition(requisition=requisition, by=company.requester)

    requisition.refresh_from_db()
    assert requisition.status == RequisitionStatus.SUBMITTED


def test_a_request_over_the_budget_is_refused_and_nothing_changes():
    company = a_company(budget="4999.99")
    draft = a_draft(company)

    with pytest.raises(Refused, match=r"4,999\.99"):
        submit_requisition(requisition=draft, by=company.requester)

    draft.refresh_from_db()
    assert (draft.status, draft.approval_steps.count(), BudgetEntry.objects.count()) == ("draft", 0, 0)


def test_a_budget_spent_meanwhile_refuses_the_approval():
    company = a_company(budget="8000")
    first, second = a_submitted_requisition(company), a_submitted_requisition(company)
    approve_requisition(requisition=first, by=company.head)

    with pytest.raises(Refused):
        approve_requisition(requisition=second, by=company.head)

    second.refresh_from_db()
    assert second.status == RequisitionStatus.SUBMITTED
    assert left(company) == Decimal("3000.00")


def test_orders_receipts_and_invoices_move_the_money_on():
    company = a_company()
    line = an_approved_requisition(company).lines.get()

    for kind, amount in ((EntryKind.COMMITMENT, "4800"), (EntryKind.ACCRUAL, "4800"), (EntryKind.ACTUAL, "4700")):
        for _again in range(2):
            commit_budget(line=line, kind=kind, amount=Decimal(amount), source_key=f"x:{kind}", by=company.buyer)

    now = standing_of(budget_for(company.cost_centre, line.needed_on))
    assert (now.approved, now.ordered, now.received, now.spent) == (Decimal(200), 0, Decimal(100), Decimal(4700))


def test_stock_is_held_at_submission_and_confirmed_at_approval():
    company = a_company()
    set_stock(item=company.item, place=company.place, on_hand=Decimal(12), by=company.warehouse)
    line = LineInput(item=company.item, quantity=Decimal(10), from_stock=Decimal(10))

    requisition = a_submitted_requisition(company, line)

    reservation = StockReservation.objects.get()
    assert (reservation.status, Stock.objects.get().available) == (ReservationStatus.HELD, Decimal(2))
    approve_requisition(requisition=requisition, by=company.head)
    reservation.refresh_from_db()
    assert (reservation.status, reservation.expires_at) == (ReservationStatus.CONFIRMED, None)
    assert requisition.lines.get().route == Route.STOCK


def test_stock_that_is_no_longer_free_refuses_the_submission():
    company = a_company()
    set_stock(item=company.item, place=company.place, on_hand=Decimal(9), by=company.warehouse)
    draft = a_draft(company, LineInput(item=company.item, quantity=Decimal(10), from_stock=Decimal(10)))

    with pytest.raises(Refused) as refusal:
        submit_requisition(requisition=draft, by=company.requester)

    assert refusal.value.field == "lines.0.from_stock"
    assert (Stock.objects.get().reserved, StockReservation.objects.count()) == (0, 0)


@pytest.mark.parametrize("turn_down", [return_requisition, reject_requisition])
def test_turning_down_needs_a_reason_and_frees_the_stock(turn_down):
    company = a_company()
    set_stock(item=company.item, place=company.place, on_hand=Decimal(12), by=company.warehouse)
    requisition = a_submitted_requisition(
        company, LineInput(item=company.item, quantity=Decimal(5), from_stock=Decimal(5))
    )

    with pytest.raises(Invalid):
        turn_down(requisition=requisition, by=company.head, comment=" ")
    turn_down(requisition=requisition, by=company.head, comment="Which project?")

    requisition.refresh_from_db()
    assert requisition.status in {RequisitionStatus.RETURNED, RequisitionStatus.REJECTED}
    assert requisition.status_reason == "Which project?"
    assert Stock.objects.get().reserved == 0


def test_a_recalled_request_starts_a_new_round_of_approvals():
    company = a_company()
    requisition = a_submitted_requisition(company)

    recall_requisition(requisition=requisition, by=company.requester)
    submit_requisition(requisition=requisition, by=company.requester)

    rounds = [(s.round, s.status) for s in requisition.approval_steps.all()]
    assert rounds == [(1, "skipped"), (2, "waiting")]


def test_cancelling_gives_the_budget_back():
    company = a_company()
    requisition = an_approved_requisition(company)

    cancel_requisition(requisition=requisition, by=company.requester, comment="Not needed")

    assert left(company) == Decimal("100000.00")


def test_bad_lines_are_refused_at_their_place_and_nothing_is_kept():
    company = a_company()

    with pytest.raises(Invalid) as refusal:
        a_draft(company, LineInput(quantity=Decimal(0), description="Glue"))

    assert set(refusal.value.errors) == {"lines.0.quantity", "lines.0.category", "lines.0.unit"}


def test_a_second_budget_is_not_touched_by_the_first():
    company, other = a_company(), a_company()
    a_budget(other, "7")

    an_approved_requisition(company)

    assert left(other) == Decimal("7.00")


@pytest.mark.parametrize(("days", "word"), [(-1, "past"), (10 * 365 + 1, "ten years")])
def test_nothing_is_needed_in_the_past_or_in_a_year_mistyped(days, word):
    company = a_company()
    requisition = a_draft(company)
    requisition.lines.update(needed_on=organisation_today() + timedelta(days=days))

    with pytest.raises(Invalid, match=word) as refused:
        submit_requisition(requisition=requisition, by=company.requester)

    assert list(refused.value.errors) == ["lines.0.needed_on"]
    requisition.refresh_from_db()
    assert (requisition.status, names(requisition)) == (RequisitionStatus.DRAFT, ["RequisitionCreated"])
