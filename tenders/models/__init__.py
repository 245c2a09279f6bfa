from tenders.models.auction import Auction, AuctionEvent, AuctionParticipant
from tenders.models.award import Award, AwardLetter
from tenders.models.bid import Bid, BidAnswer, BidPrice
from tenders.models.evaluation import Evaluation, Score, ScoreSheet
from tenders.models.lot import Lot, LotItem, LotItemSource
from tenders.models.tender import Amendment, CommitteeMember, Criterion, Invitation, Question, Tender

__all__ = [
    "Amendment",
    "Auction",
    "AuctionEvent",
    "AuctionParticipant",
    "Award",
    "AwardLetter",
    "Bid",
    "BidAnswer",
    "BidPrice",
    "CommitteeMember",
    "Criterion",
    "Evaluation",
    "Invitation",
    "Lot",
    "LotItem",
    "LotItemSource",
    "Question",
    "Score",
    "ScoreSheet",
    "Tender",
]
