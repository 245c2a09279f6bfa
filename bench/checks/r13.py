"""R13: two approvers at once, and an approval against an edit: one outcome each."""

import os
from typing import Any

from bench.checks import _suite


def run(broken: str | None = None) -> dict[str, Any]:
    """Threads against PostgreSQL, 250 pairs of each kind (`SRM_PAIRS`); guard: turn."""
    os.environ.setdefault("SRM_PAIRS", "250")
    tests = "tests/concurrency/test_approval_races.py"
    names = ("test_of_two_approvers_at_once_one_decides", "test_approved_and_edited_at_once_has_one_outcome")
    return _suite.run(
        "R13", *(f"{tests}::{name}" for name in names), guard="turn", broken=broken, unit="wrong outcomes"
    )  # fmt: skip
