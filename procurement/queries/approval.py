"""Who approves what: the chain a request will take, and what waits for a person now."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import reduce
from operator import or_
from typing import Any

from django.conf import settings
from django.db.models import BigIntegerField, Case, Exists, OuterRef, Q, QuerySet, Value, When

from procurement.models import ApprovalRule, ApprovalStep, Requisition, RequisitionLine
from procurement.rules import approval as rules
from procurement.states import ApprovalStatus, RequisitionStatus
from srm.accounts.models import Department
from srm.accounts.queries import principals_now
from srm.reading import asked_once
from srm.reference.models import Category


@dataclass(frozen=True)
class Waiting:
    """A step that a person may decide now; `principal` is whom he stands in for (None: himself)."""

    step: ApprovalStep
    requisition: Requisition
    principal: Any | None


def chain_for(
    department: Department, requester_id: int, base_total: Decimal, lines: Sequence[RequisitionLine]
) -> list[rules.Step]:
    """Return the steps that a request of these lines needs now; the same for a draft's preview and at submission."""
    heads = _heads_upwards(department, base_total)
    rows = [_as_rule(row, heads, lines) for row in _rules_for(department, [li.category for li in lines])]
    return rules.chain(base_total, rows, requester_id, lambda user_id: next((h for h in heads if h != user_id), None))


def current_steps() -> QuerySet[ApprovalStep]:
    """Return the steps whose turn it is: of each waiting requisition the first undecided one."""
    earlier = ApprovalStep.objects.filter(
        Q(round__lt=OuterRef("round")) | Q(round=OuterRef("round"), order__lt=OuterRef("order")),
        requisition=OuterRef("requisition"), status=ApprovalStatus.WAITING,
    )  # fmt: skip
    waiting = ApprovalStep.objects.filter(
        status=ApprovalStatus.WAITING, requisition__status=RequisitionStatus.SUBMITTED
    )
    return waiting.filter(~Exists(earlier))


def decidable_steps(user: Any) -> QuerySet[ApprovalStep]:
    """Return the steps that the user may decide now, each with its `decider`: himself, or for whom he stands in.

    `decides_step` in the database's words; a test holds them together.
    """
    if getattr(user, "is_portal", True) or not user.is_active:
        return ApprovalStep.objects.none().annotate(decider=Value(None, output_field=BigIntegerField()))
    deciders = [user, *principals_now(user)]
    theirs = [_is_step_of(person) for person in deciders]
    whose = [
        When(mine & ~Q(requisition__requester=person), then=Value(person.pk))
        for person, mine in zip(deciders, theirs, strict=True)
    ]
    rows = current_steps().filter(reduce(or_, theirs)).exclude(requisition__requester=user)
    rows = rows.annotate(decider=Case(*whose, default=None, output_field=BigIntegerField()))
    return rows.filter(reduce(or_, (_within_limit(person) for person in deciders)))


@asked_once
def waiting_for(user: Any) -> list[Waiting]:
    """Return what the user may decide now, his own and as a substitute, the oldest first.

    What is shown goes by this machine's clock; the service that decides asks the database's.
    """
    rows = decidable_steps(user)
    rows = rows.select_related("requisition__requester", "requisition__department", "requisition__cost_centre")
    principals = {person.pk: person for person in principals_now(user)} if getattr(user, "is_active", False) else {}
    return [
        Waiting(step, step.requisition, principals.get(step.decider) if step.decider != user.pk else None)
        for step in rows.order_by("requisition__submitted_at")
    ]


def _is_step_of(person: Any) -> Q:
    return Q(approver=person) | Q(approver=None, role__in=person.roles)


def _within_limit(person: Any) -> Q:
    if person.approval_limit is None:
        return Q(decider=person.pk)
    return Q(decider=person.pk, requisition__base_total__lte=person.approval_limit)


def thresholds() -> list[tuple[str, Decimal]]:
    """Return the amounts from which a rule adds an approver, with its name."""
    rows = ApprovalRule.objects.filter(is_active=True, amount_from__gt=0)
    return list(rows.values_list("name", "amount_from"))


def small_purchase_limit() -> Decimal:
    """Return up to what a line is bought without a tender, in the organisation's currency."""
    return Decimal(settings.SMALL_PURCHASE_LIMIT)


def _rules_for(department: Department, categories: Sequence[Category]) -> list[ApprovalRule]:
    rows = ApprovalRule.objects.filter(is_active=True).select_related("category", "department", "person")
    return [row for row in rows if _applies(row, department, categories)]


def _applies(rule: ApprovalRule, department: Department, categories: Sequence[Category]) -> bool:
    in_department = rule.department is None or department.path.startswith(rule.department.path)
    in_category = rule.category is None or any(c.path.startswith(rule.category.path) for c in categories)
    return in_department and in_category


def _as_rule(row: ApprovalRule, heads: Sequence[int], lines: Sequence[RequisitionLine]) -> rules.Rule:
    approver = row.person_id
    if row.by_head:
        approver = next(iter(heads), None)
    elif row.by_category_owner:
        owned = [line for line in lines if line.category.owner_id]
        approver = max(owned, key=lambda li: li.amount).category.owner_id if owned else None
    return rules.Rule(row.name, row.amount_from, approver, row.role)


def _heads_upwards(department: Department, base_total: Decimal) -> list[int]:
    """The heads of the department and of those above it whose limit covers the amount, the nearest first."""
    step = Department.steplen
    paths = [department.path[:end] for end in range(step, len(department.path) + 1, step)]
    enough = Q(head__approval_limit=None) | Q(head__approval_limit__gte=base_total)
    rows = Department.objects.filter(enough, path__in=paths).exclude(head=None)
    return list(rows.order_by("-path").values_list("head_id", flat=True))
