from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from procurement.events import RequisitionRated
from procurement.models import Requisition, RequisitionRating
from procurement.policies.requisition import may_edit_requisition
from procurement.services.chain import lock_requisition
from procurement.states import RequisitionStatus
from srm.authz import require
from srm.clock import database_now
from srm.errors import Invalid, Refused
from srm.events.services import record


@transaction.atomic
def rate_requisition(*, requisition: Requisition, score: int, by: Any, comment: str = "") -> RequisitionRating:
    """Say how it went, from 1 to 5, when everything has come; once. Records RequisitionRated."""
    requisition = lock_requisition(requisition)
    require(may_edit_requisition(by, requisition), _("Only the requester rates."))
    if requisition.status != RequisitionStatus.DONE:
        raise Refused(_("It is rated when everything has come."), code="wrong_state")
    if not 1 <= score <= 5:
        raise Invalid({"score": _("Choose from 1 to 5.")})
    if RequisitionRating.objects.filter(requisition=requisition).exists():
        raise Refused(_("You have rated it already."), code="rated")
    rating = RequisitionRating.objects.create(
        requisition=requisition, score=score, comment=comment, by=by, at=database_now()
    )
    record(RequisitionRated(score, comment), subject=requisition, by=by)
    return rating
