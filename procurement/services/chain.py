"""The chain of approvals: frozen at submission, lengthened by its approvers, passed on when overdue."""

from collections.abc import Iterable, Sequence
from datetime import datetime, time
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import F, Max, QuerySet
from django.utils.translation import gettext as _

from procurement.events import ApproverAdded, WatcherAdded
from procurement.models import ApprovalStep, Requisition, RequisitionLine, RequisitionWatcher
from procurement.policies.requisition import decider_for, may_be_asked, may_watch_requisition
from procurement.queries.approval import asked_of
from procurement.queries.rulebook import Rulebook, short_of_people
from procurement.rules.approval import Step
from procurement.states import REQUISITION, ApprovalStatus
from srm.accounts.models import User
from srm.accounts.states import Kind
from srm.authz import require
from srm.clock import database_now, organisation_zone
from srm.errors import Invalid, Refused
from srm.events.services import record
from srm.reference.services import add_workdays


def open_chain(*, requisition: Requisition, lines: Sequence[RequisitionLine] | None = None) -> list[ApprovalStep]:
    """Freeze the chain of a requisition being submitted, as a new round. Raises Refused when nobody may approve."""
    lines = list(requisition.lines.kept().select_related("category")) if lines is None else lines
    asked = asked_of(requisition, requisition.base_total, lines)
    steps = Rulebook().chain(asked)
    if not steps:
        raise Refused(_("Nobody is set who could approve this: ask the administrator."), code="no_approver")
    if lacking := short_of_people(steps, asked):
        message = _("Too few people could approve “%(rule)s”: ask the administrator.") % {"rule": lacking[0].rule}
        raise Refused(message, code="no_approver")
    last = requisition.approval_steps.aggregate(last=Max("round"))["last"] or 0
    made = ApprovalStep.objects.bulk_create(_step(requisition, s, last + 1) for s in steps)
    begin_turn([s for s in made if s.order == 1], database_now())
    return made


@transaction.atomic
def add_approver(
    *, requisition: Requisition, person: User, by: Any, after: bool = False, reason: str = ""
) -> ApprovalStep:  # fmt: skip
    """Ask one more person, now together with the asker or right after him. Records ApproverAdded.

    Only who may decide now adds one. Raises Invalid for the requester, who is asked already, has left, or whose
    limit does not cover the amount.
    """
    requisition = lock_requisition(requisition)
    now = database_now()
    waiting = waiting_steps(requisition)
    require(any(decider_for(by, s, now)[0] for s in waiting), _("Only who may approve now asks somebody else as well."))
    _check_person(requisition, person)
    round_, order = waiting[0].round, waiting[0].order
    if after:
        later = requisition.approval_steps.filter(round=round_, order__gt=order)
        later.update(order=F("order") + 1)
    step = ApprovalStep.objects.create(
        requisition=requisition, round=round_, order=order + after, rule_name=reason or _("Asked by an approver"),
        approver=person, added_by=by,
    )  # fmt: skip
    if not after:
        begin_turn([step], now)
    record(ApproverAdded(person.name, reason, after), subject=requisition, by=by)
    return step


@transaction.atomic
def add_watcher(*, requisition: Requisition, person: User, by: Any) -> RequisitionWatcher:
    """Let a colleague see a request and hear how it ends; a repeat changes nothing. Records WatcherAdded."""
    requisition = lock_requisition(requisition)
    require(may_watch_requisition(by, requisition))
    if person.kind != Kind.STAFF or not person.is_active:
        raise Invalid({"person": _("Choose an active colleague.")})
    watcher, made = RequisitionWatcher.objects.get_or_create(
        requisition=requisition, person=person, defaults={"added_by": by}
    )
    if made:
        record(WatcherAdded(person.name), subject=requisition, by=by)
    return watcher


def lock_requisition(requisition: Requisition) -> Requisition:
    """Take the row that is the lock of a request and its approvals."""
    (locked,) = lock_requisitions([requisition.pk])
    return locked


def lock_requisitions(ids: Iterable[int]) -> list[Requisition]:
    """Take the rows of several, in the order of their keys."""
    rows = Requisition.objects.select_for_update(of=("self",)).filter(pk__in=list(ids)).order_by("pk")
    return list(rows.select_related("department", "cost_centre__legal_entity", "requester"))


def waiting_steps(requisition: Requisition) -> list[ApprovalStep]:
    """Return the steps whose turn it is. Raises Refused when the request is not waiting for approval."""
    return waiting_and_later(requisition)[0]


def waiting_and_later(requisition: Requisition) -> tuple[list[ApprovalStep], list[ApprovalStep]]:
    """Return the steps whose turn it is, and those that come after them. Raises as `waiting_steps`."""
    rows = getattr(requisition, "steps_left", None)
    if rows is None:
        rows = list(steps_left().filter(requisition=requisition))
    if not REQUISITION.allows(requisition, "approve") or not rows:
        raise Refused(_("This requisition is not waiting for approval."), code="wrong_state")
    first = (rows[0].round, rows[0].order)
    for step in rows:
        step.requisition = requisition
    return [s for s in rows if (s.round, s.order) == first], [s for s in rows if (s.round, s.order) != first]


def steps_left() -> QuerySet[ApprovalStep]:
    """Return the steps that are not decided, in their order."""
    return ApprovalStep.objects.filter(status=ApprovalStatus.WAITING).order_by("round", "order", "pk")


def begin_turn(steps: Iterable[ApprovalStep], now: datetime) -> None:
    """It is these steps' turn: from now on they are asked, and due after some working days."""
    rows = list(steps)
    if not rows:
        return
    due_at = deadline(now)
    for step in rows:
        step.asked_at, step.due_at = now, due_at
    ApprovalStep.objects.filter(pk__in=[s.pk for s in rows]).update(asked_at=now, due_at=due_at)


def deadline(now: datetime) -> datetime:
    """Return until when an approval asked for now is to be given: the same hour, some working days on."""
    local = now.astimezone(organisation_zone())
    day = add_workdays(local.date(), settings.APPROVAL_DAYS)
    return datetime.combine(day, time(local.hour, local.minute), tzinfo=organisation_zone())


def close_steps(steps: Iterable[ApprovalStep], status: str, by: Any, now: datetime, comment: str) -> None:
    """Write how steps were decided, all alike."""
    keys = [step.pk for step in steps]
    ApprovalStep.objects.filter(pk__in=keys).update(status=status, decided_by=by, decided_at=now, comment=comment)


def refuse_being_bought(requisition: Requisition) -> None:
    """Raise Refused when a buyer has any of its lines in hand."""
    if requisition.lines.being_bought().exists():
        raise Refused(_("A line is already being bought; ask its buyer."), code="being_bought")


def skip_waiting_steps(requisition: Requisition) -> None:
    """Close the steps that are no longer asked for."""
    requisition.approval_steps.filter(status=ApprovalStatus.WAITING).update(status=ApprovalStatus.SKIPPED)


def _step(requisition: Requisition, step: Step, round_: int) -> ApprovalStep:
    return ApprovalStep(
        requisition=requisition, round=round_, order=step.order, rule_name=step.rule, approver_id=step.approver,
        role="" if step.approver else step.role, people=list(step.people), quorum=step.quorum,
    )  # fmt: skip


def _check_person(requisition: Requisition, person: User) -> None:
    if not may_be_asked(person, requisition):
        raise Invalid({"person": _("Choose an active colleague whose limit covers it, not the requester.")})
    if requisition.approval_steps.filter(status=ApprovalStatus.WAITING, approver=person).exists():
        raise Invalid({"person": _("This person is asked already.")})
