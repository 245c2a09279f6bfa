from tenders.services.amendment import amend_tender
from tenders.services.auction.bid import place_auction_bid
from tenders.services.auction.clock import (
    auction_protocol,
    auction_protocol_file,
    begin_auction,
    close_auction,
    settle_auctions,
)
from tenders.services.auction.officer import (
    exclude_from_auction,
    extend_auction,
    pause_auction,
    resume_auction,
    stop_auction,
)
from tenders.services.auction.schedule import cancel_auction, schedule_auction
from tenders.services.award import accept_award, approve_award, propose_award, refuse_award, return_award
from tenders.services.bid import TooLate, read_draft, save_bid_draft, submit_bid, withdraw_bid
from tenders.services.bundle import create_tender_from_bundle
from tenders.services.committee import declare_no_conflict, release_member, set_committee
from tenders.services.criterion import CriterionInput, set_criteria
from tenders.services.ending import cancel_tender, close_without_award
from tenders.services.evaluation import evaluate_lot
from tenders.services.invitation import (
    accept_invitation,
    decline_invitation,
    invite_new_supplier,
    invite_to_tender,
    remove_invitation,
    view_invitation,
)
from tenders.services.lot import LotItemInput, add_lot, remove_lot, set_lot_items, update_lot
from tenders.services.opening import accept_few_bids, open_bids
from tenders.services.protocol import lot_protocol, lot_protocol_file
from tenders.services.publication import publish_tender
from tenders.services.question import answer_question, ask_question
from tenders.services.scoring import ScoreInput, exclude_bid, freeze_scores, readmit_bid, save_scores
from tenders.services.tender import create_tender, update_draft

__all__ = [
    "CriterionInput",
    "LotItemInput",
    "ScoreInput",
    "TooLate",
    "accept_award",
    "accept_few_bids",
    "accept_invitation",
    "add_lot",
    "amend_tender",
    "answer_question",
    "approve_award",
    "ask_question",
    "auction_protocol",
    "auction_protocol_file",
    "begin_auction",
    "cancel_auction",
    "cancel_tender",
    "close_auction",
    "close_without_award",
    "create_tender",
    "create_tender_from_bundle",
    "declare_no_conflict",
    "decline_invitation",
    "evaluate_lot",
    "exclude_bid",
    "exclude_from_auction",
    "extend_auction",
    "freeze_scores",
    "invite_new_supplier",
    "invite_to_tender",
    "lot_protocol",
    "lot_protocol_file",
    "open_bids",
    "pause_auction",
    "place_auction_bid",
    "propose_award",
    "publish_tender",
    "read_draft",
    "readmit_bid",
    "refuse_award",
    "release_member",
    "remove_invitation",
    "remove_lot",
    "resume_auction",
    "return_award",
    "save_bid_draft",
    "save_scores",
    "schedule_auction",
    "set_committee",
    "set_criteria",
    "set_lot_items",
    "settle_auctions",
    "stop_auction",
    "submit_bid",
    "update_draft",
    "update_lot",
    "view_invitation",
    "withdraw_bid",
]
