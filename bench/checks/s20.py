"""S20: no name that starts with = + - @ TAB or CR becomes a formula in any CSV or XLSX that leaves the house."""

from typing import Any

from bench.checks import _suite


def run(broken: str | None = None) -> dict[str, Any]:
    """Every export with hostile names, and that there is one writer only; guard: formulas."""
    return _suite.run(
        "S20",
        "tests/imports/test_export.py",
        "tests/security/test_exports.py",
        guard="formulas",
        broken=broken,
        unit="formulas",
    )
