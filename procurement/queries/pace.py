"""What past approvals took, by whom; and what of an item is on its way already."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal

from django.db.models import Q, Sum
from django.utils import timezone

from procurement.models import ApprovalStep, RequisitionLine
from procurement.rules.approval import Step
from procurement.states import ApprovalStatus, LineStage, RequisitionStatus

SINCE, MOST = timedelta(days=180), 2000
DECIDED = (ApprovalStatus.APPROVED, ApprovalStatus.RETURNED, ApprovalStatus.REJECTED)
NOT_ORDERED = (LineStage.ASKED, LineStage.APPROVED, LineStage.BUNDLED, LineStage.IN_TENDER, LineStage.CONTRACTED)


@dataclass(frozen=True)
class OnTheWay:
    """How much of an item is ordered, and how much is asked for and not ordered yet, in the item's unit."""

    ordered: Decimal
    asked: Decimal


def measured_steps() -> dict[str, list[timedelta]]:
    """Return how long the decided steps of the last half year took, by whom they asked; one query."""
    rows = ApprovalStep.objects.filter(
        status__in=DECIDED, decided_at__gte=timezone.now() - SINCE, asked_at__isnull=False
    )
    found: dict[str, list[timedelta]] = defaultdict(list)
    newest = rows.order_by("-decided_at").values_list("approver_id", "role", "rule_name", "asked_at", "decided_at")
    for approver, role, rule, asked_at, decided_at in newest[:MOST]:
        found[key_of(approver, role, rule)].append(decided_at - asked_at)
    return found


def key_of(approver: int | None, role: str, rule: str) -> str:
    """Return by what the pace of a step is known: its person, its role, or its rule."""
    return f"person:{approver}" if approver else f"role:{role}" if role else f"rule:{rule}"


def key_of_step(step: Step) -> str:
    """Return the same for a step that is only foreseen."""
    return key_of(step.approver, step.role, step.rule)


def on_the_way(lines: Sequence[RequisitionLine], *, but: int | None = None) -> dict[int, OnTheWay]:
    """Return what is ordered and asked for of the lines' items, but for one request's own; one query."""
    items: Iterable[int] = {line.item_id for line in lines if line.item_id}
    if not items:
        return {}
    alive = Q(requisition__status__in=[RequisitionStatus.SUBMITTED, RequisitionStatus.APPROVED])
    rows = RequisitionLine.objects.kept().filter(alive, item__in=items).exclude(requisition=but)
    sums = rows.order_by().values("item").annotate(
        ordered=Sum("quantity", filter=Q(stage=LineStage.ORDERED), default=Decimal(0)),
        asked=Sum("quantity", filter=Q(stage__in=NOT_ORDERED), default=Decimal(0)),
    )  # fmt: skip
    return {row["item"]: OnTheWay(row["ordered"], row["asked"]) for row in sums if row["ordered"] or row["asked"]}
