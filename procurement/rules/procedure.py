"""The quadrant acts: which procedure a purchase gets, and how much governance. Source: design §1.

A strategy in force decides; without one the quadrant, the number of qualified bidders and, for a strategic category,
the second step do.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum

from procurement.rules.power import Direction


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


class ApprovalLevel(StrEnum):
    """Who has to stand behind it: a peer, the head or finance, the head alone as executive owner."""

    LIGHT = "light"
    NORMAL = "normal"
    EXECUTIVE = "executive"


def strictest(levels: Iterable[str]) -> ApprovalLevel:
    """Return the level that asks most; normal where there is none."""
    order = list(ApprovalLevel)
    return max((ApprovalLevel(level) for level in levels), key=order.index, default=ApprovalLevel.NORMAL)


class Asked(StrEnum):
    """What bids are judged by besides the price."""

    QUALITY = "quality"  # with delivery and service, where nothing else is asked apart
    DELIVERY = "delivery"
    SUPPLY_SECURITY = "supply_security"
    CAPABILITY = "capability"
    PARTNERSHIP = "partnership"


class Lever(StrEnum):
    BUNDLE = "bundle"
    AUCTION = "auction"
    QUALIFY = "qualify"
    CATALOGUE = "catalogue"
    AUTOMATE = "automate"
    SAFETY_STOCK = "safety_stock"
    ALTERNATIVES = "alternatives"
    LONG_CONTRACT = "long_contract"
    JOINT_PLAN = "joint_plan"
    SHARED_FORECAST = "shared_forecast"
    SPREAD_VOLUME = "spread_volume"


@dataclass(frozen=True)
class Governance:
    """How much care a category gets: months of contracts, between strategies and between supplier reviews (0: none)."""

    contract_months: int
    approval_level: ApprovalLevel
    review_months: int
    supplier_review_months: int
    criteria: tuple[tuple[Asked, int], ...]  # parts of what the price leaves
    levers: tuple[Lever, ...]


@dataclass(frozen=True)
class Proposal:
    """What is proposed: procedure, auction, the price's weight in percent, the least number of bidders, governance."""

    procedure: Procedure
    auction_format: AuctionFormat
    price_weight: int
    minimum_bidders: int
    governance: Governance


_UNPLACED = Governance(12, ApprovalLevel.NORMAL, 12, 12, ((Asked.QUALITY, 1),), ())
GOVERNANCE = {
    Quadrant.LEVERAGE: Governance(
        12, ApprovalLevel.NORMAL, 12, 12, ((Asked.QUALITY, 1),),
        (Lever.BUNDLE, Lever.AUCTION, Lever.QUALIFY),
    ),
    Quadrant.ROUTINE: Governance(
        24, ApprovalLevel.LIGHT, 24, 0, ((Asked.QUALITY, 1),), (Lever.CATALOGUE, Lever.BUNDLE, Lever.AUTOMATE)
    ),
    Quadrant.BOTTLENECK: Governance(
        36, ApprovalLevel.NORMAL, 6, 3, ((Asked.SUPPLY_SECURITY, 2), (Asked.QUALITY, 1)),
        (Lever.SAFETY_STOCK, Lever.ALTERNATIVES, Lever.LONG_CONTRACT),
    ),
    Quadrant.STRATEGIC: Governance(
        24, ApprovalLevel.EXECUTIVE, 3, 3, ((Asked.CAPABILITY, 1), (Asked.PARTNERSHIP, 1)),
        (Lever.JOINT_PLAN, Lever.SHARED_FORECAST),
    ),
}  # fmt: skip
DIRECTIONS = {  # price weight, contract months, one more lever; Kraljic 1983: short and spread, or long and secured
    Direction.EXPLOIT: (55, 12, Lever.SPREAD_VOLUME),
    Direction.BALANCE: (40, 24, Lever.LONG_CONTRACT),
    Direction.DIVERSIFY: (30, 36, Lever.ALTERNATIVES),
}


def propose(
    quadrant: str, bidders: int, *, one_dominates: bool = False, specification_closed: bool = True, direction: str = ""
) -> Proposal:
    """Return the proposal for a quadrant; an unknown quadrant is bought like a leverage one, without an auction.

    `direction`: what the second step says of a strategic category (exploit, balance, diversify; empty: unknown).
    """
    care = GOVERNANCE[Quadrant(quadrant)] if quadrant else _UNPLACED
    if quadrant == Quadrant.ROUTINE:
        return Proposal(Procedure.RFQ, AuctionFormat.NONE, 90, 2, care)
    if quadrant == Quadrant.BOTTLENECK:
        return Proposal(Procedure.RFP, AuctionFormat.NONE, 40, 1, care)
    if quadrant == Quadrant.STRATEGIC:
        return _strategic(care, direction)
    if quadrant != Quadrant.LEVERAGE:
        return Proposal(Procedure.RFQ, AuctionFormat.NONE, 70, 3, care)
    return _leverage(care, bidders, one_dominates=one_dominates, specification_closed=specification_closed)


def _strategic(care: Governance, direction: str) -> Proposal:
    plain = Proposal(Procedure.NEGOTIATED_RFP, AuctionFormat.NONE, 40, 2, care)
    if not direction:
        return plain
    price, months, lever = DIRECTIONS[Direction(direction)]
    return replace(
        plain, price_weight=price, governance=replace(care, contract_months=months, levers=(*care.levers, lever))
    )  # fmt: skip


def _leverage(care: Governance, bidders: int, *, one_dominates: bool, specification_closed: bool) -> Proposal:
    if bidders <= 1:
        return Proposal(Procedure.NEGOTIATION, AuctionFormat.NONE, 70, 1, care)
    if not specification_closed:
        return Proposal(Procedure.RFQ, AuctionFormat.SEALED, 70, 2, care)
    if bidders == 2 or one_dominates:
        return Proposal(Procedure.RFQ_AUCTION, AuctionFormat.JAPANESE, 70, 2, care)
    return Proposal(Procedure.RFQ_AUCTION, AuctionFormat.ENGLISH, 70, 3, care)
