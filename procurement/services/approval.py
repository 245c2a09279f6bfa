"""Approving: step by step in order, those of one order side by side; the last one turns the request into a need."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import Prefetch, prefetch_related_objects
from django.utils.translation import gettext as _

from procurement.events import (
    LineRejected,
    RequisitionApproved,
    RequisitionRejected,
    RequisitionReturned,
    RequisitionStepApproved,
)
from procurement.models import ApprovalStep, ApprovalVote, Budget, Requisition, RequisitionLine
from procurement.policies.requisition import decides_step
from procurement.services.budget import pre_commit
from procurement.services.chain import (
    begin_turn,
    lock_requisition,
    lock_requisitions,
    skip_waiting_steps,
    steps_left,
    waiting_and_later,
    waiting_steps,
)
from procurement.services.progress import report_approved
from procurement.services.route import route_lines
from procurement.services.stock import confirm_reservations, release_reservations
from procurement.states import REQUISITION, ApprovalStatus
from srm.accounts.queries import principals_of
from srm.authz import require
from srm.clock import database_now
from srm.errors import Invalid, SRMError
from srm.events.services import record, recorded_together
from srm.reading import asked_once, one_reading

TOGETHER = 50  # requests of one transaction


@dataclass(frozen=True)
class Outcome:
    """What became of one of several requests: decided, or refused and why (then nothing of it changed)."""

    requisition: Requisition
    refusal: SRMError | None = None


@transaction.atomic
def approve_requisition(
    *, requisition: Requisition, by: Any, comment: str = "", rejected: Mapping[int, str] | None = None
) -> Requisition:
    """Approve the step that waits; `rejected` leaves lines out, position → reason. Records RequisitionStepApproved.

    With a quorum it is one voice. The last step also books the budget, confirms stock, routes the lines and records
    RequisitionApproved. Raises NotPermitted (own request, beyond the limit, not his step), Refused (budget exceeded
    meanwhile), Invalid (a line without a reason, or none left).
    """
    requisition = lock_requisition(requisition)
    return _approve(requisition, by, comment, rejected or {}, database_now())


def _approve(
    requisition: Requisition, by: Any, comment: str, rejected: Mapping[int, str], now: datetime
) -> Requisition:  # fmt: skip
    waiting, later = waiting_and_later(requisition)
    step, principal = _authorise(by, waiting, now)
    if rejected:
        _reject_lines(requisition, rejected, by, now)
    given = _give(step, by, principal, now, comment)
    for_whom = principal.name if principal else ""
    record(RequisitionStepApproved(step.rule_name, comment, for_whom), subject=requisition, by=by)
    if given and len(waiting) == 1:
        _go_on(requisition, later, by, now)
    return requisition


def approve_requisitions(*, requisitions: Iterable[Requisition], by: Any, comment: str = "") -> list[Outcome]:
    """Approve many, each by itself (`approve_requisition`), in the order of their keys; tell what became of each.

    Some at a time in one transaction, which takes their rows and their budgets first, in the order of keys, so that two
    who approve much at once wait for each other and never in a circle.
    """
    rows, found = sorted(requisitions, key=lambda r: r.pk), list[Outcome]()
    for start in range(0, len(rows), TOGETHER):
        part = rows[start : start + TOGETHER]
        with transaction.atomic(), one_reading(), recorded_together() as events:
            locked, now = _lock_all(part), database_now()
            found += [_outcome(requisition, by, comment, now, events) for requisition in locked]
    return found


def _lock_all(requisitions: Sequence[Requisition]) -> list[Requisition]:
    rows = lock_requisitions([r.pk for r in requisitions])
    centres = {row.cost_centre_id for row in rows}
    list(Budget.objects.select_for_update(of=("self",)).filter(cost_centre__in=centres).order_by("pk"))
    prefetch_related_objects(
        rows,
        Prefetch("lines", RequisitionLine.objects.kept().select_related("item", "category"), to_attr="kept_lines"),
        Prefetch("approval_steps", steps_left(), to_attr="steps_left"),
    )
    return rows


def _outcome(requisition: Requisition, by: Any, comment: str, now: datetime, events: list[Any]) -> Outcome:
    """Approve one of many whose rows are locked; a refusal takes back all of it, its events too."""
    before = len(events)
    try:
        with transaction.atomic():
            return Outcome(_approve(requisition, by, comment, {}, now))
    except SRMError as refusal:
        del events[before:]
        requisition.refresh_from_db(fields=["status", "decided_at", "approved_total"])
        return Outcome(requisition, refusal)


@transaction.atomic
def return_requisition(*, requisition: Requisition, by: Any, comment: str) -> Requisition:
    """Give it back for rework, with a reason; stock becomes free. Records RequisitionReturned."""
    return _turn_down(requisition, "return", ApprovalStatus.RETURNED, RequisitionReturned, comment, by)


@transaction.atomic
def reject_requisition(*, requisition: Requisition, by: Any, comment: str) -> Requisition:
    """Refuse it for good, with a reason; stock becomes free. Records RequisitionRejected."""
    return _turn_down(requisition, "reject", ApprovalStatus.REJECTED, RequisitionRejected, comment, by)


def _turn_down(requisition: Requisition, verb: str, status: str, event: Any, comment: str, by: Any) -> Requisition:
    if not comment.strip():
        raise Invalid({"comment": _("Say why.")})
    requisition = lock_requisition(requisition)
    waiting = waiting_steps(requisition)
    now = database_now()
    step, _principal = _authorise(by, waiting, now)
    REQUISITION.perform(requisition, verb, status_reason=comment, decided_at=now)
    _close(step, status, by, now, comment)
    skip_waiting_steps(requisition)
    release_reservations(requisition=requisition, by=by)
    record(event(comment), subject=requisition, by=by)
    return requisition


def _authorise(by: Any, waiting: Sequence[ApprovalStep], now: datetime) -> tuple[ApprovalStep, Any | None]:
    """The step that is his, and for whom he stands in: his own one comes first."""
    principals = _principals(by, now)
    answers = [(step, *decides_step(by, step, principals)) for step in waiting]
    mine = sorted((a for a in answers if a[1]), key=lambda a: a[2] is not None)
    require(bool(mine), _("This approval is not yours, is your own request, or is beyond the limit."))
    return mine[0][0], mine[0][2]


@asked_once
def _principals(by: Any, now: datetime) -> list[Any]:
    """For whom he stands in; asked once for a batch, which is decided at one moment."""
    return list(principals_of(by, now))


def _give(step: ApprovalStep, by: Any, principal: Any | None, now: datetime, comment: str) -> bool:
    """Write the approval, or one voice of it; True when the step is approved now."""
    if step.quorum > 1:
        ApprovalVote.objects.create(step=step, by=by, for_whom=principal or by, at=now, comment=comment)
        if step.votes.count() < step.quorum:
            return False
    _close(step, ApprovalStatus.APPROVED, by, now, comment)
    return True


def _close(step: ApprovalStep, status: str, by: Any, now: datetime, comment: str) -> None:
    step.status, step.decided_by, step.decided_at, step.comment = status, by, now, comment
    step.save(update_fields=["status", "decided_by", "decided_at", "comment"])


def _reject_lines(requisition: Requisition, rejected: Mapping[int, str], by: Any, now: datetime) -> None:
    """Leave lines out, each with its reason; the others go on with what is left of the sum."""
    lines = {line.position: line for line in requisition.lines.kept()}
    errors = {f"lines.{p - 1}.reason": _("Say why.") for p, reason in rejected.items() if not reason.strip()}
    errors |= {f"lines.{p - 1}": _("There is no such line.") for p in rejected if p not in lines}
    if not set(lines) - set(rejected):
        errors["lines"] = _("Every line would be rejected: reject the whole request.")
    if errors:
        raise Invalid(errors)
    for position, reason in sorted(rejected.items()):
        line = lines[position]
        line.rejected_at, line.rejected_by, line.rejected_reason = now, by, reason.strip()
        line.save(update_fields=["rejected_at", "rejected_by", "rejected_reason"])
        record(LineRejected(position, line.description, reason.strip()), subject=requisition, by=by)
    release_reservations(requisition=requisition, by=by, lines=[lines[p] for p in rejected])
    requisition.total = sum((li.amount for p, li in lines.items() if p not in rejected), Decimal(0))
    requisition.base_total = (requisition.total * requisition.base_rate).quantize(Decimal("0.01"))
    requisition.save(update_fields=["total", "base_total"])


def _go_on(requisition: Requisition, later: Sequence[ApprovalStep], by: Any, now: datetime) -> None:
    """The next in order are asked; after the last the request is a need."""
    if later:
        begin_turn([s for s in later if s.order == later[0].order], now)
    else:
        _complete_approval(requisition, by, now)


def _complete_approval(requisition: Requisition, by: Any, now: datetime) -> None:
    again = "" if requisition.approved_total is None else f"/{requisition.version}"
    REQUISITION.perform(requisition, "approve", decided_at=now, approved_total=requisition.base_total)
    lines = getattr(requisition, "kept_lines", None)
    if lines is None:
        lines = list(requisition.lines.kept().select_related("item", "category"))
    if any(line.from_stock for line in lines):
        confirm_reservations(requisition=requisition)
    routes = route_lines(requisition=requisition, lines=lines, by=by)
    pre_commit(requisition=requisition, lines=lines, by=by, again=again)
    report_approved(requisition=requisition, lines=lines, now=now, by=by)
    record(RequisitionApproved(requisition.total, requisition.currency, routes), subject=requisition, by=by)
