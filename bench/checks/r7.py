"""R7: a bid that begins before the deadline and gets its lock after it."""

import os
from typing import Any

from bench.checks import _suite

CASES = (
    "tests/concurrency/test_deadlines.py::test_bid_that_gets_its_lock_after_the_deadline_is_late",
    "tests/concurrency/test_auction_late_lock.py",
)


def run(broken: str | None = None) -> dict[str, Any]:
    """Connections of which one holds the tender or the auction while the deadline passes; guard: lock."""
    os.environ.setdefault("SRM_TRIES", "50")
    return _suite.run("R7", *CASES, guard="lock", broken=broken, unit="late bids accepted")
