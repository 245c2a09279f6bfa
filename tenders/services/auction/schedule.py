"""An auction is planned after the opening: the bids become its first prices, bidders get words for names."""

from datetime import datetime, timedelta
from random import SystemRandom
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from procurement.states import AuctionFormat
from srm.authz import require
from srm.calc.canonical import digest
from srm.calc.run import calculate_data
from srm.clock import database_now
from srm.errors import Invalid, Refused, WrongState
from srm.events.services import record
from srm.money.exact import CalcError, plain_text
from srm.reference.services import next_number
from tenders.events import AuctionCancelled, AuctionScheduled
from tenders.models import Auction, AuctionParticipant, Lot, Tender
from tenders.policies import may_run_auction, may_schedule_auction
from tenders.queries.price import Offer, lot_offers
from tenders.queries.score import unfrozen_scorers
from tenders.rules.aliases import draw_aliases
from tenders.rules.terms import broken_promises, proposed_terms
from tenders.services.auction.ledger import lock_auction, refuse_finished, tell
from tenders.services.locking import lock_lot, lock_tender
from tenders.states import AUCTION, TENDER, TenderStatus

PLANNING = (TenderStatus.EVALUATION, TenderStatus.AUCTION)
GRACE = timedelta(minutes=1)  # people type minutes: "now" is a few seconds ago when it arrives
FEWEST = 2


@transaction.atomic
def schedule_auction(
    *, lot: Lot, opens_at: datetime, closes_at: datetime, by: Any, rules: dict[str, Any] | None = None
) -> Auction:
    """Plan an English auction for a lot whose bids are open; its admitted bids stand from the start.

    `rules` are terms as `srm calc auction` takes them, over the proposed ones; they stand from now on. Raises Refused
    without two complete bids or while scores are open, Invalid on times and terms. Records AuctionScheduled.
    """
    lot = lock_lot(lot)
    tender = lot.tender
    require(may_schedule_auction(by, tender), _("Only the buyer of this tender plans its auction."))
    _refuse_early(lot, tender)
    now = database_now()
    if opens_at < now - GRACE:
        raise Invalid({"opens_at": _("The opening lies in the past.")})
    offers = lot_offers(lot)
    if len(offers) < FEWEST:
        raise Refused(_("An auction needs at least two complete bids."), code="few_bids")
    names = draw_aliases(len(offers), SystemRandom().sample)
    auction = Auction(
        number=next_number("AU"), lot=lot, opens_at=opens_at, closes_at=closes_at, created_by=by,
        rules=_rules(tender, opens_at, closes_at, rules or {}), opening=_opening(offers, names),
    )  # fmt: skip
    _check(auction)
    auction.save()
    AuctionParticipant.objects.bulk_create(
        AuctionParticipant(auction=auction, supplier=offer.bid.supplier, alias=name)
        for offer, name in zip(offers, names, strict=True)
    )
    if tender.status == TenderStatus.EVALUATION:
        TENDER.perform(tender, "start_auction")
    event = AuctionScheduled(
        auction.public_id, tender.public_id, lot.public_id, auction.number, opens_at, closes_at, digest(auction.rules)
    )
    record(event, subject=auction, by=by)
    return auction


@transaction.atomic
def cancel_auction(*, auction: Auction, reason: str, by: Any) -> Auction:
    """Call an auction off with a reason that everyone reads; the bids count as they were opened.

    Raises WrongState when it is over. Records AuctionCancelled.
    """
    tender = lock_tender(Tender(pk=auction.lot.tender_id))
    auction = lock_auction(auction).auction
    require(may_run_auction(by, auction), _("Only the host of this auction does that."))
    if not reason.strip():
        raise Invalid({"reason": _("Give the reason: the bidders will read it.")})
    call_off(auction, reason.strip(), by)
    end_auctions(tender)
    return auction


def call_off(auction: Auction, reason: str, by: Any) -> None:
    """Cancel a locked auction and record it."""
    refuse_finished(auction)
    AUCTION.perform(auction, "cancel")
    record(AuctionCancelled(auction.public_id, auction.number, reason), subject=auction, by=by)
    tell(auction)


def call_off_auctions(tender: Tender, reason: str, by: Any) -> None:
    """Cancel what still runs or is planned in a locked tender that ends."""
    for auction in Auction.objects.filter(lot__tender=tender).unfinished().order_by("pk"):
        call_off(lock_auction(auction).auction, reason, by)


def end_auctions(tender: Tender) -> None:
    """Return a locked tender to its evaluation when none of its auctions is left to run."""
    running = Auction.objects.filter(lot__tender=tender).unfinished().exists()
    if tender.status == TenderStatus.AUCTION and not running:
        TENDER.perform(tender, "end_auction")


def _refuse_early(lot: Lot, tender: Tender) -> None:
    if tender.status not in PLANNING:
        raise WrongState(_("An auction is planned after the bids were opened and before an award."))
    if tender.auction_format != AuctionFormat.ENGLISH:
        raise Refused(_("This tender was published without an English auction."), code="no_auction")
    if unfrozen_scorers(tender):
        raise Refused(_("An auction shows prices: every scorer freezes his scores first."), code="scores_open")
    if lot.auctions.unfinished().exists():
        raise Refused(_("An auction is already planned for this lot."), code="active_auction")


def _rules(tender: Tender, opens_at: datetime, closes_at: datetime, given: dict[str, Any]) -> dict[str, Any]:
    published = tender.frozen.get("auction_rules") or {}
    if broken := broken_promises(published, given):
        message = _("This was published with the tender and stays as it is.")
        raise Invalid({f"rules.{name}": message for name in broken})
    times = {"opens_at": _text(opens_at), "closes_at": _text(closes_at)}
    plan = {"format": "english", "currency": tender.currency, **times}
    return plan | proposed_terms(published) | given


def _opening(offers: list[Offer], names: list[str]) -> list[dict[str, str]]:
    return [
        {"bidder": name, "amount": plain_text(offer.total), "at": _text(offer.bid.submitted_at)}
        for offer, name in zip(offers, names, strict=True)
    ]


def _check(auction: Auction) -> None:
    try:
        calculate_data("auction", {"rules": auction.rules, "opening": auction.opening, "events": []})
    except CalcError as error:
        raise Invalid({_field(path): message for path, message in error.faults}) from error


def _field(path: str) -> str:
    times = {"rules.opens_at": "opens_at", "rules.closes_at": "closes_at"}
    return times.get(path, path)


def _text(at: datetime | None) -> str:
    return at.isoformat().replace("+00:00", "Z") if at else ""
