"""S11: requests of other sites, framing, and the session at sign-in. Sessions and the second factor: S12."""

from typing import Any

from bench.checks import _suite


def run(broken: str | None = None) -> dict[str, Any]:
    """Every route is tried; guard: csrf."""
    return _suite.run("S11", "tests/security/test_requests.py", guard="csrf", broken=broken, unit="open doors")
