"""Where a request is: its seven steps, who has it now and since when, whether it comes in time."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Prefetch

from procurement.models import ApprovalStep, LineProgress, Requisition, RequisitionLine
from procurement.queries.approval import current_steps
from procurement.states import LineStage, RequisitionStatus
from srm.accounts.states import Role

STAGES = list(LineStage.values)
ENDED = (RequisitionStatus.REJECTED, RequisitionStatus.CANCELLED)
HELD_BY_REQUESTER = (RequisitionStatus.DRAFT, RequisitionStatus.RETURNED)


@dataclass(frozen=True)
class Point:
    """One of the seven steps: state is done, now, skipped or empty (to come); `at` when it was reached."""

    stage: str
    state: str
    at: datetime | None = None


@dataclass(frozen=True)
class Track:
    """A line's way (or that of a request: of its line that is furthest behind)."""

    requisition: Requisition
    line: RequisitionLine | None
    points: tuple[Point, ...]
    holder: Any  # a person, or the name of whoever has it
    since: datetime | None
    link: str
    reference: str
    expected_on: date
    days_late: int
    note: str = ""  # what the stage says of it: “auction tomorrow 10:00”

    @property
    def is_received(self) -> bool:
        return self.points[-1].state == "now"

    @property
    def is_rejected(self) -> bool:
        """An approver left this line out."""
        return self.line is not None and self.line.rejected_at is not None


def tracks_of(requisitions: Iterable[Requisition], today: date) -> list[Track]:
    """Return one track per request, by its line furthest behind; three queries for any number."""
    rows = list(requisitions)
    return [_track(r, _slowest(lines), step, today) for r, lines, step in _with_lines(rows, _now(rows))]


def line_tracks(requisition: Requisition, today: date, waiting: Sequence[ApprovalStep] | None = None) -> list[Track]:
    """Return the track of each line of one request; `waiting`: the steps whose turn it is, where they are known."""
    now = _now([requisition]) if waiting is None else waiting
    ((_requisition, lines, step),) = _with_lines([requisition], now)
    return [_track(requisition, line, step, today) for line in lines]


def _now(rows: Sequence[Requisition]) -> list[ApprovalStep]:
    return list(current_steps().filter(requisition__in=rows).select_related("approver", "escalated_to"))


def _with_lines(
    rows: Sequence[Requisition], now: Sequence[ApprovalStep]
) -> list[tuple[Requisition, list[RequisitionLine], ApprovalStep | None]]:
    known = {row.pk: row for row in rows}
    progress = Prefetch("progress", LineProgress.objects.order_by("at"))
    lines: dict[int, list[RequisitionLine]] = {}
    query = RequisitionLine.objects.filter(requisition__in=rows).select_related("item", "unit", "category", "bundle")
    for line in query.prefetch_related(progress).order_by("position"):
        line.requisition = known[line.requisition_id]
        lines.setdefault(line.requisition_id, []).append(line)
    steps = {s.requisition_id: s for s in reversed(now)}  # the first of those that wait side by side
    return [(row, lines.get(row.pk, []), steps.get(row.pk)) for row in rows]


def _slowest(lines: Sequence[RequisitionLine]) -> RequisitionLine | None:
    kept = [line for line in lines if line.rejected_at is None]
    return min(kept or lines, key=lambda li: (STAGES.index(li.stage), li.needed_on), default=None)


def _track(
    requisition: Requisition, line: RequisitionLine | None, step: ApprovalStep | None, today: date
) -> Track:  # fmt: skip
    progress = {p.stage: p for p in line.progress.all()} if line else {}
    current = _current(requisition, line)
    points = tuple(_point(stage, current, progress, requisition) for stage in STAGES)
    last = progress.get(line.stage) if line else None
    expected = line.needed_on if line else requisition.needed_on
    holder, since = _holder(requisition, step, last)
    rejected = line is not None and line.rejected_at is not None
    if rejected:
        holder, since = "", line.rejected_at
    under_way = requisition.status not in ENDED and current < len(STAGES) - 1 and not rejected
    late = (today - expected).days if under_way else 0
    return Track(
        requisition, line, points, holder, since, last.link if last else "", last.reference if last else "",
        expected, max(late, 0), last.note if last else "",
    )  # fmt: skip


def _current(requisition: Requisition, line: RequisitionLine | None) -> int:
    """The step that is being worked on: before approval the second one, afterwards the last one reached."""
    if requisition.status in HELD_BY_REQUESTER:
        return 0
    return max(STAGES.index(line.stage) if line else 0, 1)


def _point(stage: str, current: int, progress: dict[str, LineProgress], requisition: Requisition) -> Point:
    index, row = STAGES.index(stage), progress.get(stage)
    if requisition.status in HELD_BY_REQUESTER:
        return Point(stage, "now" if index == 0 else "")
    at = row.at if row else requisition.submitted_at if index == 0 else None
    if index == current:
        return Point(stage, "now", at)
    if index > current:
        return Point(stage, "")
    return Point(stage, "done" if row or index == 0 else "skipped", at)


def _holder(
    requisition: Requisition, step: ApprovalStep | None, last: LineProgress | None
) -> tuple[Any, datetime | None]:  # fmt: skip
    if requisition.status in HELD_BY_REQUESTER:
        return requisition.requester, requisition.decided_at or requisition.created_at
    if requisition.status in ENDED:
        return "", requisition.decided_at
    if step:
        return _asked(step), step.asked_at or requisition.submitted_at
    return (last.holder, last.at) if last else ("", None)


def _asked(step: ApprovalStep) -> Any:
    """Whom the step asks, in one word: a person, a role, or a group by its rule."""
    if step.escalated_to:
        return step.escalated_to
    return step.approver or (Role(step.role).label if step.role else step.rule_name)
