from collections.abc import Sequence
from datetime import date
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from procurement.events import RequisitionMailed
from procurement.models import InboundMail, Requisition
from procurement.services.requisition import LineInput, create_requisition
from srm.clock import database_now
from srm.documents.services import attach_file
from srm.events.services import record
from srm.reference.models import CostCentre, Place


@transaction.atomic
def draft_from_mail(
    *, message_id: str, title: str, needed_on: date, cost_centre: CostCentre, place: Place,
    lines: Sequence[LineInput], by: Any, files: Sequence[UploadedFile] = (), **more: Any,
) -> Requisition:  # fmt: skip
    """Make a draft of the sender's own from his letter, with its files; never more than a draft.

    The same letter (by its Message-ID) makes it once. Records RequisitionCreated and RequisitionMailed.
    """
    known = InboundMail.objects.filter(message_id=message_id).select_related("requisition").first()
    if known:
        return known.requisition
    requisition = create_requisition(
        title=title, department=by.department, cost_centre=cost_centre, place=place, needed_on=needed_on, lines=lines,
        by=by, **more,
    )  # fmt: skip
    InboundMail.objects.create(message_id=message_id, requisition=requisition, received_at=database_now())
    for file in files:
        attach_file(subject=requisition, upload=file, by=by)
    record(RequisitionMailed(message_id), subject=requisition, by=by)
    return requisition
