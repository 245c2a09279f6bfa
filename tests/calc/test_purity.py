"""Rules stand on the ground floor: whoever checks us needs Python, our rules, and nothing that they drag in."""

import ast
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
APPS = ["suppliers", "procurement", "tenders", "contracts", "analytics"]
MODULES = sorted(path for app in APPS for path in (ROOT / app / "rules").rglob("*.py"))
SHARED = "srm.money.exact"
LAZY = {"highspy", "numpy"}  # the award solver, and what it cannot do without


def imports_of(path):
    tree = ast.parse(path.read_text(encoding="utf-8"))
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((alias.name, node in tree.body) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.module, node in tree.body


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_rules_import_the_standard_library_the_exact_numbers_and_themselves(path):
    own = f"{path.relative_to(ROOT).parts[0]}.rules"

    for module, at_top in imports_of(path):
        allowed = module.split(".")[0] in sys.stdlib_module_names or module == SHARED or module.startswith(own)
        assert allowed or (module.split(".")[0] in LAZY and not at_top), module


def test_the_exact_numbers_import_the_standard_library_only():
    modules = [module for module, _ in imports_of(ROOT / "srm" / "money" / "exact.py")]

    assert all(module.split(".")[0] in sys.stdlib_module_names for module in modules)


@pytest.mark.parametrize("package", [*APPS, "srm", "srm/calc", "srm/money", "srm/cli"])
def test_every_init_on_the_way_to_a_calculation_is_empty(package):
    folder = ROOT / package
    inits = [folder / "__init__.py", *(folder / "rules").rglob("__init__.py")]

    assert [path for path in inits if path.read_text(encoding="utf-8").strip()] == []
