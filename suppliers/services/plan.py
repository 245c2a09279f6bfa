"""Joint plans: one side proposes an action, the other agrees."""

from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from srm.authz import person, require
from srm.clock import database_now, organisation_today
from srm.errors import Invalid, Refused
from srm.events.services import record
from srm.reference.services import next_number
from suppliers.events import (
    JointActionAgreed,
    JointActionDeclined,
    JointActionDone,
    JointActionProposed,
    JointPlanClosed,
    JointPlanCreated,
    JointPlanShared,
)
from suppliers.models import JointAction, JointPlan, Supplier
from suppliers.policies.supplier import may_complete_action, may_decide_action, may_manage_plan, side_of
from suppliers.states import ACTION, PLAN, PlanStatus, Side


@transaction.atomic
def create_joint_plan(
    *, supplier: Supplier, title: str, by: Any, goal: str = "", review_on: date | None = None
) -> JointPlan:
    """Draft a plan with a supplier; he sees it once it is shared. Records JointPlanCreated."""
    require(may_manage_plan(by), _("Joint plans are made by procurement."))
    if not title.strip():
        raise Invalid({"title": _("Give a title.")})
    plan = JointPlan.objects.create(
        number=next_number("JP"), supplier=supplier, title=title, goal=goal, owner=by, review_on=review_on,
        created_by=person(by),
    )  # fmt: skip
    record(JointPlanCreated(title), subject=plan, by=by)
    return plan


@transaction.atomic
def share_joint_plan(*, plan: JointPlan, by: Any) -> JointPlan:
    """Show the plan to the supplier. Records JointPlanShared."""
    return _move(plan, "share", JointPlanShared, by)


@transaction.atomic
def close_joint_plan(*, plan: JointPlan, by: Any) -> JointPlan:
    """End the plan. Records JointPlanClosed."""
    return _move(plan, "close", JointPlanClosed, by)


@transaction.atomic
def propose_joint_action(
    *, plan: JointPlan, title: str, side: str, due_on: date, by: Any, expected_effect: str = ""
) -> JointAction:
    """Propose a step for either side; the other one has to agree. Records JointActionProposed."""
    plan = JointPlan.objects.select_for_update(of=("self",)).select_related("supplier").get(pk=plan.pk)
    proposer = side_of(by, plan)
    require(proposer is not None, _("Only the two sides of the plan may propose."))
    if plan.status == PlanStatus.CLOSED or (proposer == Side.SUPPLIER and plan.status == PlanStatus.DRAFT):
        raise Refused(_("This plan takes no more actions."), code="wrong_state")
    if not title.strip():
        raise Invalid({"title": _("Say what is to be done.")})
    if due_on < organisation_today():
        raise Invalid({"due_on": _("This day is in the past.")})
    action = JointAction.objects.create(
        plan=plan, title=title, side=side, proposed_by_side=proposer, due_on=due_on,
        expected_effect=expected_effect, created_by=person(by),
    )  # fmt: skip
    record(JointActionProposed(title, side, proposer, action.public_id), subject=plan, by=by)
    return action


@transaction.atomic
def agree_joint_action(*, action: JointAction, by: Any) -> JointAction:
    """Agree to what the other side proposed. Records JointActionAgreed."""
    action = _locked_action(action)
    require(may_decide_action(by, action), _("The other side decides."))
    ACTION.perform(action, "agree", decided_by=person(by), decided_at=database_now())
    record(JointActionAgreed(action.title), subject=action.plan, by=by)
    return action


@transaction.atomic
def decline_joint_action(*, action: JointAction, reason: str, by: Any) -> JointAction:
    """Decline it, with a reason. Records JointActionDeclined."""
    action = _locked_action(action)
    require(may_decide_action(by, action), _("The other side decides."))
    if not reason.strip():
        raise Invalid({"reason": _("Say why.")})
    ACTION.perform(action, "decline", decided_by=person(by), decided_at=database_now(), reason=reason)
    record(JointActionDeclined(action.title, reason), subject=action.plan, by=by)
    return action


@transaction.atomic
def complete_joint_action(*, action: JointAction, by: Any) -> JointAction:
    """Mark an agreed action done. Records JointActionDone."""
    action = _locked_action(action)
    require(may_complete_action(by, action))
    ACTION.perform(action, "complete")
    record(JointActionDone(action.title), subject=action.plan, by=by)
    return action


def _move(plan: JointPlan, verb: str, event: type, by: Any) -> JointPlan:
    plan = JointPlan.objects.select_for_update(of=("self",)).get(pk=plan.pk)
    require(may_manage_plan(by, plan), _("Joint plans are made by procurement."))
    PLAN.perform(plan, verb)
    record(event(plan.title), subject=plan, by=by)
    return plan


def _locked_action(action: JointAction) -> JointAction:
    rows = JointAction.objects.select_for_update(of=("self",)).select_related("plan__supplier")
    return rows.get(pk=action.pk)
