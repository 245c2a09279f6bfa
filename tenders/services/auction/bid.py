"""A bid in a live auction. The rules decide; refused or not, it is kept."""

from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from srm.authz import require
from srm.errors import Invalid
from srm.money.exact import plain_text
from tenders.models import Auction, AuctionEvent, AuctionParticipant
from tenders.policies import may_bid_in_auction
from tenders.services.auction.ledger import lock_auction, refuse_finished

LARGEST = Decimal(10) ** 16


@transaction.atomic
def place_auction_bid(
    *, auction: Auction, participant: AuctionParticipant, amount: Decimal, by: Any
) -> AuctionEvent:  # fmt: skip
    """Bid an amount for the whole lot. Returns the event with its decision: a refused bid raises nothing, it is kept.

    The database's clock, read after the auction's lock, decides whether it came in time. Raises NotPermitted for who
    may not commit the supplier, Invalid for what is no amount, Refused when the auction is over.
    """
    ledger = lock_auction(auction)
    seat = ledger.auction.participants.select_related("supplier").get(pk=participant.pk)
    require(may_bid_in_auction(by, seat), _("Only your company's administrators and bidders bid."))
    refuse_finished(ledger.auction)
    if not amount.is_finite() or not 0 < amount < LARGEST:
        raise Invalid({"amount": _("Give an amount above zero.")})
    act = {"kind": "bid", "bidder": seat.alias, "amount": plain_text(amount)}
    return ledger.append(act, by=by, participant=seat)
