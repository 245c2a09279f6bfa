"""Who approves what: the chain a request will take, and what waits for a person now."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.db.models import Exists, OuterRef, Q, QuerySet, prefetch_related_objects
from django.utils import timezone

from procurement.models import ApprovalStep, Requisition, RequisitionLine
from procurement.policies.requisition import decides_step
from procurement.queries.budget import budget_for, standing_of
from procurement.queries.rulebook import Asked
from procurement.states import ApprovalStatus, PolicyFlag, RequisitionStatus
from srm.accounts.models import User
from srm.accounts.queries import principals_of, substitutes_of
from srm.clock import organisation_today
from srm.reading import asked_once
from srm.reference.services import convert


@dataclass(frozen=True)
class Waiting:
    """A step that a person may decide now; `principal` is whom he stands in for (None: himself)."""

    step: ApprovalStep
    requisition: Requisition
    principal: Any | None


def asked_of(
    requisition: Requisition, base_total: Decimal, lines: Sequence[RequisitionLine], *, over_budget: bool | None = None
) -> Asked:
    """Return a request (maybe an unsaved draft) as the rules look at it; `over_budget` where it is known already."""
    centre = requisition.cost_centre if requisition.cost_centre_id else None
    return Asked(
        requester_id=requisition.requester_id, department=requisition.department, base_total=base_total, lines=lines,
        cost_centre=centre, project=requisition.project, flags=flags_of(requisition, lines, over_budget=over_budget),
        barred=frozenset(s.pk for s in substitutes_of(requisition.requester, timezone.now())),
    )  # fmt: skip


def flags_of(
    requisition: Requisition, lines: Sequence[RequisitionLine], *, over_budget: bool | None = None
) -> frozenset[str]:
    """Return what the request is besides expensive."""
    over = _is_over_budget(requisition, lines) if over_budget is None else over_budget
    found = {
        PolicyFlag.URGENT: requisition.is_urgent,
        PolicyFlag.SINGLE_SOURCE: requisition.is_single_source,
        PolicyFlag.OVER_BUDGET: over,
    }
    return frozenset(str(flag.value) for flag, holds in found.items() if holds)


def _is_over_budget(requisition: Requisition, lines: Sequence[RequisitionLine]) -> bool:
    if not requisition.cost_centre_id:
        return False
    wanted: dict[Any, Decimal] = {}
    for line in lines:
        if line.needed_on and (budget := budget_for(requisition.cost_centre, line.needed_on)):
            value = convert(line.amount, requisition.currency, budget.currency, organisation_today())[0]
            wanted[budget] = wanted.get(budget, Decimal(0)) + value
    return any(value > standing_of(budget).left for budget, value in wanted.items())


def current_steps() -> QuerySet[ApprovalStep]:
    """Return the steps whose turn it is: of each waiting requisition the first undecided ones (several: at once)."""
    earlier = ApprovalStep.objects.filter(
        Q(round__lt=OuterRef("round")) | Q(round=OuterRef("round"), order__lt=OuterRef("order")),
        requisition=OuterRef("requisition"), status=ApprovalStatus.WAITING,
    )  # fmt: skip
    waiting = ApprovalStep.objects.filter(
        status=ApprovalStatus.WAITING, requisition__status=RequisitionStatus.SUBMITTED
    )
    return waiting.filter(~Exists(earlier)).order_by("requisition", "order", "pk")


@asked_once
def waiting_for(user: Any) -> list[Waiting]:
    """Return what the user may decide now, his own and as a substitute, the oldest first, each request once.

    Three queries. What is shown goes by this machine's clock; the service that decides asks the database's.
    """
    if getattr(user, "is_portal", True):
        return []
    principals = principals_of(user, timezone.now())
    deciders = [user, *principals]
    pks = [p.pk for p in deciders]
    named = Q(approver__in=pks) | Q(escalated_to__in=pks) | Q(people__overlap=pks)
    by_role = Q(approver=None, role__in={role for p in deciders for role in p.roles})
    rows = current_steps().filter(named | by_role).exclude(requisition__requester__in=pks)
    rows = rows.select_related("requisition__requester", "requisition__department", "requisition__cost_centre")
    steps = list(rows.order_by("requisition__submitted_at", "order"))
    prefetch_related_objects([step for step in steps if step.quorum > 1], "votes")
    found = [Waiting(step, step.requisition, None) for step in steps]
    mine = [w for w in (_as_decided_by(user, principals, w) for w in found) if w]
    return list({w.requisition.pk: w for w in reversed(mine)}.values())[::-1]


def _as_decided_by(user: Any, principals: Sequence[Any], waiting: Waiting) -> Waiting | None:
    allowed, principal = decides_step(user, waiting.step, principals)
    return Waiting(waiting.step, waiting.requisition, principal) if allowed else None


def names_of(steps: Iterable[ApprovalStep]) -> dict[int, User]:
    """Return the people of the steps' groups by id; one query, or none."""
    ids = {pk for step in steps for pk in step.people}
    return User.objects.in_bulk(ids) if ids else {}


def small_purchase_limit() -> Decimal:
    """Return up to what a line is bought without a tender, in the organisation's currency."""
    return Decimal(settings.SMALL_PURCHASE_LIMIT)
