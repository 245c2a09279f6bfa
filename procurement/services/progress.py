from datetime import datetime
from typing import Any

from django.db import transaction

from procurement.events import LineProgressed
from procurement.models import LineProgress, RequisitionLine
from procurement.states import LineStage
from srm.clock import database_now
from srm.events.services import record

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
