"""R6: bids 5 and 1 ms before the deadline, at it, 1 and 5 ms after it, by the database's clock, 200 of each."""

import os
from typing import Any

from bench.checks import _suite

CASES = "tests/concurrency/test_deadlines.py::test_bids_around_the_deadline_are_decided_by_it_alone"


def run(broken: str | None = None) -> dict[str, Any]:
    """Each outcome against an independent reading of the database's clock; guard: clock."""
    os.environ.setdefault("SRM_TRIES", "200")
    return _suite.run("R6", CASES, guard="clock", broken=broken, unit="offsets with a wrong outcome")
