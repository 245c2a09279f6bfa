import tomllib
from importlib.metadata import version
from pathlib import Path

import pytest
from packaging.version import Version

FLOORS = tomllib.loads((Path(__file__).parent / "floors.toml").read_text())


@pytest.mark.parametrize(("package", "floor"), FLOORS.items())
def test_installed_versions_are_not_below_their_floor(package, floor):
    assert Version(version(package)) >= Version(floor)
