"""Approving: step by step in order, those of one order side by side; the last one turns the request into a need."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from procurement.events import LineRejected, RequisitionRejected, RequisitionReturned
from procurement.models import Requisition, RequisitionLine
from procurement.services.approval_batch import Outcome, approve_locked, authorise
from procurement.services.budget import release_budget
from procurement.services.chain import (
    close_steps,
    lock_requisition,
    lock_requisitions,
    refuse_being_bought,
    skip_waiting_steps,
    waiting_steps,
)
from procurement.services.stock import release_reservations
from procurement.states import REQUISITION, ApprovalStatus
from srm.accounts.queries import principals_of
from srm.clock import database_now
from srm.errors import Invalid, Refused
from srm.events.services import record

TOGETHER = 50  # requests of one transaction


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
    now = database_now()
    if rejected:
        authorise(by, waiting_steps(requisition), principals_of(by, now))
        _reject_lines(requisition, rejected, by, now)
    (outcome,) = approve_locked([requisition], by=by, comment=comment, now=now)
    if outcome.refusal:
        raise outcome.refusal
    return outcome.requisition


def approve_requisitions(*, requisitions: Iterable[Requisition], by: Any, comment: str = "") -> list[Outcome]:
    """Approve many, each by itself (`approve_requisition`), in the order of their keys; tell what became of each.

    Some at a time in one transaction, which takes their rows and then their budgets in the order of keys, so that two
    who approve much at once wait for each other and never in a circle.
    """
    keys, found = sorted({r.pk for r in requisitions}), list[Outcome]()
    for start in range(0, len(keys), TOGETHER):
        with transaction.atomic():
            locked = lock_requisitions(keys[start : start + TOGETHER])
            found += approve_locked(locked, by=by, comment=comment, now=database_now())
    return found


@transaction.atomic
def return_requisition(*, requisition: Requisition, by: Any, comment: str) -> Requisition:
    """Give it back for rework, with a reason; stock becomes free. Records RequisitionReturned.

    Raises Refused when a line is already being bought: what an award made dearer is approved or rejected.
    """
    return _turn_down(requisition, "return", ApprovalStatus.RETURNED, RequisitionReturned, comment, by)


@transaction.atomic
def reject_requisition(*, requisition: Requisition, by: Any, comment: str) -> Requisition:
    """Refuse it for good, with a reason; stock and money become free. Records RequisitionRejected.

    Raises Refused when a line is ordered already: only the others can be left out then.
    """
    return _turn_down(requisition, "reject", ApprovalStatus.REJECTED, RequisitionRejected, comment, by)


def _turn_down(requisition: Requisition, verb: str, status: str, event: Any, comment: str, by: Any) -> Requisition:
    if not comment.strip():
        raise Invalid({"comment": _("Say why.")})
    requisition = lock_requisition(requisition)
    waiting = waiting_steps(requisition)
    now = database_now()
    step, _principal = authorise(by, waiting, principals_of(by, now))
    _refuse_too_late(requisition, verb)
    REQUISITION.perform(requisition, verb, status_reason=comment, decided_at=now)
    close_steps([step], status, by, now, comment)
    skip_waiting_steps(requisition)
    release_reservations(requisition=requisition, by=by)
    _release_money(requisition, requisition.lines.kept(), by)
    record(event(comment), subject=requisition, by=by)
    return requisition


def _refuse_too_late(requisition: Requisition, verb: str) -> None:
    if verb == "return":
        refuse_being_bought(requisition)
    elif requisition.lines.placed().exists():
        raise Refused(_("A line is ordered already: leave out the others line by line."), code="ordered")


def _release_money(requisition: Requisition, lines: Iterable[RequisitionLine], by: Any) -> None:
    """What was approved before and is turned down now holds its money no longer."""
    if requisition.approved_total is not None:
        for line in lines:
            key = f"reject:{requisition.number}/{line.position}/{requisition.version}"
            release_budget(line=line, source_key=key, by=by)


def _reject_lines(requisition: Requisition, rejected: Mapping[int, str], by: Any, now: datetime) -> None:
    """Leave lines out, each with its reason; the others go on with what is left of the sum."""
    lines = {line.position: line for line in requisition.lines.kept()}
    errors = {f"lines.{p - 1}.reason": _("Say why.") for p, reason in rejected.items() if not reason.strip()}
    errors |= {f"lines.{p - 1}": _("There is no such line.") for p in rejected if p not in lines}
    ordered = requisition.lines.placed().values_list("position", flat=True)
    errors |= {f"lines.{p - 1}": _("This line is ordered already.") for p in ordered if p in rejected}
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
    _release_money(requisition, [lines[p] for p in sorted(rejected)], by)
    requisition.total = sum((li.amount for p, li in lines.items() if p not in rejected), Decimal(0))
    requisition.base_total = (requisition.total * requisition.base_rate).quantize(Decimal("0.01"))
    requisition.save(update_fields=["total", "base_total"])
