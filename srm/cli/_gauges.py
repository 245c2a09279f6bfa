"""Finding and running the gauges in the checkout: benchmarks in `bench/`, assurance checks in `bench/checks/`."""

import json
import sys
from collections.abc import Mapping
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules
from typing import Any

from srm.cli._running import ROOT

NOT_GAUGES = {"record"}  # runs the others
KEYS = ("name", "figure", "unit", "limit", "ratio", "reach", "holds", "runs")


def names(package: str) -> list[str]:
    """Return the gauges of `bench` or `bench.checks`, from the files that are there."""
    directory = Path(ROOT, *package.split("."))
    modules = (module for module in iter_modules([str(directory)]) if not module.ispkg)
    found = (module.name for module in modules if module.name not in NOT_GAUGES)
    return [name.replace("_", "-") for name in found if not name.startswith("_")]


def load(package: str, name: str) -> Any:
    """Return a gauge's module, or stop with the list of those there are."""
    known = names(package)
    if name.lower() not in known:
        sys.exit(f"srm: no {name!r} in {package.replace('.', '/')}/; there are: {', '.join(known) or 'none'}")
    if str(ROOT) not in sys.path:
        sys.path.insert(0, str(ROOT))
    return import_module(f"{package}.{name.lower().replace('-', '_')}")


def report(result: Mapping[str, Any]) -> int:
    """Print the one JSON line, the known keys first; 0 when it holds, else 1."""
    ordered = {key: result.get(key) for key in KEYS} | dict(result)
    print(json.dumps(ordered, ensure_ascii=False, default=str), flush=True)
    return 0 if result["holds"] is True else 1
