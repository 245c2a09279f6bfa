"""Dates of a tender: in the future, on working days, questions before bids."""

from datetime import datetime

from django.utils.translation import gettext as _

from srm.clock import organisation_zone
from srm.errors import Invalid
from srm.reference.services import is_workday
from tenders.models import Tender


def check_dates(tender: Tender, now: datetime) -> None:
    """Raise Invalid at the field of each date that cannot be published."""
    errors = {}
    for name in ("questions_until", "bids_until"):
        if fault := _fault(getattr(tender, name), tender, now):
            errors[name] = fault
    late = tender.questions_until and tender.bids_until and tender.questions_until > tender.bids_until
    if late and "questions_until" not in errors:
        errors["questions_until"] = _("Questions end before bids do.")
    if errors:
        raise Invalid(errors)


def _fault(at: datetime | None, tender: Tender, now: datetime) -> str:
    if at is None:
        return ""
    if at <= now:
        return _("This time has passed. Choose one in the future.")
    on = at.astimezone(organisation_zone()).date()
    return "" if is_workday(on, tender.legal_entity) else _("This is not a working day. Choose another.")
