"""The product's own files, parsed once."""

import ast
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
STAGES = ("suppliers", "procurement", "tenders", "contracts", "analytics")
PACKAGES = ("srm", *STAGES)


@cache
def modules() -> dict[str, ast.Module]:
    """Return the syntax trees by path below the repository, without migrations."""
    paths = [p for package in PACKAGES for p in sorted((ROOT / package).rglob("*.py")) if "migrations" not in p.parts]
    return {str(p.relative_to(ROOT)): ast.parse(p.read_text()) for p in paths}


def functions(tree: ast.Module) -> list[ast.FunctionDef | ast.AsyncFunctionDef]:
    """Return the functions at the top of a module."""
    return [node for node in tree.body if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef))]


def names(node: ast.AST) -> set[str]:
    """Return every name and attribute that occurs below the node."""
    found = {n.id for n in ast.walk(node) if isinstance(n, ast.Name)}
    return found | {n.attr for n in ast.walk(node) if isinstance(n, ast.Attribute)}
