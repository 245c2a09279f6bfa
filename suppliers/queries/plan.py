"""A joint plan as one side reads it, and what waits for a side."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from srm.accounts.states import PROCUREMENT_ROLES
from srm.clock import organisation_today
from suppliers.models import JointAction, JointPlan
from suppliers.queries.supplier import acts_for
from suppliers.states import ActionStatus, PlanStatus, Side


@dataclass(frozen=True)
class ActionRow:
    """One step: who acts, what this reader can do about it, whether it is late."""

    action: JointAction
    actor: str
    may_answer: bool
    may_complete: bool
    is_late: bool


@dataclass(frozen=True)
class PlanView:
    rows: list[ActionRow]
    done: int
    agreed: int
    may_propose: bool

    @property
    def is_started(self) -> bool:
        return self.agreed > 0


def plan_view(plan: JointPlan, user: Any, *, buyer: str = "") -> PlanView:
    """Return the steps of a plan for the reader's side; two queries."""
    side = Side.SUPPLIER if acts_for(user, plan.supplier) else Side.BUYER
    acts = side == Side.SUPPLIER or user.has_role(*PROCUREMENT_ROLES)
    today, is_open = organisation_today(), acts and plan.status != PlanStatus.CLOSED
    rows = [_row(action, plan, side, today, buyer, is_open=is_open) for action in plan.actions.all()]
    done = sum(row.action.status == ActionStatus.DONE for row in rows)
    agreed = sum(row.action.status in (ActionStatus.AGREED, ActionStatus.DONE) for row in rows)
    return PlanView(rows, done, agreed, is_open)


def _row(action: JointAction, plan: JointPlan, side: str, today: date, buyer: str, *, is_open: bool) -> ActionRow:
    waits = action.status == ActionStatus.PROPOSED
    actor = plan.supplier.name if action.side == Side.SUPPLIER else buyer or str(Side.BUYER.label)
    agreed = action.status == ActionStatus.AGREED
    may_answer = is_open and waits and action.proposed_by_side != side
    return ActionRow(action, actor, may_answer, is_open and agreed, agreed and action.due_on < today)
