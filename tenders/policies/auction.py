"""Who plans and runs an auction, who bids in it, who learns the names."""

from typing import Any

from tenders.models import Auction, AuctionParticipant, Tender
from tenders.policies.bid import may_bid
from tenders.policies.tender import may_edit_tender
from tenders.states import AuctionStatus


def may_schedule_auction(user: Any, tender: Tender) -> bool:
    """Who runs the tender."""
    return may_edit_tender(user, tender)


def may_run_auction(user: Any, auction: Auction) -> bool:
    """The host: who runs the tender. He pauses, extends, stops, excludes, always with a reason."""
    return may_edit_tender(user, auction.lot.tender)


def may_bid_in_auction(user: Any, participant: AuctionParticipant) -> bool:
    """The participant's own administrators and bidders."""
    return may_bid(user, participant.supplier)


def may_see_bidders(auction: Auction) -> bool:
    """Until the close everybody, the host too, sees aliases only."""
    return auction.status == AuctionStatus.CLOSED
