"""The manners that a machine can see. Each failure lists the places."""

import ast
from pathlib import Path

import pytest

from tests.architecture.source import PACKAGES, ROOT, STAGES, functions, modules, names

VAGUE = {"utils", "helpers", "common", "misc", "util", "helper"}


def verbs():
    """What an app's services offer: the functions its `services/__init__.py` re-exports that act `by` somebody."""
    for path, tree in modules().items():
        parts = Path(path).with_suffix("").parts
        if parts[0] in STAGES and "services" in parts[1:] and parts[-1] != "__init__":
            offered = exported(parts[0])
            yield from ((path, f) for f in functions(tree) if f.name in offered and acts(f))


def exported(app):
    tree = modules().get(f"{app}/services/__init__.py", ast.Module([], []))
    return {
        alias.asname or alias.name
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
    }


def acts(function):
    return any(a.arg == "by" for a in (*function.args.args, *function.args.kwonlyargs))


def test_files_have_no_vague_names():
    assert [p for p in modules() if VAGUE & set(Path(p).with_suffix("").parts)] == []


def test_verbs_take_keywords_only():
    loose = [f"{path}:{f.lineno} {f.name}" for path, f in verbs() if f.args.args]

    assert loose == []


def test_verbs_are_atomic():
    unguarded = [
        f"{path}:{f.lineno} {f.name}"
        for path, f in verbs()
        if not any("atomic" in names(d) for d in (*f.decorator_list, *f.body))
    ]

    assert unguarded == [], "A verb is @transaction.atomic."


def test_verbs_have_a_docstring():
    assert [f"{p}:{f.lineno} {f.name}" for p, f in verbs() if not ast.get_docstring(f)] == []


def test_model_signals_are_not_used():
    signals = {"pre_save", "post_save", "pre_delete", "post_delete", "m2m_changed"}

    assert [path for path, tree in modules().items() if signals & names(tree)] == []


def test_tasks_are_sent_after_commit_only():
    sent = [
        f"{path}:{node.lineno}"
        for path, tree in modules().items()
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)
        if node.func.attr in {"delay", "apply_async"}
    ]

    assert sent == [], "Long work starts from a recorded event: never .delay()."


def test_times_are_read_from_one_clock():
    loose = [
        f"{path}:{node.lineno}"
        for path, tree in modules().items()
        if "services" in path and path.split("/")[0] in STAGES
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute) and node.attr in {"now", "today", "utcnow"}
        if isinstance(node.value, ast.Name) and node.value.id in {"datetime", "date", "timezone"}
    ]

    assert loose == [], "A service reads srm.clock after its lock."


def test_files_stay_short():
    long = {
        path: lines
        for path in modules()
        if (lines := len((ROOT / path).read_text().splitlines())) > 500 and "settings" not in path
    }

    assert long == {}, "Look for the seam at 300 lines; above 500 a file is split."


@pytest.mark.parametrize("package", PACKAGES)
def test_most_functions_are_short(package):
    lengths = sorted(
        node.end_lineno - node.lineno + 1
        for path, tree in modules().items()
        if path.startswith(f"{package}/")
        for node in ast.walk(tree)
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef))
    )
    if not lengths:
        pytest.skip("no functions yet")

    assert lengths[len(lengths) // 2] < 15
    assert lengths[int(len(lengths) * 0.95)] <= 45


def test_views_are_thin():
    fat = [
        f"{path}:{f.lineno} {f.name} ({f.end_lineno - f.lineno + 1})"
        for path, tree in modules().items()
        if path.split("/")[0] in STAGES and {"views", "portal"} & set(Path(path).with_suffix("").parts)
        for f in functions(tree)
        if f.end_lineno - f.lineno + 1 > 30
    ]

    assert fat == [], "A view is 5 to 15 lines: what is more belongs into a query, a form or a service."
