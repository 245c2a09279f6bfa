"""A tender that comes to nothing: cancelled, or closed without award. Its needs go back to be bought another way."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from srm.authz import require
from srm.errors import Invalid, Refused
from srm.events.services import record
from tenders.events import TenderCancelled, TenderUnsuccessful
from tenders.models import Tender
from tenders.policies import may_end_tender
from tenders.services.auction.schedule import call_off_auctions
from tenders.services.locking import lock_tender
from tenders.services.sourcing import release_bundles
from tenders.states import AWARD, TENDER, AwardStatus


@transaction.atomic
def cancel_tender(*, tender: Tender, reason: str, by: Any) -> Tender:
    """Stop a tender with a reason that the suppliers read. Bids that were not opened stay sealed for good.

    Releases the bundles. Raises WrongState when it is awarded or over. Records TenderCancelled.
    """
    tender = _end(tender, "cancel", reason, by)
    record(TenderCancelled(tender.public_id, tender.number, tender.status_reason), subject=tender, by=by)
    return tender


@transaction.atomic
def close_without_award(*, tender: Tender, reason: str, by: Any) -> Tender:
    """Close a tender with no bid worth accepting. Releases the bundles; records TenderUnsuccessful.

    Raises Refused before the opening: until then nobody knows what there is.
    """
    tender = _end(tender, "fail", reason, by)
    record(TenderUnsuccessful(tender.public_id, tender.number, tender.status_reason), subject=tender, by=by)
    return tender


def _end(tender: Tender, verb: str, reason: str, by: Any) -> Tender:
    tender = lock_tender(tender)
    require(may_end_tender(by, tender), _("Only the buyer of this tender ends it."))
    if verb == "fail" and tender.opened_at is None:
        raise Refused(_("Open the bids first, or cancel the tender."), code="not_opened")
    reason = reason.strip()
    if not reason:
        raise Invalid({"reason": _("Give the reason: the suppliers will read it.")})
    if _award_stands(tender):
        raise Refused(_("A lot is already awarded. Let the winner refuse or finish the other lots."), code="awarded")
    TENDER.perform(tender, verb, status_reason=reason)
    call_off_auctions(tender, reason, by)
    for lot in tender.lots.all():
        for award in lot.awards.filter(status=AwardStatus.PROPOSED):
            AWARD.perform(award, "cancel", decision_comment=reason)
    release_bundles(tender, reason, by)
    return tender


def _award_stands(tender: Tender) -> bool:
    standing = [AwardStatus.APPROVED, AwardStatus.ACCEPTED]
    return tender.lots.filter(awards__status__in=standing).exists()
