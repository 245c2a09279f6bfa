"""Who hears of a request, and when it is done by itself."""

from typing import Any

from procurement.events import (
    LineProgressed,
    RequisitionApproved,
    RequisitionRejected,
    RequisitionReturned,
    RequisitionStepApproved,
    RequisitionSubmitted,
)
from procurement.models import ApprovalStep, Requisition
from procurement.queries.approval import current_steps
from procurement.services import complete_requisition
from procurement.states import LineStage, RequisitionStatus
from srm.accounts.queries import people_with_role, substitutes_of
from srm.authz import SYSTEM
from srm.clock import database_now
from srm.events.models import Event
from srm.events.registry import on
from srm.notifications.services import notify
from srm.notifications.values import as_date, as_money


@on(RequisitionSubmitted)
def ask_first_approver(event: RequisitionSubmitted, *, record: Event) -> None:
    """Whose turn it is, and who stands in for him, is asked."""
    _ask(_of(record), record)


@on(RequisitionStepApproved)
def ask_next_approver(event: RequisitionStepApproved, *, record: Event) -> None:
    """The next one in the chain is asked."""
    _ask(_of(record), record)


@on(RequisitionReturned)
def tell_returned(event: RequisitionReturned, *, record: Event) -> None:
    """The requester reads why."""
    _tell(record, "procurement.requisition_returned", comment=event.comment)


@on(RequisitionRejected)
def tell_rejected(event: RequisitionRejected, *, record: Event) -> None:
    """The requester reads why."""
    _tell(record, "procurement.requisition_rejected", comment=event.comment)


@on(RequisitionApproved)
def tell_approved(event: RequisitionApproved, *, record: Event) -> None:
    """The requester hears that it goes on."""
    _tell(record, "procurement.requisition_approved")


@on(LineProgressed)
def complete_when_received(event: LineProgressed, *, record: Event) -> None:
    """A request is done when its last line has come."""
    requisition = _of(record)
    waiting = requisition.lines.exclude(stage=LineStage.RECEIVED)
    if requisition.status == RequisitionStatus.APPROVED and not waiting.exists():
        complete_requisition(requisition=requisition, by=SYSTEM)


def _of(record: Event) -> Requisition:
    return Requisition.objects.select_related("requester", "department").get(pk=record.subject_id)


def _ask(requisition: Requisition, record: Event) -> None:
    step = current_steps().filter(requisition=requisition).select_related("approver").first()
    if step is None:
        return
    params = {
        "who": requisition.requester.name, "number": requisition.number, "title": requisition.title,
        "amount": as_money(requisition.total, requisition.currency), "needed": as_date(requisition.needed_on),
    }  # fmt: skip
    notify(
        recipients=_deciders(step, requisition), kind="procurement.approval_asked", subject=requisition, event=record,
        url=requisition.get_absolute_url(), params=params,
    )  # fmt: skip


def _deciders(step: ApprovalStep, requisition: Requisition) -> list[Any]:
    people = [step.approver] if step.approver else list(people_with_role(step.role))
    now = database_now()
    found = {p.pk: p for p in people} | {s.pk: s for p in people for s in substitutes_of(p, now)}
    found.pop(requisition.requester_id, None)
    return list(found.values())


def _tell(record: Event, kind: str, **params: Any) -> None:
    requisition = _of(record)
    notify(
        recipients=[requisition.requester], kind=kind, subject=requisition, event=record,
        url=requisition.get_absolute_url(),
        params={"number": requisition.number, "title": requisition.title, **params},
    )  # fmt: skip
