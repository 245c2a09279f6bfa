"""What happens to a bid. Nothing here names a price or a bidder: before the opening nobody may count them."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class TenderInvitationAccepted:
    tender: str


@dataclass(frozen=True)
class TenderInvitationDeclined:
    tender: str
    reason: str


@dataclass(frozen=True)
class BidSubmitted:
    tender: str
    bid: str
    receipt: str
    digest: str
    submitted_at: datetime


@dataclass(frozen=True)
class BidWithdrawn:
    tender: str
    bid: str
    digest: str


@dataclass(frozen=True)
class BidsOpened:
    tender: str
    number: str
    bids: int
    digests: list[str]


@dataclass(frozen=True)
class BidExcluded:
    tender: str
    bid: str
    reason: str


@dataclass(frozen=True)
class BidReadmitted:
    tender: str
    bid: str
    reason: str
