"""Approving: one step at a time, in order; the last one turns the request into a need."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from procurement.events import (
    RequisitionApproved,
    RequisitionRejected,
    RequisitionReturned,
    RequisitionStepApproved,
)
from procurement.models import ApprovalStep, Requisition
from procurement.policies.requisition import decider_for
from procurement.queries.approval import chain_for
from procurement.services.budget import pre_commit
from procurement.services.progress import report_progress
from procurement.services.route import route_lines
from procurement.services.stock import confirm_reservations, release_reservations
from procurement.states import REQUISITION, ApprovalStatus, LineStage
from srm.authz import require
from srm.clock import database_now
from srm.errors import Invalid, Refused
from srm.events.services import record


def open_chain(*, requisition: Requisition) -> list[ApprovalStep]:
    """Freeze the chain of a requisition being submitted, as a new round. Raises Refused when nobody may approve."""
    lines = list(requisition.lines.select_related("category"))
    steps = chain_for(requisition.department, requisition.requester_id, requisition.base_total, lines)
    if not steps:
        raise Refused(_("Nobody is set who could approve this: ask the administrator."), code="no_approver")
    last = requisition.approval_steps.aggregate(last=Max("round"))["last"] or 0
    return ApprovalStep.objects.bulk_create(
        ApprovalStep(
            requisition=requisition, round=last + 1, order=s.order, rule_name=s.rule,
            approver_id=s.approver, role="" if s.approver else s.role,
        )
        for s in steps
    )  # fmt: skip


@transaction.atomic
def approve_requisition(*, requisition: Requisition, by: Any, comment: str = "") -> Requisition:
    """Approve the step that waits. Records RequisitionStepApproved.

    The last step also books the budget, confirms stock, routes the lines and records RequisitionApproved.
    Raises NotPermitted (own request, beyond the limit, not his step), Refused (budget exceeded meanwhile).
    """
    requisition, step, now = _waiting(requisition)
    principal = _authorise(by, step, now)
    _decide(step, ApprovalStatus.APPROVED, by, now, comment)
    for_whom = principal.name if principal else ""
    record(RequisitionStepApproved(step.rule_name, comment, for_whom), subject=requisition, by=by)
    if _next_step(requisition) is None:
        _complete_approval(requisition, by, now)
    return requisition


@transaction.atomic
def return_requisition(*, requisition: Requisition, by: Any, comment: str) -> Requisition:
    """Give it back for rework, with a reason; stock becomes free. Records RequisitionReturned."""
    return _turn_down(requisition, "return", ApprovalStatus.RETURNED, RequisitionReturned, comment, by)


@transaction.atomic
def reject_requisition(*, requisition: Requisition, by: Any, comment: str) -> Requisition:
    """Refuse it for good, with a reason; stock becomes free. Records RequisitionRejected."""
    return _turn_down(requisition, "reject", ApprovalStatus.REJECTED, RequisitionRejected, comment, by)


def skip_waiting_steps(requisition: Requisition) -> None:
    """Close the steps that are no longer asked for."""
    requisition.approval_steps.filter(status=ApprovalStatus.WAITING).update(status=ApprovalStatus.SKIPPED)


def _turn_down(requisition: Requisition, verb: str, status: str, event: Any, comment: str, by: Any) -> Requisition:
    if not comment.strip():
        raise Invalid({"comment": _("Say why.")})
    requisition, step, now = _waiting(requisition)
    _authorise(by, step, now)
    REQUISITION.perform(requisition, verb, status_reason=comment, decided_at=now)
    _decide(step, status, by, now, comment)
    skip_waiting_steps(requisition)
    release_reservations(requisition=requisition, by=by)
    record(event(comment), subject=requisition, by=by)
    return requisition


def _waiting(requisition: Requisition) -> tuple[Requisition, ApprovalStep, datetime]:
    rows = Requisition.objects.select_for_update(of=("self",)).select_related("department", "cost_centre__legal_entity")
    requisition = rows.get(pk=requisition.pk)
    step = _next_step(requisition)
    if not REQUISITION.allows(requisition, "approve") or step is None:
        raise Refused(_("This requisition is not waiting for approval."), code="wrong_state")
    return requisition, step, database_now()


def _authorise(by: Any, step: ApprovalStep, now: datetime) -> Any | None:
    allowed, principal = decider_for(by, step, now)
    require(allowed, _("This approval is not yours, is your own request, or is beyond the limit."))
    return principal


def _next_step(requisition: Requisition) -> ApprovalStep | None:
    waiting = requisition.approval_steps.filter(status=ApprovalStatus.WAITING).order_by("round", "order")
    step = waiting.first()
    if step:
        step.requisition = requisition
    return step


def _decide(step: ApprovalStep, status: str, by: Any, now: datetime, comment: str) -> None:
    step.status, step.decided_by, step.decided_at, step.comment = status, by, now, comment
    step.save(update_fields=["status", "decided_by", "decided_at", "comment"])


def _complete_approval(requisition: Requisition, by: Any, now: datetime) -> None:
    REQUISITION.perform(requisition, "approve", decided_at=now)
    lines = list(requisition.lines.select_related("item", "category"))
    confirm_reservations(requisition=requisition)
    routes = route_lines(requisition=requisition, lines=lines, by=by)
    pre_commit(requisition=requisition, lines=lines, by=by)
    for line in lines:
        report_progress(line=line, stage=LineStage.APPROVED, holder=by.name, reference=requisition.number, by=by)
    record(RequisitionApproved(requisition.total, requisition.currency, routes), subject=requisition, by=by)
