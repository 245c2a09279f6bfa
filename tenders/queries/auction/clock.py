"""What an open room asks the server now and then: its time, the close, and whether anything has changed."""

import hashlib
from datetime import datetime
from typing import Any

from tenders.models import Auction


def clock_of(auction: Auction, now: datetime, mark: str) -> dict[str, Any]:
    """Return server time and close in milliseconds; `mark` differs when the room should be drawn anew."""
    return {
        "now": _ms(now), "closes_at": _ms(auction.closes_at), "opens_at": _ms(auction.opens_at),
        "mark": mark_of(mark),
    }  # fmt: skip


def mark_of(text: str) -> str:
    """Return a short fingerprint: the page carries it, and nothing can be read from it."""
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def _ms(at: datetime | None) -> int | None:
    return None if at is None else int(at.timestamp() * 1000)
