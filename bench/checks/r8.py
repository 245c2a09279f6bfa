"""R8: storms of bids in the last second; the close never moves back, nothing counts after it."""

from typing import Any

from bench.checks import _suite


def run(broken: str | None = None) -> dict[str, Any]:
    """Threads against PostgreSQL; guard: queue."""
    path = "tests/concurrency/test_auction_last_second.py"
    return _suite.run("R8", path, guard="queue", broken=broken, unit="wrong closes")
