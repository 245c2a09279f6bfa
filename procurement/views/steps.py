"""The approvals of a request in the words of its page."""

from dataclasses import dataclass
from typing import Any

from procurement.models import ApprovalStep, Requisition
from procurement.queries.approval import current_steps, names_of


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
    """Return the approvals of every round, in order; four queries."""
    rows = requisition.approval_steps.select_related("approver", "decided_by", "escalated_to", "added_by")
    steps = list(rows.prefetch_related("votes__by").order_by("round", "order", "pk"))
    now = set(current_steps().filter(requisition=requisition).values_list("pk", flat=True))
    people = names_of(steps)
    return [ShownStep(s, _who(s, people), s.pk in now, list(s.votes.all())) for s in steps]


def _who(step: ApprovalStep, people: dict[int, Any]) -> Any:
    if step.approver:
        return step.approver
    return step.get_role_display() if step.role else ", ".join(people[pk].name for pk in step.people if pk in people)
