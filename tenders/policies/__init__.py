from tenders.policies.auction import may_bid_in_auction, may_run_auction, may_schedule_auction, may_see_bidders
from tenders.policies.award import may_accept_award, may_approve_award, may_propose_award
from tenders.policies.bid import may_bid, may_open_bids, may_see_bids, may_see_prices
from tenders.policies.evaluation import (
    may_declare,
    may_evaluate_lot,
    may_exclude_bid,
    may_release_member,
    may_score,
)
from tenders.policies.tender import may_create_tender, may_edit_tender, may_end_tender

__all__ = [
    "may_accept_award",
    "may_approve_award",
    "may_bid",
    "may_bid_in_auction",
    "may_create_tender",
    "may_declare",
    "may_edit_tender",
    "may_end_tender",
    "may_evaluate_lot",
    "may_exclude_bid",
    "may_open_bids",
    "may_propose_award",
    "may_release_member",
    "may_run_auction",
    "may_schedule_auction",
    "may_score",
    "may_see_bidders",
    "may_see_bids",
    "may_see_prices",
]
