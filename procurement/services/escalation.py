"""What waits too long: passed on to the head of whoever has it, and brought to mind by the requester."""

from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from procurement.events import ApprovalEscalated, RequisitionReminded
from procurement.models import ApprovalStep, Requisition
from procurement.policies.requisition import may_be_asked, may_edit_requisition
from procurement.queries.approval import current_steps
from procurement.queries.holder import holders_of, principal_of
from procurement.services.chain import deadline, lock_requisition
from procurement.states import ApprovalStatus, RequisitionStatus
from srm.accounts.models import Department, User
from srm.authz import SYSTEM, require
from srm.clock import database_now
from srm.errors import Refused
from srm.events.services import history, record


def escalate_overdue_approvals(*, by: Any = SYSTEM) -> int:
    """Let the head of whoever sits on an approval decide as well; return how many were passed on.

    Each in a transaction of its own; a repeat finds the new deadline and does nothing until it, too, is over.
    """
    overdue = current_steps().filter(due_at__lte=database_now()).values_list("pk", flat=True)
    done = 0
    for pk in list(overdue):
        with transaction.atomic():
            done += _escalate(pk, by)
    return done


@transaction.atomic
def remind_holder(*, requisition: Requisition, by: Any) -> list[User]:
    """Bring a request to the mind of whoever has it, no more often than once a day. Records RequisitionReminded.

    Raises Refused when it lies with the requester himself, nobody can be named, or he has reminded lately.
    """
    requisition = lock_requisition(requisition)
    require(may_edit_requisition(by, requisition), _("Only the requester reminds."))
    people = [p for p in holders_of(requisition) if p.pk != by.pk]
    if not people:
        raise Refused(_("Nobody has it now who could be reminded."), code="nobody")
    now = database_now()
    last = history(requisition).filter(name=RequisitionReminded.__name__).order_by("-seq").first()
    if last and last.at > now - timedelta(hours=settings.REMINDER_HOURS):
        raise Refused(_("You have reminded already; wait a day."), code="too_often")
    names = ", ".join(p.name for p in people)
    record(RequisitionReminded([p.pk for p in people], names), subject=requisition, by=by)
    return people


def _escalate(step_id: int, by: Any) -> bool:
    step = ApprovalStep.objects.select_related("requisition").get(pk=step_id)
    requisition = lock_requisition(step.requisition)
    now = database_now()
    step = ApprovalStep.objects.select_related("approver", "escalated_to").get(pk=step_id)
    step.requisition = requisition
    if not _is_overdue(step, now):
        return False
    late = step.escalated_to or principal_of(step)
    head = _head_of(late, requisition) if late else None
    if head is None or late is None:
        return False
    step.escalated_at, step.escalated_to, step.due_at = now, head, deadline(now)
    step.save(update_fields=["escalated_at", "escalated_to", "due_at"])
    record(ApprovalEscalated(step.rule_name, late.name, head.name, head.pk), subject=requisition, by=by)
    return True


def _is_overdue(step: ApprovalStep, now: datetime) -> bool:
    waits = step.status == ApprovalStatus.WAITING and step.requisition.status == RequisitionStatus.SUBMITTED
    return waits and step.due_at is not None and step.due_at <= now


def _head_of(person: User, requisition: Requisition) -> User | None:
    """The nearest head above the person who may decide the request; not the requester, not the person himself."""
    department = person.department or requisition.department
    size = Department.steplen
    paths = [department.path[:end] for end in range(size, len(department.path) + 1, size)]
    rows = Department.objects.filter(path__in=paths).exclude(head=None).exclude(head=person)
    heads = [d.head for d in rows.select_related("head").order_by("-path")]
    return next((h for h in heads if may_be_asked(h, requisition)), None)
