"""Who hears of a request, and when it is done by itself."""

from typing import Any

from procurement.events import (
    ApprovalEscalated,
    ApproverAdded,
    GatheringAdvanced,
    GatheringStarted,
    LineProgressed,
    LineRejected,
    RequisitionApproved,
    RequisitionMailed,
    RequisitionRejected,
    RequisitionReminded,
    RequisitionReturned,
    RequisitionRevised,
    RequisitionStepApproved,
    RequisitionSubmitted,
    WatcherAdded,
)
from procurement.models import Bundle, Gathering, Requisition
from procurement.queries.approval import current_steps
from procurement.queries.holder import deciders_of
from procurement.services import complete_requisition, continue_gathering
from procurement.states import BundleStatus, LineStage, RequisitionStatus
from srm.accounts.models import User
from srm.accounts.queries import substitutes_of
from srm.authz import SYSTEM
from srm.clock import database_now
from srm.events.models import Event
from srm.events.registry import on
from srm.events.services import history
from srm.notifications.services import notify
from srm.notifications.values import as_date, as_money


@on(RequisitionSubmitted)
def ask_first_approver(event: RequisitionSubmitted, *, record: Event) -> None:
    """Whose turn it is, and who stands in for him, is asked."""
    _ask(_of(record), record)


@on(RequisitionStepApproved)
def ask_next_approver(event: RequisitionStepApproved, *, record: Event) -> None:
    """The next ones in the chain are asked."""
    _ask(_of(record), record)


@on(ApproverAdded)
def ask_added_approver(event: ApproverAdded, *, record: Event) -> None:
    """Who was added by an approver is asked, as soon as it is his turn."""
    _ask(_of(record), record)


@on(RequisitionRevised)
def ask_again(event: RequisitionRevised, *, record: Event) -> None:
    """What grew too much is asked for anew."""
    _ask(_of(record), record)


@on(ApprovalEscalated)
def tell_escalated(event: ApprovalEscalated, *, record: Event) -> None:
    """The head hears what his person did not decide in time."""
    people = list(User.objects.filter(pk=event.to_id))
    _tell_them(people, record, "procurement.approval_escalated", who=event.from_whom)


@on(RequisitionReminded)
def remind(event: RequisitionReminded, *, record: Event) -> None:
    """Who has it, and who stands in for them, are reminded."""
    people = list(User.objects.filter(pk__in=event.people))
    requisition = _of(record)
    _tell_them(
        _with_substitutes(people, requisition), record, "procurement.requisition_reminded",
        who=requisition.requester.name,
    )  # fmt: skip


@on(WatcherAdded)
def tell_watcher(event: WatcherAdded, *, record: Event) -> None:
    """A watcher hears that he may look."""
    people = [w.person for w in _of(record).watchers.select_related("person") if w.person.name == event.name]
    _tell_them(people, record, "procurement.requisition_watched")


@on(LineRejected)
def tell_line_rejected(event: LineRejected, *, record: Event) -> None:
    """The requester reads which line was left out, and why."""
    _tell(record, "procurement.line_rejected", line=event.description, comment=event.reason)


@on(RequisitionReturned)
def tell_returned(event: RequisitionReturned, *, record: Event) -> None:
    """The requester reads why."""
    _tell(record, "procurement.requisition_returned", comment=event.comment)


@on(RequisitionRejected)
def tell_rejected(event: RequisitionRejected, *, record: Event) -> None:
    """The requester reads why, and so do the buyers who have a line in hand already."""
    _tell(record, "procurement.requisition_rejected", comment=event.comment)
    bundles = Bundle.objects.filter(lines__requisition=record.subject_id).exclude(status=BundleStatus.CANCELLED)
    buyers = list(User.objects.filter(bundles__in=bundles).distinct())
    _tell_them(buyers, record, "procurement.requisition_rejected", comment=event.comment)


@on(RequisitionApproved)
def tell_approved(event: RequisitionApproved, *, record: Event) -> None:
    """The requester hears that it goes on."""
    _tell(record, "procurement.requisition_approved")


@on(RequisitionMailed)
def tell_drafted(event: RequisitionMailed, *, record: Event) -> None:
    """Who wrote a letter finds its draft."""
    _tell_them([_of(record).requester], record, "procurement.mail_drafted")


@on(GatheringStarted)
def begin_gathering(event: GatheringStarted, *, record: Event) -> None:
    """A worker gathers what is too much for a page."""
    continue_gathering(gathering=Gathering.objects.get(public_id=event.gathering), by=record.by or SYSTEM)


@on(GatheringAdvanced)
def go_on_gathering(event: GatheringAdvanced, *, record: Event) -> None:
    """The next part, in a transaction of its own."""
    continue_gathering(gathering=Gathering.objects.get(public_id=event.gathering), by=record.by or SYSTEM)


@on(LineProgressed)
def complete_when_received(event: LineProgressed, *, record: Event) -> None:
    """A request is done when its last line has come."""
    requisition = _of(record)
    waiting = requisition.lines.kept().exclude(stage=LineStage.RECEIVED)
    if requisition.status == RequisitionStatus.APPROVED and not waiting.exists():
        complete_requisition(requisition=requisition, by=SYSTEM)


def _of(record: Event) -> Requisition:
    return Requisition.objects.select_related("requester", "department").get(pk=record.subject_id)


ASKING = tuple(e.__name__ for e in (RequisitionSubmitted, RequisitionStepApproved, ApproverAdded, RequisitionRevised))


def _ask(requisition: Requisition, record: Event) -> None:
    """Ask those whose turn began with this event; who is asked with an earlier or a later one is not asked twice."""
    before = history(requisition).filter(name__in=ASKING, seq__lt=record.seq).order_by("-seq").first()
    steps = current_steps().filter(requisition=requisition, asked_at__lte=record.at)
    steps = steps.select_related("approver", "escalated_to")
    if before:
        steps = steps.filter(asked_at__gt=before.at)
    params = {
        "who": requisition.requester.name, "number": requisition.number, "title": requisition.title,
        "amount": as_money(requisition.total, requisition.currency), "needed": as_date(requisition.needed_on),
    }  # fmt: skip
    people = [person for step in steps for person in deciders_of(step)]
    notify(
        recipients=_with_substitutes(people, requisition), kind="procurement.approval_asked", subject=requisition,
        event=record, url=requisition.get_absolute_url(), params=params,
    )  # fmt: skip


def _with_substitutes(people: list[User], requisition: Requisition) -> list[User]:
    now = database_now()
    found = {p.pk: p for p in people} | {s.pk: s for p in people for s in substitutes_of(p, now)}
    found.pop(requisition.requester_id, None)
    return list(found.values())


def _tell(record: Event, kind: str, **params: Any) -> None:
    """The requester hears, and who watches."""
    requisition = _of(record)
    watchers = [w.person for w in requisition.watchers.select_related("person")]
    _tell_them([requisition.requester, *watchers], record, kind, **params)


def _tell_them(people: list[User], record: Event, kind: str, **params: Any) -> None:
    requisition = _of(record)
    notify(
        recipients=people, kind=kind, subject=requisition, event=record, url=requisition.get_absolute_url(),
        params={"number": requisition.number, "title": requisition.title, **params},
    )  # fmt: skip
