"""The decision on a lot. Recorded on the evaluation it rests on, so that the protocol tells the whole of it."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal


@dataclass(frozen=True)
class AwardProposed:
    tender: str
    lot: str
    award: str
    bid: str
    amount: Decimal
    currency: str
    justification: str


@dataclass(frozen=True)
class AwardReturned:
    tender: str
    award: str
    comment: str


@dataclass(frozen=True)
class LotAwarded:
    """Somebody other than the buyer has approved: `award_id` is the award's key, the rest are public ids."""

    award_id: int
    award: str
    tender: str
    lot: str
    supplier: str
    amount: Decimal
    currency: str
    standstill_until: datetime | None
    comment: str = ""


@dataclass(frozen=True)
class AwardAccepted:
    award_id: int
    award: str
    tender: str
    lot: str
    supplier: str


@dataclass(frozen=True)
class AwardRefused:
    award_id: int
    award: str
    tender: str
    lot: str
    supplier: str
    reason: str
