"""The table gathered from its files."""

from importlib import import_module
from pkgutil import iter_modules

import tests.matrix
from tests.matrix.table import Counted, Row

OWN = {"table", "routes", "rows", "document", "__main__"}


def _gather(name: str) -> list:
    names = sorted(m.name for m in iter_modules(tests.matrix.__path__) if not m.name.startswith("test_"))
    modules = [import_module(f"tests.matrix.{module}") for module in names if module not in OWN]
    return [entry for module in modules for entry in getattr(module, name, [])]


ROWS: list[Row] = _gather("ROWS")
COUNTED: list[Counted] = _gather("COUNTED")
