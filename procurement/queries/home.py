"""What the first page shows of needs."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from procurement.models import LineProgress, Requisition, RequisitionLine
from procurement.states import LineStage, RequisitionStatus

ON_THE_WAY = (LineStage.CONTRACTED, LineStage.ORDERED)


@dataclass(frozen=True)
class Delivery:
    """A line that is ordered or under contract: who brings it, and how late it is."""

    line: RequisitionLine
    holder: str
    reference: str
    link: str
    days_late: int


def own_open(user: Any) -> list[Requisition]:
    """Return the person's own requests that are not at their end, the newest first."""
    rows = Requisition.objects.filter(requester=user).open().select_related("requester")
    return list(rows.order_by("-created_at", "-pk")[:12])


def next_deliveries(user: Any, today: date, most: int = 4) -> list[Delivery]:
    """Return the person's own lines that should come next; two queries."""
    rows = RequisitionLine.objects.filter(
        requisition__requester=user, requisition__status=RequisitionStatus.APPROVED, stage__in=ON_THE_WAY
    ).select_related("requisition", "unit")  # fmt: skip
    lines = list(rows.order_by("needed_on", "pk")[:most])
    latest = {p.line_id: p for p in LineProgress.objects.filter(line__in=lines).order_by("at", "pk")}
    return [_delivery(line, latest.get(line.pk), today) for line in lines]


def _delivery(line: RequisitionLine, progress: LineProgress | None, today: date) -> Delivery:
    late = (today - line.needed_on).days
    if progress is None:
        return Delivery(line, "", "", "", late)
    return Delivery(line, progress.holder, progress.reference, progress.link, late)
