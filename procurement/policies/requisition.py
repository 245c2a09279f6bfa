"""Who may do what with a requisition."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from procurement.models import ApprovalStep, Requisition, RequisitionLine, RequisitionTemplate
from srm.accounts.queries import principals_of
from srm.accounts.states import PROCUREMENT_ROLES, Kind, Role


def may_create_requisition(user: Any) -> bool:
    """Everyone on the staff who belongs to a department."""
    return getattr(user, "kind", None) == Kind.STAFF and user.is_active and user.department_id is not None


def may_edit_requisition(user: Any, requisition: Requisition) -> bool:
    """Only its requester."""
    return requisition.requester_id == user.pk


def may_revise_requisition(user: Any, requisition: Requisition) -> bool:
    """Its requester, or procurement, which learns what it really costs."""
    return requisition.requester_id == user.pk or user.has_role(*PROCUREMENT_ROLES)


def may_cancel_requisition(user: Any, requisition: Requisition) -> bool:
    """Its requester, or the head of procurement."""
    return requisition.requester_id == user.pk or user.has_role(Role.PROCUREMENT_HEAD)


def may_watch_requisition(user: Any, requisition: Requisition) -> bool:
    """Whoever sees it may let a colleague watch it."""
    return Requisition.objects.visible_to(user).filter(pk=requisition.pk).exists()


def may_be_asked(person: Any, requisition: Requisition) -> bool:
    """An active member of staff who did not ask for it and whose limit covers it."""
    fit = person.is_active and person.kind == Kind.STAFF and person.pk != requisition.requester_id
    return fit and within_limit(person, requisition)


def may_delete_template(user: Any, template: RequisitionTemplate) -> bool:
    """Only who made it."""
    return template.created_by_id == user.pk


def may_choose_route(user: Any, line: RequisitionLine) -> bool:
    """Procurement; never the requester for his own need."""
    return user.has_role(*PROCUREMENT_ROLES) and line.requisition.requester_id != user.pk


def may_see_splits(user: Any) -> bool:
    """The auditor, finance and the head of procurement: over all departments."""
    return user.has_role(Role.AUDITOR, Role.FINANCE, Role.PROCUREMENT_HEAD)


def decider_for(user: Any, step: ApprovalStep, at: datetime) -> tuple[bool, Any | None]:
    """Tell whether the user may decide the step at that moment, and for whom he stands in (None: himself).

    Nobody decides his own request; who stands in for the requester decides it in no capacity. The amount stays within
    the approval limit of whoever the step belongs to; a substitute never exceeds it, and passes nothing on.
    """
    return decides_step(user, step, principals_of(user, at))


def decides_step(user: Any, step: ApprovalStep, principals: Iterable[Any]) -> tuple[bool, Any | None]:
    """Tell the same for whom the principals are known already (a list of many steps asks for them once)."""
    requisition, people = step.requisition, list(principals)
    if not user.is_active or requisition.requester_id in {user.pk, *(p.pk for p in people)}:
        return False, None
    votes = [(v.by_id, v.for_whom_id) for v in step.votes.all()] if step.quorum > 1 else []
    if any(by == user.pk for by, _for in votes):
        return False, None
    spoken_for = {for_whom for _by, for_whom in votes}
    for whom in (user, *people):
        if whom.pk not in spoken_for and _is_step_of(whom, step) and within_limit(whom, requisition):
            return True, None if whom is user else whom
    return False, None


def within_limit(user: Any, requisition: Requisition) -> bool:
    """Tell whether the person's approval limit covers the request."""
    return user.approval_limit is None or requisition.base_total <= user.approval_limit


def _is_step_of(user: Any, step: ApprovalStep) -> bool:
    if user.pk in {step.approver_id, step.escalated_to_id} or user.pk in step.people:
        return True
    return step.approver_id is None and bool(step.role) and user.has_role(step.role)
