"""Who sees an auction and who acts in it: its host, the organisation, the admitted supplier, never a rival by name."""

from datetime import timedelta

from srm.clock import database_now
from tenders.models import Auction, Lot
from tenders.services import (
    declare_no_conflict,
    invite_to_tender,
    open_bids,
    publish_tender,
    schedule_auction,
    stop_auction,
    submit_bid,
    update_draft,
)
from tests.factories.tenders import BidderFactory, BidderPersonFactory
from tests.matrix.table import PROCUREMENT, STAFF, SUPPLIER, SUPPLIERS, counted, creates, lists, nouns, verbs
from tests.matrix.tenders import a_draft
from tests.scenarios.auctions import STEP_OF_TEN
from tests.scenarios.tenders import Room, bid_content, the_deadline_passes

SEE = PROCUREMENT | {"auditor", "committee"}
RUN = {"buyer", "procurement_head"}
REASON = {"reason": "Because."}


def an_open_lot(cast) -> Lot:
    """Two bids: the supplier's, and a third company's; the rival was not asked."""
    tender = update_draft(tender=a_draft(cast), auction_format="english", by=cast.buyer)
    third = BidderFactory()
    person = BidderPersonFactory(supplier=third)
    invite_to_tender(tender=tender, supplier=third, by=cast.buyer)
    tender = publish_tender(tender=tender, by=cast.buyer)
    submit_bid(tender=tender, supplier=cast.company, content=bid_content(tender, "12.50"), by=cast.supplier)
    submit_bid(tender=tender, supplier=third, content=bid_content(tender, "11.00"), by=person)
    declare_no_conflict(tender=tender, by=cast.committee)
    the_deadline_passes(Room(tender, cast.buyer, cast.procurement_head, cast.committee, [], []))
    return open_bids(tender=tender, by=cast.buyer).lots.get()


def an_auction(cast, starts_in=timedelta(0)) -> Auction:
    opens_at = database_now() + starts_in
    closes_at = opens_at + timedelta(hours=1)
    return schedule_auction(
        lot=an_open_lot(cast), opens_at=opens_at, closes_at=closes_at, rules=STEP_OF_TEN, by=cast.buyer
    )


def a_lobby(cast) -> Auction:
    return an_auction(cast, timedelta(hours=1))


def a_closed(cast) -> Auction:
    return stop_auction(auction=an_auction(cast), reason="Enough", by=cast.buyer)


def a_seat(cast) -> dict:
    auction = an_auction(cast)
    return {"public_id": auction.public_id, "participant": auction.participants.first().public_id}


ROWS = [
    *lists(STAFF, "tenders:auction-list", "api:auction-list"),
    *lists(SUPPLIERS, "tenders:portal-auction-list", "api:portal-auction-list"),
    *nouns(SEE, an_auction, "tenders:auction-detail", "tenders:auction-clock"),
    *nouns(SEE, an_auction, "api:auction-detail", "api:auction-ranking", "api:auction-events"),
    *nouns(SEE, a_closed, "tenders:auction-protocol", "api:auction-protocol"),
    *nouns(SEE, an_open_lot, "tenders:auction-create"),
    *creates(RUN, "api:auction-list", see=STAFF),
    *verbs(
        SEE, RUN, an_auction, "tenders:auction-pause", "tenders:auction-resume", "tenders:auction-stop",
        "tenders:auction-cancel", data=REASON,
    ),
    *verbs(SEE, RUN, an_auction, "tenders:auction-extend", data={"minutes": "5", **REASON}),
    *verbs(SEE, RUN, a_seat, "tenders:auction-exclude", data=REASON),
    *verbs(
        SEE, RUN, an_auction, "api:auction-pause", "api:auction-resume", "api:auction-stop", "api:auction-cancel",
        data=REASON,
    ),
    *verbs(SEE, RUN, an_auction, "api:auction-extend", data={"by_s": 60, **REASON}),
    *verbs(SEE, RUN, an_auction, "api:auction-exclude"),
    *nouns(SUPPLIER, an_auction, "tenders:portal-auction-detail", "tenders:portal-auction-clock", label="own"),
    *nouns(SUPPLIER, an_auction, "api:portal-auction-detail", "api:portal-auction-seat", label="own"),
    *verbs(SUPPLIER, SUPPLIER, an_auction, "tenders:portal-auction-bid", data={"amount": "90"}),
    *verbs(SUPPLIER, SUPPLIER, an_auction, "api:portal-auction-bid", data={"amount": "90"}),
    *verbs(SUPPLIER, SUPPLIER, a_lobby, "tenders:portal-auction-try", data={"amount": "90"}),
    *verbs(SUPPLIER, SUPPLIER, an_auction, "api:portal-auction-trial", data={"amount": "90"}),
]  # fmt: skip

COUNTED = [
    *counted("buyer", an_auction, "tenders:auction-list", "api:auction-list"),
    *counted("supplier", an_auction, "tenders:portal-auction-list", "api:portal-auction-list"),
]
