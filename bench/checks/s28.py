"""S28: the deployment check, the content security policy, versions not below their floors, no inline code."""

from typing import Any

from bench.checks import _suite


def run(broken: str | None = None) -> dict[str, Any]:
    """Four groups of tests; it has no guard to switch off."""
    return _suite.run(
        "S28",
        "tests/security/test_deployment.py",
        "tests/security/test_floors.py",
        "tests/architecture/test_templates.py",
        guard=None,
        broken=broken,
        unit="findings",
    )
