"""Who has a request now, as people who can be told something."""

from procurement.models import ApprovalStep, Requisition
from procurement.queries.approval import current_steps, names_of
from procurement.states import LineStage, RequisitionStatus
from srm.accounts.models import User
from srm.accounts.queries import people_with_role

BEFORE_ARRIVAL = (LineStage.ASKED, LineStage.APPROVED, LineStage.BUNDLED, LineStage.IN_TENDER, LineStage.CONTRACTED,
                  LineStage.ORDERED)  # fmt: skip


def holders_of(requisition: Requisition) -> list[User]:
    """Return those who can move it on: the approvers whose turn it is, else the buyers of its lines' bundles."""
    if requisition.status == RequisitionStatus.SUBMITTED:
        steps = list(current_steps().filter(requisition=requisition).select_related("approver", "escalated_to"))
        found = [person for step in steps for person in deciders_of(step)]
        return [p for p in {p.pk: p for p in found}.values() if p.pk != requisition.requester_id]
    if requisition.status != RequisitionStatus.APPROVED:
        return []
    lines = requisition.lines.kept().filter(stage__in=BEFORE_ARRIVAL)
    rows = list(lines.select_related("bundle__buyer", "category__owner"))
    owners = [(li.bundle.buyer if li.bundle else None) or li.category.owner for li in rows]
    return list({p.pk: p for p in owners if p and p.is_active}.values())


def deciders_of(step: ApprovalStep) -> list[User]:
    """Return whom a step asks, without their substitutes."""
    people = [p for p in (step.approver, step.escalated_to) if p]
    people += names_of([step]).values()
    if step.role and not step.approver_id:
        people += people_with_role(step.role)
    return [p for p in people if p.is_active]


def principal_of(step: ApprovalStep) -> User | None:
    """Return the one whose head hears when the step is overdue: the approver, or the first of those asked."""
    if step.approver:
        return step.approver
    people = sorted(names_of([step]).values(), key=lambda p: p.pk)
    return people[0] if people else people_with_role(step.role).order_by("pk").first() if step.role else None
