"""R26: no list asks the database more often when it has more rows."""

from typing import Any

from bench.checks import _suite


def run(broken: str | None = None) -> dict[str, Any]:
    """3 and 30 rows in every list; guard: joins."""
    return _suite.run(
        "R26", "tests/matrix/test_queries.py", guard="joins", broken=broken, unit="lists that grow or pass 15 queries"
    )
