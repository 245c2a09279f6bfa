"""S1: every route and API operation with every member of the cast, as the permission table says."""

from typing import Any

from bench.checks import _suite


def run(broken: str | None = None) -> dict[str, Any]:
    """The table is walked line by line; guard: door."""
    return _suite.run("S1", "tests/matrix/test_matrix.py", guard="door", broken=broken, unit="leaks")
