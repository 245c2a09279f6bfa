from tenders.states.auction import AUCTION, AuctionStatus
from tenders.states.award import AWARD, AwardStatus
from tenders.states.bid import BID, BidStatus
from tenders.states.tender import (
    KINDS,
    TENDER,
    Aggregate,
    CommitteeRole,
    CriterionKind,
    InvitationStatus,
    Sealing,
    TenderKind,
    TenderStatus,
)

__all__ = [
    "AUCTION",
    "AWARD",
    "BID",
    "KINDS",
    "TENDER",
    "Aggregate",
    "AuctionStatus",
    "AwardStatus",
    "BidStatus",
    "CommitteeRole",
    "CriterionKind",
    "InvitationStatus",
    "Sealing",
    "TenderKind",
    "TenderStatus",
]
