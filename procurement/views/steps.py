"""The approvals of a request in the words of its page."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from procurement.models import ApprovalStep, Requisition
from procurement.queries.approval import names_of
from procurement.states import ApprovalStatus, RequisitionStatus


@dataclass(frozen=True)
class ShownStep:
    """One approval: who is asked (a person, or words), whether it waits now, and who has said yes so far."""

    step: ApprovalStep
    who: Any
    is_now: bool
    votes: list[Any]

    @property
    def voices(self) -> str:
        """How many of those needed have agreed; empty where one is enough."""
        return f"{len(self.votes)}/{self.step.quorum}" if self.step.quorum > 1 else ""


def shown_steps(requisition: Requisition) -> list[ShownStep]:
    """Return the approvals of every round, in order; three queries."""
    rows = requisition.approval_steps.select_related("approver", "decided_by", "escalated_to", "added_by")
    steps = list(rows.prefetch_related("votes__by").order_by("round", "order", "pk"))
    now = _whose_turn(requisition, steps)
    people = names_of(steps)
    return [ShownStep(s, _who(s, people), s.pk in now, list(s.votes.all())) for s in steps]


def _whose_turn(requisition: Requisition, steps: Sequence[ApprovalStep]) -> set[int]:
    """The first undecided steps, as `current_steps` finds them for many requests."""
    open_yet = [s for s in steps if s.status == ApprovalStatus.WAITING]
    if requisition.status != RequisitionStatus.SUBMITTED or not open_yet:
        return set()
    first = min((s.round, s.order) for s in open_yet)
    return {s.pk for s in open_yet if (s.round, s.order) == first}


def _who(step: ApprovalStep, people: dict[int, Any]) -> Any:
    if step.approver:
        return step.approver
    return step.get_role_display() if step.role else ", ".join(people[pk].name for pk in step.people if pk in people)
