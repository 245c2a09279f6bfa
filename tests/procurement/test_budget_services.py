"""Budgets: which one, at which rate, how far, and what becomes of them at the end of their period."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from procurement.models import ApprovalRule, Budget, BudgetCarryOver, BudgetEntry, BudgetOverrun
from procurement.queries import standing_of
from procurement.queries.budget import rate_difference, undecided_budgets
from procurement.services import (
    LineInput,
    allow_overrun,
    approve_requisition,
    assign_line,
    carry_over_budget,
    commit_budget,
    restore_budget,
    set_budget,
    set_budget_rate,
    settle_award,
    submit_requisition,
)
from procurement.states import EntryKind, RequisitionStatus
from srm.accounts.states import Role
from srm.clock import organisation_today
from srm.errors import NotPermitted, Refused
from srm.events.services import history
from srm.reference.models import Currency, ExchangeRate
from tests.scenarios.procurement import (
    a_budget,
    a_company,
    a_confirmed_bundle,
    a_draft,
    a_submitted_requisition,
    an_approved_requisition,
)

pytestmark = pytest.mark.django_db
D = Decimal


def a_narrow_budget(company, amount="100000", **fields):
    year = organisation_today().year
    return set_budget(
        cost_centre=company.cost_centre, period_from=date(year, 1, 1), period_to=date(year + 1, 12, 31),
        amount=D(amount), by=company.finance, **fields,
    )  # fmt: skip


def test_a_line_is_booked_on_the_budget_of_its_category_when_there_is_one():
    company = a_company()
    own = a_narrow_budget(company, article=company.category.code)

    requisition = an_approved_requisition(company)

    entry = BudgetEntry.objects.get(line__requisition=requisition)
    assert (entry.budget, entry.amount) == (own, D("5000.00"))


def test_a_line_that_is_assigned_to_a_project_is_booked_on_its_budget():
    company = a_company()
    project = a_narrow_budget(company, project="Line 3")
    requisition = a_submitted_requisition(company)

    assign_line(line=requisition.lines.get(), article="", project="Line 3", by=company.requester)
    approve_requisition(requisition=requisition, by=company.head)

    assert BudgetEntry.objects.get().budget == project


def test_a_booked_line_is_not_assigned_to_another_project():
    company = a_company()
    line = an_approved_requisition(company).lines.get()

    with pytest.raises(Refused):
        assign_line(line=line, article="", project="Line 3", by=company.requester)

    line.refresh_from_db()
    assert line.project == ""


def test_vat_that_is_not_recovered_counts_against_the_budget():
    company = a_company()
    company.cost_centre.vat_recovered = D(50)
    company.cost_centre.save()

    an_approved_requisition(company)

    assert BudgetEntry.objects.get().amount == D("5500.00")


def test_another_currency_counts_at_the_rate_of_the_budget_and_the_difference_is_shown():
    company = a_company()
    year = organisation_today().year
    Currency.objects.get_or_create(pk="USD", defaults={"name": "US dollar"})
    ExchangeRate.objects.create(currency_id="USD", on=date(2020, 1, 1), rate=D("0.95"))
    set_budget_rate(
        legal_entity=company.entity, currency="USD", period_from=date(year, 1, 1), period_to=date(year, 12, 31),
        rate=D("0.90"), by=company.finance,
    )  # fmt: skip
    an_approved_requisition(
        company, LineInput(item=company.item, quantity=D(10), unit_price=D(500)), currency="USD"
    )  # fmt: skip

    entry = BudgetEntry.objects.get()
    assert company.entity.currency == "EUR"
    assert (entry.amount, entry.day_amount) == (D("4500.00"), D("4750.00"))
    assert rate_difference(entry.budget) == D("250.00")


def test_a_budget_that_only_warns_lets_more_be_taken_and_says_so():
    company = a_company(budget=None)
    budget = a_narrow_budget(company, "4000", control="warn")

    requisition = an_approved_requisition(company)

    assert requisition.status == RequisitionStatus.APPROVED
    assert standing_of(budget).left == D("-1000.00")
    assert [e.name for e in history(budget)] == ["BudgetSet", "BudgetExceeded"]


def test_a_budget_that_is_not_controlled_says_nothing():
    company = a_company(budget=None)
    budget = a_narrow_budget(company, "4000", control="ignore")

    an_approved_requisition(company)

    assert [e.name for e in history(budget)] == ["BudgetSet"]


def test_more_than_is_left_needs_the_leave_of_the_exception_role():
    company = a_company(budget=None)
    budget = a_narrow_budget(company, "4000", exception_role=Role.FINANCE)
    requisition = a_submitted_requisition(company)

    with pytest.raises(Refused):
        approve_requisition(requisition=requisition, by=company.head)
    requisition.refresh_from_db()
    assert (requisition.status, BudgetEntry.objects.count()) == (RequisitionStatus.SUBMITTED, 0)

    allow_overrun(budget=budget, requisition=requisition, amount=D(1000), reason="The line stands", by=company.finance)
    approve_requisition(requisition=requisition, by=company.head)

    assert standing_of(budget).left == D("-1000.00")


def test_leave_beyond_the_budget_is_not_given_by_others_nor_for_an_own_request():
    company = a_company(budget=None)
    budget = a_narrow_budget(company, "4000", exception_role=Role.FINANCE)
    requisition = a_submitted_requisition(company)
    company.finance.department = company.department
    company.finance.save()
    own = a_submitted_requisition(company, by=company.finance)

    for person, request in ((company.head, requisition), (company.finance, own)):
        with pytest.raises(NotPermitted):
            allow_overrun(budget=budget, requisition=request, amount=D(1), reason="Please", by=person)

    assert BudgetOverrun.objects.count() == 0


def test_an_order_cheaper_than_approved_gives_the_difference_back_with_its_last_part():
    company = a_company()
    line = an_approved_requisition(company).lines.get()
    budget = Budget.objects.get()

    commit_budget(line=line, kind=EntryKind.COMMITMENT, amount=D(4500), source_key="order:1/1", by=company.buyer,
                  is_last=True)  # fmt: skip

    now = standing_of(budget)
    assert (now.approved, now.ordered, now.left) == (D(0), D("4500.00"), D("95500.00"))


def test_an_order_above_what_was_approved_is_refused_when_the_budget_has_not_that_much():
    company = a_company(budget="5100")
    line = an_approved_requisition(company).lines.get()

    with pytest.raises(Refused):
        commit_budget(line=line, kind=EntryKind.COMMITMENT, amount=D("5200"), source_key="order:1/1", by=company.buyer)

    assert [(e.kind, e.amount) for e in BudgetEntry.objects.all()] == [(EntryKind.PRE_COMMITMENT, D("5000.00"))]


def test_an_award_above_the_estimate_is_checked_against_the_budget_again():
    company = a_company(budget="5100")
    bundle = a_confirmed_bundle(company)

    award = {"bundle": bundle, "currency": "EUR", "reference": "TN-1", "by": company.procurement_head}
    with pytest.raises(Refused) as refused:
        settle_award(amount=D("5100.01"), **award)
    booked = BudgetEntry.objects.count()
    settle_award(amount=D("5100"), **award)

    assert (refused.value.code, booked, standing_of(Budget.objects.get()).left) == ("budget_exceeded", 1, D(0))


def an_ended_budget(company):
    """Last year's budget with one order open on it, and this year's."""
    year = organisation_today().year
    line = an_approved_requisition(company).lines.get()
    commit_budget(line=line, kind=EntryKind.COMMITMENT, amount=D(5000), source_key="order:1/1", by=company.buyer)
    Budget.objects.update(period_from=date(year - 1, 1, 1), period_to=date(year - 1, 12, 31))
    return Budget.objects.get(), line


def test_what_is_open_at_the_end_goes_on_with_its_money_when_finance_decides_so():
    company = a_company(budget="8000")
    old, line = an_ended_budget(company)
    new = a_budget(company, "1000")
    assert undecided_budgets(organisation_today()) == [old]

    kept = carry_over_budget(budget=old, decision="with_money", reason="Ordered in December", by=company.finance)

    old.refresh_from_db()
    new.refresh_from_db()
    assert (kept.carried, old.amount, new.amount) == (D("5000.00"), D("3000.00"), D("6000.00"))
    assert (standing_of(old).used, standing_of(new).ordered) == (D(0), D("5000.00"))
    assert undecided_budgets(organisation_today()) == []
    restore_budget(line=line, source_key="order:1/1", by=company.buyer)
    assert (standing_of(old).used, standing_of(new).approved, standing_of(new).ordered) == (D(0), D("5000.00"), D(0))


def test_without_its_money_the_next_budget_pays():
    company = a_company(budget="8000")
    old, _line = an_ended_budget(company)
    new = a_budget(company, "7000")

    carry_over_budget(budget=old, decision="without_money", reason="No reserve", by=company.finance)

    old.refresh_from_db()
    new.refresh_from_db()
    assert (old.amount, new.amount, standing_of(new).left) == (D("8000.00"), D("7000.00"), D("2000.00"))


@pytest.mark.parametrize("fault", ["not_ended", "no_next_budget", "decided", "not_finance"])
def test_carrying_over_is_refused_and_nothing_moves(fault):
    company = a_company(budget="8000")
    old, _line = an_ended_budget(company)
    if fault == "not_ended":
        Budget.objects.update(period_to=organisation_today() + timedelta(days=9))
    elif fault != "no_next_budget":
        a_budget(company, "7000")
    if fault == "decided":
        carry_over_budget(budget=old, decision="with_money", reason="Once", by=company.finance)
    before = list(BudgetEntry.objects.values_list("budget", "kind", "amount"))
    old.refresh_from_db()
    decided = BudgetCarryOver.objects.count()

    with pytest.raises((Refused, NotPermitted)):
        carry_over_budget(
            budget=old, decision="with_money", reason="Again",
            by=company.head if fault == "not_finance" else company.finance,
        )  # fmt: skip

    assert list(BudgetEntry.objects.values_list("budget", "kind", "amount")) == before
    assert BudgetCarryOver.objects.count() == decided


def test_a_request_beyond_a_budget_without_exception_is_refused_at_once():
    company = a_company(budget="4999.99")
    draft = a_draft(company)

    with pytest.raises(Refused):
        submit_requisition(requisition=draft, by=company.requester)

    draft.refresh_from_db()
    assert draft.status == RequisitionStatus.DRAFT


def test_a_line_that_an_approver_left_out_is_not_counted_as_requested():
    company = a_company()
    ApprovalRule.objects.create(name="Finance", role=Role.FINANCE, order=2)
    lines = [LineInput(item=company.item, quantity=D(1), unit_price=D(price)) for price in (300, 200)]
    requisition = a_submitted_requisition(company, *lines)
    before = standing_of(Budget.objects.get())

    approve_requisition(requisition=requisition, by=company.head, rejected={2: "We still have some"})

    after = standing_of(Budget.objects.get())
    assert (before.requested, after.requested, after.left) == (D(500), D(300), D(100_000))
