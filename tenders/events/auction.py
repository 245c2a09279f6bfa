"""What happens to an auction. Bids themselves are its own append-only record; the closing seals them into the chain.

Bidders go by alias only: whoever may read the auction's timeline learns no name from it.
"""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class AuctionScheduled:
    auction: str
    tender: str
    lot: str
    number: str
    opens_at: datetime
    closes_at: datetime
    rules_sha256: str


@dataclass(frozen=True)
class AuctionBegun:
    auction: str
    number: str


@dataclass(frozen=True)
class AuctionPaused:
    auction: str
    reason: str


@dataclass(frozen=True)
class AuctionResumed:
    auction: str
    reason: str
    closes_at: datetime


@dataclass(frozen=True)
class AuctionExtended:
    auction: str
    by_s: int
    reason: str
    closes_at: datetime | None


@dataclass(frozen=True)
class AuctionStopped:
    auction: str
    reason: str


@dataclass(frozen=True)
class AuctionBidderExcluded:
    auction: str
    alias: str
    reason: str


@dataclass(frozen=True)
class AuctionCancelled:
    auction: str
    number: str
    reason: str


@dataclass(frozen=True)
class AuctionClosed:
    """The result stands: the hashes bind every bid and the ranking into the signed chain."""

    auction: str
    tender: str
    lot: str
    number: str
    closes_at: datetime
    input_sha256: str
    result_sha256: str
    subject_sha256: str = ""
