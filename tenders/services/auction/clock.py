"""The clock begins and closes auctions. A late task changes nothing: who bids after the close is late by the record."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from srm.authz import SYSTEM
from srm.calc.protocol import build_protocol, protocol_bytes, seal_data
from srm.calc.run import calculate_data
from srm.clock import database_now
from srm.errors import Refused
from srm.events.services import history, record
from tenders.events import AuctionClosed
from tenders.models import Auction, Tender
from tenders.queries.auction.state import auction_input
from tenders.rules.auction import instant
from tenders.services.auction.ledger import lock_auction, refuse_finished, tell
from tenders.services.auction.schedule import end_auctions
from tenders.services.locking import lock_tender
from tenders.services.receipt import installation_key
from tenders.states import AUCTION, AuctionStatus


@transaction.atomic
def begin_auction(*, auction: Auction, by: Any = SYSTEM) -> Auction:
    """Begin an auction whose opening has come. Raises Refused before it; records AuctionBegun."""
    ledger = lock_auction(auction)
    if ledger.auction.status == AuctionStatus.SCHEDULED:
        raise Refused(_("The auction has not opened yet."), code="not_open")
    tell(ledger.auction)
    return ledger.auction


@transaction.atomic
def close_auction(*, auction: Auction, by: Any = SYSTEM) -> Auction:
    """Seal the result of an auction whose close has passed; the tender goes on with its last prices.

    Raises Refused before the close and when it was sealed already. Records AuctionClosed with the hashes of the record
    and the result.
    """
    tender = lock_tender(Tender(pk=auction.lot.tender_id))
    ledger = lock_auction(auction)
    auction = ledger.auction
    refuse_finished(auction)
    if auction.closes_at is None or ledger.now < auction.closes_at:
        raise Refused(_("The auction is still running."), code="running")
    seal_result(auction, by)
    end_auctions(tender)
    return auction


def settle_auctions() -> int:
    """Begin and close what the clock says, each in its own transaction; return how many."""
    now = database_now()
    due = Auction.objects.select_related("lot")
    begun = due.filter(status=AuctionStatus.SCHEDULED, opens_at__lte=now)
    over = due.filter(status__in=[AuctionStatus.SCHEDULED, AuctionStatus.LIVE], closes_at__lte=now)
    return sum([_settle(begin_auction, a) for a in begun] + [_settle(close_auction, a) for a in over])


def seal_result(auction: Auction, by: Any) -> None:
    """Compute the whole auction again from its record, keep the result, and close. The auction is locked."""
    data = auction_input(auction)
    result = calculate_data("auction", data)
    if result["closes_at"] != instant.to_text(auction.closes_at and instant.from_datetime(auction.closes_at)):
        raise RuntimeError(f"{auction.number}: the record does not lead to the close that was kept")
    AUCTION.perform(auction, "close", result=result)
    event = AuctionClosed(
        auction.public_id, auction.lot.tender.public_id, auction.lot.public_id, auction.number, auction.closes_at,
        **seal_data(data, result, subject=auction.number),
    )  # fmt: skip
    record(event, subject=auction, by=by)
    tell(auction)


def auction_protocol(auction: Auction) -> dict[str, Any]:
    """Return the protocol of an auction as `srm verify` takes it: bidders by alias. Writes nothing."""
    return build_protocol(
        kind="auction", subject=auction.number, data=auction_input(auction),
        events=[row.as_protocol() for row in history(auction)], key=installation_key(),
    )  # fmt: skip


def auction_protocol_file(auction: Auction) -> bytes:
    """Return the protocol as a file: the same protocol is the same bytes."""
    return protocol_bytes(auction_protocol(auction))


def _settle(verb: Any, auction: Auction) -> bool:
    try:
        verb(auction=auction)
    except Refused:  # somebody was quicker, or the close has moved meanwhile
        return False
    return True
