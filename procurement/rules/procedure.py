"""The quadrant acts: which procedure a purchase gets, and how much governance. Source: design §1.

A strategy in force decides; without one the quadrant and the number of qualified bidders do.
"""

from dataclasses import dataclass
from enum import StrEnum


class Quadrant(StrEnum):
    STRATEGIC = "strategic"
    LEVERAGE = "leverage"
    BOTTLENECK = "bottleneck"
    ROUTINE = "routine"


class Procedure(StrEnum):
    CALL_OFF = "call_off"
    RFQ = "rfq"
    RFQ_AUCTION = "rfq_auction"
    RFP = "rfp"
    NEGOTIATED_RFP = "negotiated_rfp"
    NEGOTIATION = "negotiation"


class AuctionFormat(StrEnum):
    NONE = "none"
    ENGLISH = "english"
    JAPANESE = "japanese"
    SEALED = "sealed"


@dataclass(frozen=True)
class Proposal:
    """What is proposed: procedure, auction, the price's weight in percent, the least number of bidders."""

    procedure: Procedure
    auction_format: AuctionFormat
    price_weight: int
    minimum_bidders: int


def propose(quadrant: str, bidders: int, *, one_dominates: bool = False, specification_closed: bool = True) -> Proposal:
    """Return the proposal for a quadrant; an unknown quadrant is bought like a leverage one, without an auction."""
    if quadrant == Quadrant.ROUTINE:
        return Proposal(Procedure.RFQ, AuctionFormat.NONE, 90, 2)
    if quadrant == Quadrant.BOTTLENECK:
        return Proposal(Procedure.RFP, AuctionFormat.NONE, 40, 1)
    if quadrant == Quadrant.STRATEGIC:
        return Proposal(Procedure.NEGOTIATED_RFP, AuctionFormat.NONE, 40, 2)
    if quadrant != Quadrant.LEVERAGE:
        return Proposal(Procedure.RFQ, AuctionFormat.NONE, 70, 3)
    return _leverage(bidders, one_dominates=one_dominates, specification_closed=specification_closed)


def _leverage(bidders: int, *, one_dominates: bool, specification_closed: bool) -> Proposal:
    if bidders <= 1:
        return Proposal(Procedure.NEGOTIATION, AuctionFormat.NONE, 70, 1)
    if not specification_closed:
        return Proposal(Procedure.RFQ, AuctionFormat.SEALED, 70, 2)
    if bidders == 2 or one_dominates:
        return Proposal(Procedure.RFQ_AUCTION, AuctionFormat.JAPANESE, 70, 2)
    return Proposal(Procedure.RFQ_AUCTION, AuctionFormat.ENGLISH, 70, 3)
