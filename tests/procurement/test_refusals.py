"""Every refusal of approvals and budgets, by its sentence: it is raised, and nothing at all has changed.

A row is a function that makes the ground and returns the verb. A refusal in the services without a row here fails.
"""

import ast
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal as D
from functools import partial
from pathlib import Path

import pytest
from django.apps import apps

from procurement import services as verbs
from procurement.models import ApprovalRule, Budget, RequisitionLine
from procurement.services import LineChange, LineInput
from procurement.states import LineStage, RequisitionStatus
from srm.accounts.states import Role
from srm.clock import organisation_today
from srm.errors import Invalid, NotPermitted, Refused
from srm.events.models import Event
from tests.factories.accounts import UserFactory
from tests.scenarios.procurement import (
    a_budget,
    a_company,
    a_confirmed_bundle,
    a_draft,
    a_submitted_requisition,
    an_approved_requisition,
)

pytestmark = pytest.mark.django_db
SERVICES = Path(verbs.__file__).parent
MODULES = (
    "approval", "approval_batch", "approval_rule", "award", "budget", "budget_rate", "carry_over", "chain",
    "escalation", "overrun", "purse", "revision",
)  # fmt: skip
NO_REFUSALS = {  # words that these services write down
    "Asked by an approver", "Asked for approval again", "The award of %(number)s costs more than approved.",
}  # fmt: skip
Verb = Callable[[], object]


@dataclass(frozen=True)
class Case:
    module: str
    sentence: str
    error: type[Exception]
    ground: Callable[..., Verb]


CASES: list[Case] = []


def refused(module: str, sentence: str, error: type[Exception]):
    """Register the ground of one refusal."""

    def register(ground: Callable[..., Verb]) -> Callable[..., Verb]:
        CASES.append(Case(module, sentence, error, ground))
        return ground

    return register


def everything():
    """All rows of the stage and the record of what happened."""
    models = apps.get_app_config("procurement").get_models(include_auto_created=True)
    found = {model.__name__: list(model._default_manager.order_by("pk").values_list()) for model in models}
    return found | {"events": Event.objects.count()}


def two_lines(company):
    return [LineInput(item=company.item, quantity=D(1), unit_price=D(price)) for price in (300, 200)]


def rule(**fields):
    return ApprovalRule.objects.create(name=fields.pop("name", "Board"), order=9, **fields)


def asked(company, *lines):
    return a_submitted_requisition(company, *lines)


def ordered_and_asked_again(company):
    """One of two lines is ordered; the request waits for approval again."""
    requisition = an_approved_requisition(company, *two_lines(company))
    verbs.revise_requisition(
        requisition=requisition, changes={1: LineChange(unit_price=D(900))}, reason="Dearer", by=company.buyer
    )
    requisition.lines.filter(position=2).update(stage=LineStage.ORDERED)
    return requisition


# approving


@refused("approval", "Say why.", Invalid)
def _return_without_a_reason(c):
    return partial(verbs.return_requisition, requisition=asked(c), comment=" ", by=c.head)


@refused("approval", "A line is ordered already: leave out the others line by line.", Refused)
def _reject_what_is_ordered_in_part(c):
    return partial(verbs.reject_requisition, requisition=ordered_and_asked_again(c), comment="No", by=c.head)


@refused("approval", "This line is ordered already.", Invalid)
def _leave_out_an_ordered_line(c):
    return partial(verbs.approve_requisition, requisition=ordered_and_asked_again(c), rejected={2: "No"}, by=c.head)


@refused("approval", "There is no such line.", Invalid)
def _leave_out_no_line(c):
    return partial(verbs.approve_requisition, requisition=asked(c, *two_lines(c)), rejected={3: "No"}, by=c.head)


@refused("approval", "Every line would be rejected: reject the whole request.", Invalid)
def _leave_out_every_line(c):
    both = {1: "No", 2: "No"}
    return partial(verbs.approve_requisition, requisition=asked(c, *two_lines(c)), rejected=both, by=c.head)


