from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db import transaction

from procurement.events import LineProgressed, LineReceived, LineStepUndone
from procurement.models import LineProgress, RequisitionLine
from procurement.states import REQUISITION, LineStage, RequisitionStatus
from srm.clock import database_now
from srm.events.services import record, recorded_together

ORDER = list(LineStage.values)


@transaction.atomic
def report_progress(
    *, line: RequisitionLine, stage: str, by: Any, holder: str = "", reference: str = "", link: str = "",
    at: datetime | None = None, note: str = "",
) -> LineProgress:  # fmt: skip
    """Tell the requester where his line is: one row a stage, a repeat only refreshes it, nothing moves backwards.

    Records LineProgressed the first time. Called by every later stage; it decides nothing.
    """
    line = RequisitionLine.objects.select_for_update(of=("self",)).select_related("requisition").get(pk=line.pk)
    progress, created = LineProgress.objects.update_or_create(
        line=line,
        stage=stage,
        defaults={"holder": holder, "reference": reference, "link": link, "note": note, "updated_at": database_now()},
        create_defaults={
            "holder": holder, "reference": reference, "link": link, "note": note, "at": at or database_now(),
        },
    )  # fmt: skip
    if ORDER.index(stage) > ORDER.index(line.stage):
        line.stage = stage
        line.save(update_fields=["stage"])
    if created:
        record(LineProgressed(line.position, stage, reference), subject=line.requisition, by=by)
    return progress


@transaction.atomic
def report_received(*, line: RequisitionLine, quantity: Decimal, by: Any) -> RequisitionLine:
    """Tell the requester how much of his line is here by now, in its own unit (less again after a reversed receipt).

    Records LineReceived when that has changed.
    """
    line = RequisitionLine.objects.select_for_update(of=("self",)).select_related("requisition").get(pk=line.pk)
    if line.received == quantity:
        return line
    line.received = quantity
    line.save(update_fields=["received"])
    record(LineReceived(line.position, quantity, line.unit_id), subject=line.requisition, by=by)
    return line


def report_approved(*, lines: Sequence[RequisitionLine], now: datetime, by: Any) -> None:
    """Report that the lines of requests are approved, at once, as `report_progress` does for one.

    Records LineProgressed for each. Their requests are locked, and no later stage has the lines yet: they need no lock
    of their own.
    """
    _report(lines, LineStage.APPROVED, by.name, "", now, by)


def report_together(
    *, lines: Sequence[RequisitionLine], stage: str, holder: str, reference: str, by: Any
) -> None:  # fmt: skip
    """Report the same step of lines that the caller has locked, as `report_progress` does. Records LineProgressed."""
    with recorded_together():
        _report(lines, stage, holder, reference, database_now(), by)


def _report(
    lines: Sequence[RequisitionLine], stage: str, holder: str, reference: str, now: datetime, by: Any
) -> None:  # fmt: skip
    """Without a reference each line's own request is what the step stands in."""
    ids = [line.pk for line in lines]
    known = set(LineProgress.objects.filter(line__in=ids, stage=stage).values_list("line", flat=True))
    if known:
        rows = LineProgress.objects.filter(line__in=known, stage=stage)
        rows.update(holder=holder, updated_at=now, **({"reference": reference} if reference else {}))
    fresh = [row for row in lines if row.pk not in known]
    LineProgress.objects.bulk_create(
        LineProgress(
            line=row, stage=stage, at=now, holder=holder, reference=reference or row.requisition.number, updated_at=now
        )
        for row in fresh
    )
    behind = [row.pk for row in lines if ORDER.index(stage) > ORDER.index(row.stage)]
    RequisitionLine.objects.filter(pk__in=behind).update(stage=stage)
    for row in fresh:
        told = LineProgressed(row.position, stage, reference or row.requisition.number)
        record(told, subject=row.requisition, by=by)


@transaction.atomic
def retract_progress(*, line: RequisitionLine, stage: str, by: Any, reason: str = "") -> None:
    """Take back a step that was undone (order cancelled, receipt reversed): the line stands where it stood before.

    A requisition that was done is open again. Records LineStepUndone; a step never taken is left alone.
    """
    line = RequisitionLine.objects.select_for_update(of=("self",)).select_related("requisition").get(pk=line.pk)
    if not line.progress.filter(stage=stage).exists():
        return
    line.progress.filter(stage=stage).delete()
    line.stage = max(line.progress.values_list("stage", flat=True), key=ORDER.index, default=LineStage.ASKED)
    line.save(update_fields=["stage"])
    if line.requisition.status == RequisitionStatus.DONE:
        REQUISITION.perform(line.requisition, "reopen")
    record(LineStepUndone(line.position, stage, reason), subject=line.requisition, by=by)
