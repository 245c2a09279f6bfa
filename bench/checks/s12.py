"""S12 (to S16): sessions end, letters lead home, the second factor is asked for and cannot be walked round."""

from typing import Any

from bench.checks import _suite

TESTS = ("tests/security/test_elevation.py", "tests/security/test_sessions.py", "tests/srm/test_factors.py")


def run(broken: str | None = None) -> dict[str, Any]:
    """Every route that binds the company is tried without and with a factor; guard: factor."""
    return _suite.run("S12", *TESTS, guard="factor", broken=broken, unit="ways round")