@refused("approval_batch", "This approval is not yours, is your own request, or is beyond the limit.", NotPermitted)
def _approve_what_is_not_mine(c):
    return partial(verbs.approve_requisition, requisition=asked(c), by=c.buyer)


@refused("approval_batch", "This approval is not yours, is your own request, or is beyond the limit.", NotPermitted)
def _reject_beyond_the_limit(c):
    requisition = asked(c)
    c.head.approval_limit = D("4999.99")
    c.head.save()
    return partial(verbs.reject_requisition, requisition=requisition, comment="No", by=c.head)


# the chain


@refused("chain", "Nobody is set who could approve this: ask the administrator.", Refused)
def _send_without_rules(c):
    ApprovalRule.objects.all().delete()
    return partial(verbs.submit_requisition, requisition=a_draft(c), by=c.requester)


@refused("chain", "Too few people could approve “%(rule)s”: ask the administrator.", Refused)
def _send_with_too_few_people(c):
    rule(role=Role.FINANCE, quorum=2)
    return partial(verbs.submit_requisition, requisition=a_draft(c), by=c.requester)


@refused("chain", "Only who may approve now asks somebody else as well.", NotPermitted)
def _a_stranger_asks_somebody(c):
    return partial(verbs.add_approver, requisition=asked(c), person=c.finance, by=c.buyer)


@refused("chain", "Choose an active colleague whose limit covers it, not the requester.", Invalid)
def _ask_the_requester(c):
    return partial(verbs.add_approver, requisition=asked(c), person=c.requester, by=c.head)


@refused("chain", "This person is asked already.", Invalid)
def _ask_twice(c):
    return partial(verbs.add_approver, requisition=asked(c), person=c.head, by=c.head)


@refused("chain", "Choose an active colleague.", Invalid)
def _let_somebody_watch_who_has_left(c):
    gone = UserFactory(is_active=False)
    return partial(verbs.add_watcher, requisition=asked(c), person=gone, by=c.requester)


@refused("chain", "This requisition is not waiting for approval.", Refused)
def _approve_twice(c):
    return partial(verbs.approve_requisition, requisition=an_approved_requisition(c), by=c.head)


@refused("chain", "A line is already being bought; ask its buyer.", Refused)
def _cancel_what_is_being_bought(c):
    requisition = an_approved_requisition(c)
    requisition.lines.update(stage=LineStage.IN_TENDER)
    return partial(verbs.cancel_requisition, requisition=requisition, by=c.requester)


@refused("escalation", "Only the requester reminds.", NotPermitted)
def _somebody_else_reminds(c):
    return partial(verbs.remind_holder, requisition=asked(c), by=c.buyer)


@refused("escalation", "Nobody has it now who could be reminded.", Refused)
def _remind_of_a_draft(c):
    return partial(verbs.remind_holder, requisition=a_draft(c), by=c.requester)


@refused("escalation", "You have reminded already; wait a day.", Refused)
def _remind_twice(c):
    requisition = asked(c)
    verbs.remind_holder(requisition=requisition, by=c.requester)
    return partial(verbs.remind_holder, requisition=requisition, by=c.requester)


# the rules


@refused("approval_rule", "Approval rules are set by the administrator or the head of procurement.", NotPermitted)
def _a_buyer_sets_a_rule(c):
    return partial(verbs.create_approval_rule, name="Mine", by_head=True, by=c.buyer)


@refused("approval_rule", "This cannot be set.", Invalid)
def _set_what_there_is_not(c):
    return partial(verbs.create_approval_rule, name="Odd", by_head=True, is_active=False, by=c.procurement_head)


@refused("approval_rule", "Choose one: the head, an owner, a role, a person or several people.", Invalid)
def _a_rule_that_asks_nobody(c):
    return partial(verbs.create_approval_rule, name="Odd", by=c.procurement_head)


@refused("approval_rule", "Not more than there are people; one where a single person is asked.", Invalid)
def _more_voices_than_people(c):
    return partial(verbs.change_approval_rule, rule=rule(by_head=True), quorum=2, by=c.procurement_head)


@refused("approval_rule", "Must not be negative.", Invalid)
def _a_rule_from_below_zero(c):
    return partial(verbs.change_approval_rule, rule=rule(by_head=True), amount_from=D(-1), by=c.procurement_head)


