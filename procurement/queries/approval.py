"""Who approves what: the chain a request will take, and what waits for a person now."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import reduce
from operator import or_
from typing import Any

from django.conf import settings
from django.db.models import BigIntegerField, Case, Exists, OuterRef, Q, QuerySet, Value, When
from django.utils import timezone

from procurement.models import ApprovalStep, ApprovalVote, Requisition, RequisitionLine
from procurement.queries.budget import left_on, wanted_of
from procurement.queries.rulebook import Asked
from procurement.states import ApprovalStatus, PolicyFlag, RequisitionStatus
from srm.accounts.models import User
from srm.accounts.queries import principals_now, substitutes_of
from srm.clock import organisation_today
from srm.reading import asked_once


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
    wanted = wanted_of(lines, organisation_today())
    left = left_on(wanted)
    return any(value > left[budget.pk] for budget, value in wanted.items())


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


def decidable_steps(user: Any) -> QuerySet[ApprovalStep]:
    """Return the steps that the user may decide now, one a request, each with its `decider`: himself or a principal.

    `decides_step` in the database's words; a test holds them together.
    """
    if getattr(user, "is_portal", True) or not user.is_active:
        return ApprovalStep.objects.none().annotate(decider=Value(None, output_field=BigIntegerField()))
    deciders = [user, *principals_now(user)]
    fits = [_falls_to(person) for person in deciders]
    rows = current_steps().filter(reduce(or_, fits)).filter(~Exists(_votes(by=user)))
    rows = rows.exclude(requisition__requester__in=[person.pk for person in deciders])
    first = rows.order_by("requisition_id", "order", "pk").distinct("requisition_id")
    whose = [When(fit, then=Value(person.pk)) for person, fit in zip(deciders, fits, strict=True)]
    decider = Case(*whose, default=None, output_field=BigIntegerField())
    return ApprovalStep.objects.filter(pk__in=first.values("pk")).annotate(decider=decider)


@asked_once
def waiting_for(user: Any) -> list[Waiting]:
    """Return what the user may decide now, his own and as a substitute, the oldest first, each request once.

    Three queries. What is shown goes by this machine's clock; the service that decides asks the database's.
    """
    rows = decidable_steps(user)
    rows = rows.select_related("requisition__requester", "requisition__department", "requisition__cost_centre")
    principals = {person.pk: person for person in principals_now(user)} if getattr(user, "is_active", False) else {}
    return [
        Waiting(step, step.requisition, principals.get(step.decider) if step.decider != user.pk else None)  # type: ignore[attr-defined]
        for step in rows.order_by("requisition__submitted_at", "pk")
    ]


def _falls_to(person: Any) -> Q:
    named = Q(approver=person) | Q(escalated_to=person) | Q(people__contains=[person.pk])
    theirs = (named | Q(approver=None, role__in=person.roles)) & ~Exists(_votes(for_whom=person))
    within = Q() if person.approval_limit is None else Q(requisition__base_total__lte=person.approval_limit)
    return Q(theirs, within)


def _votes(**whose: Any) -> QuerySet[ApprovalVote]:
    return ApprovalVote.objects.filter(step=OuterRef("pk"), **whose)


def names_of(steps: Iterable[ApprovalStep]) -> dict[int, User]:
    """Return the people of the steps' groups by id; one query, or none."""
    ids = {pk for step in steps for pk in step.people}
    return User.objects.in_bulk(ids) if ids else {}


def small_purchase_limit() -> Decimal:
    """Return up to what a line is bought without a tender, in the organisation's currency."""
    return Decimal(settings.SMALL_PURCHASE_LIMIT)
