"""What the host does during an auction, always with a reason that everyone in it reads."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from srm.authz import require
from srm.errors import Invalid, Refused
from srm.events.services import record
from tenders.events import AuctionBidderExcluded, AuctionExtended, AuctionPaused, AuctionResumed, AuctionStopped
from tenders.models import Auction, AuctionEvent, AuctionParticipant, Tender
from tenders.policies import may_run_auction
from tenders.services.auction.clock import seal_result
from tenders.services.auction.ledger import Ledger, lock_auction, refuse_finished, tell
from tenders.services.auction.schedule import end_auctions
from tenders.services.locking import lock_tender
from tenders.states import AUCTION, AuctionStatus

LONGEST_S = 4 * 3600
REFUSALS = {
    "late": gettext_lazy("The auction is over."),
    "paused": gettext_lazy("The auction is paused already."),
    "excluded": gettext_lazy("This bidder is excluded already."),
}


@transaction.atomic
def pause_auction(*, auction: Auction, reason: str, by: Any) -> Auction:
    """Stop the clock; no bid is taken until the auction is resumed. Raises WrongState; records AuctionPaused."""
    ledger = _host(auction, reason, by)
    AUCTION.perform(ledger.auction, "pause")
    _act(ledger, {"kind": "pause"}, reason, by)
    record(AuctionPaused(auction.public_id, reason.strip()), subject=ledger.auction, by=by)
    return ledger.auction


@transaction.atomic
def resume_auction(*, auction: Auction, reason: str, by: Any) -> Auction:
    """Let the clock run on: the close moves by the length of the pause. Raises WrongState; records AuctionResumed."""
    ledger = _host(auction, reason, by)
    AUCTION.perform(ledger.auction, "resume")
    event = _act(ledger, {"kind": "resume"}, reason, by)
    if event.closes_at is None:
        raise Refused(_("The auction is not paused."), code="wrong_state")
    record(AuctionResumed(auction.public_id, reason.strip(), event.closes_at), subject=ledger.auction, by=by)
    return ledger.auction


@transaction.atomic
def extend_auction(*, auction: Auction, by_s: int, reason: str, by: Any) -> Auction:
    """Give more time, outside the automatic extensions. Raises Refused after the close; records AuctionExtended."""
    ledger = _host(auction, reason, by)
    if not 0 < by_s <= LONGEST_S:
        raise Invalid({"by_s": _("Extend by a second up to four hours.")})
    event = _act(ledger, {"kind": "extend", "by_s": by_s}, reason, by)
    record(AuctionExtended(auction.public_id, by_s, reason.strip(), event.closes_at), subject=ledger.auction, by=by)
    return ledger.auction


@transaction.atomic
def exclude_from_auction(*, auction: Auction, participant: AuctionParticipant, reason: str, by: Any) -> Auction:
    """Take a bidder and his prices out. Possible until the result is sealed; records AuctionBidderExcluded."""
    ledger = _host(auction, reason, by)
    seat = ledger.auction.participants.get(pk=participant.pk)
    _act(ledger, {"kind": "exclude", "bidder": seat.alias}, reason, by, participant=seat)
    event = AuctionBidderExcluded(auction.public_id, seat.alias, reason.strip())
    record(event, subject=ledger.auction, by=by)
    return ledger.auction


@transaction.atomic
def stop_auction(*, auction: Auction, reason: str, by: Any) -> Auction:
    """Close at once: the prices stand as they are. Raises Refused at or after the close; records AuctionStopped and
    AuctionClosed.
    """
    tender = lock_tender(Tender(pk=auction.lot.tender_id))
    ledger = _host(auction, reason, by)
    if ledger.auction.status == AuctionStatus.PAUSED:
        raise Refused(_("Resume the auction before you stop it."), code="wrong_state")
    _act(ledger, {"kind": "stop"}, reason, by)
    record(AuctionStopped(auction.public_id, reason.strip()), subject=ledger.auction, by=by)
    seal_result(ledger.auction, by)
    end_auctions(tender)
    return ledger.auction


def _host(auction: Auction, reason: str, by: Any) -> Ledger:
    """Lock and authorise; every act of the host has its reason."""
    ledger = lock_auction(auction)
    require(may_run_auction(by, ledger.auction), _("Only the host of this auction does that."))
    refuse_finished(ledger.auction)
    if not reason.strip():
        raise Invalid({"reason": _("Give the reason: the bidders will read it.")})
    if len(reason.strip()) > AuctionEvent._meta.get_field("note").max_length:
        raise Invalid({"reason": _("Keep the reason under 300 characters.")})
    return ledger


def _act(
    ledger: Ledger, act: dict[str, Any], reason: str, by: Any, *, participant: AuctionParticipant | None = None
) -> AuctionEvent:
    event = ledger.append(act, by=by, note=reason.strip(), participant=participant)
    if not event.accepted:
        words = REFUSALS.get(event.reason) or _("The auction does not allow this now.")
        raise Refused(str(words), code=event.reason)
    tell(ledger.auction)
    return event
