"""R4: one Idempotency-Key 50 times at once, with another body, and with a crash in the middle."""

from typing import Any

from bench.checks import _suite


def run(broken: str | None = None) -> dict[str, Any]:
    """Threads against PostgreSQL; guard: key."""
    return _suite.run("R4", "tests/srm/test_idempotency.py", guard="key", broken=broken, unit="wrong outcomes")
