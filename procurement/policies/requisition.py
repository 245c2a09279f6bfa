"""Who may do what with a requisition."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from procurement.models import ApprovalStep, Requisition, RequisitionLine
from srm.accounts.queries import principals_of
from srm.accounts.states import PROCUREMENT_ROLES, Kind, Role


def may_create_requisition(user: Any) -> bool:
    """Everyone on the staff who belongs to a department."""
    return getattr(user, "kind", None) == Kind.STAFF and user.is_active and user.department_id is not None


def may_edit_requisition(user: Any, requisition: Requisition) -> bool:
    """Only its requester."""
    return requisition.requester_id == user.pk


def may_cancel_requisition(user: Any, requisition: Requisition) -> bool:
    """Its requester, or the head of procurement."""
    return requisition.requester_id == user.pk or user.has_role(Role.PROCUREMENT_HEAD)


def may_choose_route(user: Any, line: RequisitionLine) -> bool:
    """Procurement; never the requester for his own need."""
    return user.has_role(*PROCUREMENT_ROLES) and line.requisition.requester_id != user.pk


def decider_for(user: Any, step: ApprovalStep, at: datetime) -> tuple[bool, Any | None]:
    """Tell whether the user may decide the step at that moment, and for whom he stands in (None: himself).

    Nobody decides his own request, nor as a substitute for the requester or for somebody who requested it.
    The amount stays within the approval limit of whoever the step belongs to; a substitute never exceeds it.
    """
    return decides_step(user, step, principals_of(user, at))


def decides_step(user: Any, step: ApprovalStep, principals: Iterable[Any]) -> tuple[bool, Any | None]:
    """Tell the same for whom the principals are known already (a list of many steps asks for them once)."""
    requisition = step.requisition
    if requisition.requester_id == user.pk or not user.is_active:
        return False, None
    if _is_step_of(user, step):
        return _within_limit(user, requisition), None
    for principal in principals:
        if principal.pk != requisition.requester_id and _is_step_of(principal, step):
            return _within_limit(principal, requisition), principal
    return False, None


def _is_step_of(user: Any, step: ApprovalStep) -> bool:
    return step.approver_id == user.pk if step.approver_id else user.has_role(step.role)


def _within_limit(user: Any, requisition: Requisition) -> bool:
    return user.approval_limit is None or requisition.base_total <= user.approval_limit
