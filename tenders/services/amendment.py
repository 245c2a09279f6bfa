"""A published tender is changed openly: old and new value, a reason, and everyone invited is told."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from srm.authz import require
from srm.clock import database_now
from srm.errors import Invalid, Refused
from srm.events.services import record
from tenders.events import TenderAmended
from tenders.models import Amendment, Tender
from tenders.policies import may_edit_tender
from tenders.services.dates import check_dates
from tenders.services.locking import lock_tender
from tenders.states import TenderStatus

TIMES = ("bids_until", "questions_until")
AMENDABLE = (*TIMES, "description")


@transaction.atomic
def amend_tender(*, tender: Tender, changes: dict[str, Any], reason: str, by: Any) -> Amendment:
    """Extend the dates or add to the description. Bids that are in stand, and may be replaced.

    Raises Invalid for dates that come earlier or fall on a day off, Refused after the deadline. Records TenderAmended.
    """
    tender = lock_tender(tender)
    require(may_edit_tender(by, tender), _("Only the buyer of this tender amends it."))
    now = database_now()
    if tender.status != TenderStatus.PUBLISHED or now >= tender.bids_until:
        raise Refused(_("Only a tender that takes bids is amended."), code="too_late")
    changes = {name: value for name, value in changes.items() if value != getattr(tender, name, None)}
    _check(tender, changes, reason)
    old = {name: _plain(getattr(tender, name)) for name in changes}
    for name, value in changes.items():
        setattr(tender, name, value)
    check_dates(tender, now)
    tender.save(update_fields=list(changes))
    amendment = Amendment.objects.create(
        tender=tender, number=tender.amendments.count() + 1, reason=reason.strip(), created_by=by,
        changes={name: {"old": old[name], "new": _plain(value)} for name, value in changes.items()},
    )  # fmt: skip
    record(TenderAmended(tender.public_id, amendment.number, amendment.reason), subject=tender, by=by)
    return amendment


def _check(tender: Tender, changes: dict[str, Any], reason: str) -> None:
    errors = {name: _("This stands as published.") for name in changes if name not in AMENDABLE}
    if not reason.strip():
        errors["reason"] = _("Say why: all bidders will read it.")
    for name in TIMES:
        if name in changes and (changes[name] is None or changes[name] < getattr(tender, name)):
            errors[name] = _("A date only moves later.")
    if not changes:
        errors["changes"] = _("Nothing is changed.")
    if errors:
        raise Invalid(errors)


def changed_value(name: str, value: Any) -> Any:
    """Return a stored old or new value as it was: a time for the dates, else text."""
    return parse_datetime(value) if name in TIMES and value else value


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, datetime) else value
