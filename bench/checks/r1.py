"""R1 in small: many bids at once on one auction, every acknowledged one kept, the record without gaps."""

from typing import Any

from bench.checks import _suite


def run(broken: str | None = None) -> dict[str, Any]:
    """Threads against PostgreSQL, without the web server; guard: queue."""
    path = "tests/concurrency/test_auction_many_bids.py"
    return _suite.run("R1", path, guard="queue", broken=broken, unit="lost or doubled bids")