@refused("approval_rule", "This rule is out of force; make a new one.", Refused)
def _change_a_rule_out_of_force(c):
    old = rule(by_head=True, is_active=False)
    return partial(verbs.change_approval_rule, rule=old, quorum=1, by=c.procurement_head)


@refused("approval_rule", "This rule is out of force already.", Refused)
def _take_a_rule_out_twice(c):
    old = rule(by_head=True, is_active=False)
    return partial(verbs.deactivate_approval_rule, rule=old, reason="Old", by=c.procurement_head)


@refused("approval_rule", "Say why.", Invalid)
def _take_a_rule_out_without_a_reason(c):
    return partial(verbs.deactivate_approval_rule, rule=rule(by_head=True), reason=" ", by=c.procurement_head)


# amounts that change


def _revise(c, requisition=None, *, position=1, reason="Dearer", by=None, **change):
    requisition = requisition or an_approved_requisition(c)
    changes = {position: LineChange(**(change or {"unit_price": D(501)}))}
    return partial(
        verbs.revise_requisition, requisition=requisition, changes=changes, reason=reason, by=by or c.requester
    )


@refused("revision", "Only the requester or procurement changes the amounts.", NotPermitted)
def _the_head_changes_amounts(c):
    return _revise(c, by=c.head)


@refused("revision", "Only an approved request is changed like this.", Refused)
def _change_amounts_of_what_waits(c):
    return _revise(c, asked(c))


@refused("revision", "There is no such line.", Invalid)
def _change_no_line(c):
    return _revise(c, position=2)


@refused("revision", "Say why.", Invalid)
def _change_amounts_without_a_reason(c):
    return _revise(c, reason=" ")


@refused("revision", "Must be more than zero, and no less than what comes from stock.", Invalid)
def _change_to_nothing(c):
    return _revise(c, quantity=D(0))


@refused("revision", "A line is already being bought; ask its buyer.", Refused)
def _change_what_is_in_a_tender(c):
    requisition = an_approved_requisition(c)
    requisition.lines.update(stage=LineStage.IN_TENDER)
    return _revise(c, requisition)


@refused("award", "%(number)s is not approved any more.", Refused)
def _award_what_was_cancelled(c):
    bundle = a_confirmed_bundle(c)
    RequisitionLine.objects.get().requisition.__class__.objects.update(status=RequisitionStatus.CANCELLED)
    return partial(verbs.settle_award, bundle=bundle, amount=D(5000), currency="EUR", reference="TN-1", by=c.buyer)


# budgets


def _budget(c, by, amount=D(5)):
    year = organisation_today().year
    period = {"period_from": date(year, 1, 1), "period_to": date(year, 12, 31)}
    return partial(verbs.set_budget, cost_centre=c.cost_centre, amount=amount, by=by, **period)


@refused("budget", "Budgets are set by finance.", NotPermitted)
def _the_head_sets_his_budget(c):
    return _budget(c, c.head)


@refused("purse", "The budget of %(centre)s has %(left)s %(currency)s left; this needs %(wanted)s.", Refused)
def _approve_beyond_the_budget(c):
    requisition = asked(c)
    Budget.objects.update(amount=D("4999.99"))
    return partial(verbs.approve_requisition, requisition=requisition, by=c.head)


@refused("purse", "It can be allowed by: %(role)s.", Refused)
def _approve_beyond_a_budget_with_an_exception(c):
    Budget.objects.update(amount=D("4999.99"), exception_role=Role.FINANCE)
    return partial(verbs.approve_requisition, requisition=asked(c), by=c.head)


def _rate(c, by=None, **fields):
    today = organisation_today()
    given = {"currency": "USD", "period_from": today, "period_to": today, "rate": D(1)} | fields
    return partial(verbs.set_budget_rate, legal_entity=c.entity, by=by or c.finance, **given)


@refused("budget_rate", "Budgets are set by finance.", NotPermitted)
def _a_buyer_sets_a_rate(c):
    return _rate(c, by=c.buyer)


