"""Approving several requests that are locked: each is decided by itself, and what passed is written together.

Everything that may refuse one is asked before anything is written: so a refusal leaves nothing of that one, and the
writing takes a few queries for any number.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar

from django.db.models import F, Prefetch, prefetch_related_objects
from django.utils.translation import gettext as _

from procurement.events import RequisitionApproved, RequisitionStepApproved
from procurement.models import ApprovalStep, ApprovalVote, Requisition, RequisitionLine
from procurement.policies.requisition import decides_step
from procurement.services.budget import PreCommitment
from procurement.services.chain import begin_turn, close_steps, steps_left, waiting_and_later
from procurement.services.progress import report_approved
from procurement.services.route import route_lines
from procurement.services.stock import confirm_reservations
from procurement.states import REQUISITION, ApprovalStatus
from srm.accounts.queries import principals_of
from srm.authz import require
from srm.errors import SRMError
from srm.events.services import record, recorded_together
from srm.reading import one_reading

T = TypeVar("T", Requisition, "_Approval")
R = TypeVar("R")


@dataclass(frozen=True)
class Outcome:
    """What became of one of several requests: decided, or refused and why (then nothing of it changed)."""

    requisition: Requisition
    refusal: SRMError | None = None


@dataclass(frozen=True)
class _Approval:
    """What one approval does: the step it is given to and for whom, who is asked next, whether it was the last one."""

    requisition: Requisition
    step: ApprovalStep
    principal: Any | None
    is_given: bool  # False: one voice of a quorum that is not full yet
    next_steps: Sequence[ApprovalStep]
    is_last: bool

    @property
    def lines(self) -> list[RequisitionLine]:
        return self.requisition.kept_lines  # type: ignore[attr-defined]


def approve_locked(requisitions: Sequence[Requisition], *, by: Any, comment: str, now: datetime) -> list[Outcome]:
    """Approve the step that waits of each of some locked requests, in their order; tell what became of each.

    Takes the budgets of those that are approved with it, in the order of their keys.
    """
    _fetch(requisitions)
    principals, refusals = list(principals_of(by, now)), dict[int, SRMError]()
    with recorded_together():
        with one_reading():
            given = _each(requisitions, lambda r: _decide(r, by, principals), refusals)
            last = [approval for approval in given if approval.is_last]
            money = PreCommitment([line for approval in last for line in approval.lines])
            _each(last, lambda a: _let_in(a, money, by), refusals)
        passed = [approval for approval in given if approval.requisition.pk not in refusals]
        _write_steps(passed, by, comment, now)
        _complete([approval for approval in passed if approval.is_last], money, by, now)
    return [Outcome(requisition, refusals.get(requisition.pk)) for requisition in requisitions]


def authorise(
    by: Any, waiting: Sequence[ApprovalStep], principals: Iterable[Any]
) -> tuple[ApprovalStep, Any | None]:  # fmt: skip
    """Return the step that is his, and for whom he stands in: his own one comes first. Raises NotPermitted."""
    people = list(principals)
    answers = [(step, *decides_step(by, step, people)) for step in waiting]
    mine = sorted((a for a in answers if a[1]), key=lambda a: a[2] is not None)
    require(bool(mine), _("This approval is not yours, is your own request, or is beyond the limit."))
    return mine[0][0], mine[0][2]


def _fetch(requisitions: Sequence[Requisition]) -> None:
    """Read, after the lock, the lines and the steps that are left."""
    prefetch_related_objects(
        requisitions,
        Prefetch("lines", RequisitionLine.objects.kept().select_related("item", "category"), to_attr="kept_lines"),
        Prefetch("approval_steps", steps_left().prefetch_related("votes"), to_attr="steps_left"),
    )


def _each(rows: Iterable[T], verb: Callable[[T], R], refusals: dict[int, SRMError]) -> list[R]:
    """Do it with each that is not refused; who is refused now is kept by the key of the request."""
    done = []
    for row in rows:
        try:
            done.append(verb(row))
        except SRMError as refusal:
            refusals[(row if isinstance(row, Requisition) else row.requisition).pk] = refusal
    return done


def _decide(requisition: Requisition, by: Any, principals: Sequence[Any]) -> _Approval:
    waiting, later = waiting_and_later(requisition)
    step, principal = authorise(by, waiting, principals)
    is_given = step.quorum == 1 or len(step.votes.all()) + 1 >= step.quorum
    is_over = is_given and len(waiting) == 1
    next_steps = [s for s in later if s.order == later[0].order] if is_over else []
    return _Approval(requisition, step, principal, is_given, next_steps, is_over and not later)


def _let_in(approval: _Approval, money: PreCommitment, by: Any) -> None:
    requisition = approval.requisition
    again = "" if requisition.approved_total is None else f"/{requisition.version}"
    money.let_in(requisition, approval.lines, by=by, again=again)


def _write_steps(approvals: Sequence[_Approval], by: Any, comment: str, now: datetime) -> None:
    """The next in order are asked where nobody else is waited for."""
    ApprovalVote.objects.bulk_create(
        ApprovalVote(step=a.step, by=by, for_whom=a.principal or by, at=now, comment=comment)
        for a in approvals
        if a.step.quorum > 1
    )
    close_steps([a.step for a in approvals if a.is_given], ApprovalStatus.APPROVED, by, now, comment)
    begin_turn([step for a in approvals for step in a.next_steps], now)
    for a in approvals:
        for_whom = a.principal.name if a.principal else ""
        record(RequisitionStepApproved(a.step.rule_name, comment, for_whom), subject=a.requisition, by=by)


def _complete(approvals: Sequence[_Approval], money: PreCommitment, by: Any, now: datetime) -> None:
    """After the last step the requests are needs."""
    if not approvals:
        return
    requisitions, lines = [a.requisition for a in approvals], [line for a in approvals for line in a.lines]
    REQUISITION.perform_all(requisitions, "approve", decided_at=now)
    _keep_approved_totals(requisitions)
    confirm_reservations(lines=[line for line in lines if line.from_stock])
    route_lines(lines=[line for line in lines if not line.route], by=by)  # approved again: they have one
    money.book(now)
    report_approved(lines=lines, now=now, by=by)
    for a in approvals:
        routes = {str(line.position): line.route for line in a.lines}
        record(RequisitionApproved(a.requisition.total, a.requisition.currency, routes), subject=a.requisition, by=by)


def _keep_approved_totals(requisitions: Sequence[Requisition]) -> None:
    Requisition.objects.filter(pk__in=[r.pk for r in requisitions]).update(approved_total=F("base_total"))
    for requisition in requisitions:
        requisition.approved_total = requisition.base_total
