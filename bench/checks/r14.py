"""R14: 50 requests of 10 on a budget of 100: exactly 10 are committed."""

from typing import Any

from bench.checks import _suite


def run(broken: str | None = None) -> dict[str, Any]:
    """Threads against PostgreSQL; guard: purse."""
    test = "test_fifty_requests_of_ten_on_a_budget_of_a_hundred_commit_exactly_ten"
    path = f"tests/concurrency/test_approval_races.py::{test}"
    return _suite.run("R14", path, guard="purse", broken=broken, unit="wrong outcomes")