@refused("budget_rate", "This is the company's own currency.", Invalid)
def _a_rate_of_the_own_currency(c):
    return _rate(c, currency="EUR")


@refused("budget_rate", "The period ends before it begins.", Invalid)
def _a_rate_of_no_time(c):
    return _rate(c, period_to=organisation_today() - timedelta(days=1))


@refused("budget_rate", "Must be more than zero.", Invalid)
def _a_rate_of_nothing(c):
    return _rate(c, rate=D(0))


def _overrun(c, **fields):
    Budget.objects.update(exception_role=Role.FINANCE)
    given = {"amount": D(1), "reason": "The line stands", "by": c.finance} | fields
    return partial(verbs.allow_overrun, budget=Budget.objects.get(), requisition=asked(c), **given)


@refused("overrun", "Only the role that this budget names allows more, and not for an own request.", NotPermitted)
def _the_head_allows_more(c):
    return _overrun(c, by=c.head)


@refused("overrun", "Say why.", Invalid)
def _allow_more_without_a_reason(c):
    return _overrun(c, reason=" ")


@refused("overrun", "Must be more than zero.", Invalid)
def _allow_nothing_more(c):
    return _overrun(c, amount=D(0))


@refused("overrun", "The requester or finance says what a line is booked on.", NotPermitted)
def _a_buyer_says_what_a_line_is_of(c):
    return partial(verbs.assign_line, line=asked(c).lines.get(), article="A", project="P", by=c.buyer)


@refused("overrun", "It is booked already.", Refused)
def _say_it_when_it_is_booked(c):
    line = an_approved_requisition(c).lines.get()
    return partial(verbs.assign_line, line=line, article="A", project="P", by=c.finance)


def _carry_over(c, *, ended=True, followed=True, by=None, reason="Late", twice=False):
    old, year = Budget.objects.get(), organisation_today().year
    if ended:
        Budget.objects.update(period_from=date(year - 1, 1, 1), period_to=date(year - 1, 12, 31))
    if ended and followed:
        a_budget(c, "7000")
    old.refresh_from_db()
    given = {"budget": old, "decision": "with_money"}
    if twice:
        verbs.carry_over_budget(reason="Once", by=c.finance, **given)
    return partial(verbs.carry_over_budget, reason=reason, by=by or c.finance, **given)


@refused("carry_over", "Budgets are set by finance.", NotPermitted)
def _the_head_carries_over(c):
    return _carry_over(c, by=c.head)


@refused("carry_over", "Say why.", Invalid)
def _carry_over_without_a_reason(c):
    return _carry_over(c, reason=" ")


@refused("carry_over", "This budget has not ended yet.", Refused)
def _carry_over_too_early(c):
    return _carry_over(c, ended=False)


@refused("carry_over", "This was decided already.", Refused)
def _carry_over_twice(c):
    return _carry_over(c, twice=True)


@refused("carry_over", "Set the budget of the next period first.", Refused)
def _carry_over_to_nowhere(c):
    return _carry_over(c, followed=False)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.ground.__name__.strip("_"))
def test_it_is_refused_in_these_words_and_nothing_changes(case):
    verb = case.ground(a_company())
    before = everything()

    with pytest.raises(case.error) as refusal:
        verb()

    assert re.search(_as_pattern(case.sentence), _said(refusal.value))
    assert everything() == before


def test_every_refusal_of_approvals_and_budgets_has_its_row():
    said = {(module, text) for module in MODULES for text in _sentences(module)}

    assert said == {(case.module, case.sentence) for case in CASES}


def _sentences(module: str) -> set[str]:
    """The texts of a service that are shown: all arguments of `_()`."""
    tree = ast.parse((SERVICES / f"{module}.py").read_text())
    calls = (node for node in ast.walk(tree) if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "_")
    return {call.args[0].value for call in calls} - NO_REFUSALS


def _said(error: Exception) -> str:
    return f"{getattr(error, 'message', '')} {getattr(error, 'errors', '')}"


def _as_pattern(sentence: str) -> str:
    return re.sub(r"%\\\(\w+\\\)s", ".+", re.escape(sentence))
