"""Plant faults in a copy of the rules, one at a time, and see which test notices.

    python -m bench.mutate [AREA …]        an area is the beginning of a path, such as tenders/rules/score

Tests run without Django and without a database, as the rules do. pytest and what tests need are loaded once; every
fault then gets a fork of that process, which loads the rules from the copy, and stops at the first test that fails.
Caught means that a test ran and failed, or never ended. A fault that already hinders the loading of a test proves
nothing about it and counts as not caught.
"""

import multiprocessing
import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from time import perf_counter
from typing import Any

from bench._planted import PLANTED, TESTS, Planted

ROOT = Path(__file__).resolve().parents[1]
COPIED = ["srm/calc", "srm/money", "docs/calculations", "tests", "bench"]
COPIED += [f"{app}/rules" for app in ("suppliers", "procurement", "tenders", "contracts", "analytics")]
LEFT_OUT = shutil.ignore_patterns("__pycache__", "conftest.py")
LOADED_ONCE = ["pytest", "hypothesis", "highspy", "jsonschema"]
PLUGINS = ["-p", "_hypothesis_pytestplugin", "-p", "no:cacheprovider"]
NO_SHRINKING = """from hypothesis import Phase, settings
settings.register_profile("once", phases=[Phase.explicit, Phase.generate], database=None, deadline=None)
settings.load_profile("once")
"""  # a failure is enough; nobody reads the example
TIMEOUT_S = 600
PASSED, NEVER_ENDED = "passed", "it never ended"


def run(areas: list[str] | None = None) -> dict[str, Any]:
    """How many of the planted faults some test caught; it holds only when none survives."""
    began = perf_counter()
    chosen = [planted for planted in PLANTED if not areas or planted.file.startswith(tuple(areas))]
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder)
        _copy_to(copy)
        _load_once(copy)
        for area in _areas(chosen):
            if (verdict := _verdict(copy, area)) != PASSED:
                raise RuntimeError(f"inconclusive: {area} fails before anything is planted: {verdict}")
        verdicts = [(planted, _try_out(copy, planted)) for planted in chosen]
    missed = [(planted, verdict) for planted, verdict in verdicts if not _is_caught(verdict)]
    caught = len(chosen) - len(missed)
    return {
        "name": "mutate",
        "figure": caught,
        "unit": "caught",
        "limit": len(chosen),
        "ratio": round(caught / len(chosen), 3) if chosen else None,
        "reach": f"{len(chosen)} planted changes in {len(_areas(chosen))} calculations, {perf_counter() - began:.0f} s",
        "holds": bool(chosen) and not missed,
        "runs": [f"{planted.file}: {planted.new}: {verdict}" for planted, verdict in missed],
    }


def _copy_to(copy: Path) -> None:
    for name in COPIED:
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, copy / name, ignore=LEFT_OUT)
    for package in {Path(name).parts[0] for name in COPIED}:
        (copy / package / "__init__.py").touch()
    (copy / "tests" / "__init__.py").write_text(NO_SHRINKING, encoding="utf-8")


def _load_once(copy: Path) -> None:
    """Set up what every fork inherits: the libraries, and the copy as the only place of our packages."""
    for name in LOADED_ONCE:
        import_module(name)
    os.environ |= {"PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1", "PYTHONPATH": str(copy)}
    os.environ.pop("PYTEST_ADDOPTS", None)
    sys.dont_write_bytecode = True


def _areas(chosen: list[Planted]) -> list[str]:
    return [area for area in TESTS if any(planted.file.startswith(area) for planted in chosen)]


def _try_out(copy: Path, planted: Planted) -> str:
    with _plant(copy / planted.file, planted):
        verdict = _verdict(copy, next(area for area in TESTS if planted.file.startswith(area)))
    word = "caught  " if _is_caught(verdict) else "SURVIVED"
    print(word, planted.file, "|", planted.new, "|", verdict, file=sys.stderr, flush=True)
    return verdict


@contextmanager
def _plant(path: Path, planted: Planted) -> Iterator[None]:
    original = path.read_text(encoding="utf-8")
    if original.count(planted.old) != 1:
        raise RuntimeError(f"stale: {planted.file} does not have exactly one {planted.old!r}")
    path.write_text(original.replace(planted.old, planted.new), encoding="utf-8")
    try:
        yield
    finally:
        path.write_text(original, encoding="utf-8")


def _is_caught(verdict: str) -> bool:
    return verdict.startswith("tests/") or verdict == NEVER_ENDED


def _verdict(copy: Path, area: str) -> str:
    """The first test that fails, PASSED, NEVER_ENDED, or why there is nothing to say."""
    fork = multiprocessing.get_context("fork")
    answer = fork.SimpleQueue()
    process = fork.Process(target=_run_tests, args=(copy, _test_files(area), answer))
    process.start()
    process.join(TIMEOUT_S)
    if process.is_alive():
        process.kill()
        process.join()
        return NEVER_ENDED
    return "the run broke off" if answer.empty() else str(answer.get())


def _test_files(area: str) -> list[str]:
    files = [str(path.relative_to(ROOT)) for pattern in TESTS[area] for path in sorted(ROOT.glob(pattern))]
    if not files:
        raise RuntimeError(f"inconclusive: {area} has no tests")
    return files


class _FirstFailure:
    """A pytest plugin that remembers the first test that failed."""

    node = ""

    def pytest_runtest_logreport(self, report: Any) -> None:
        if report.failed and not self.node:
            self.node = report.nodeid


def _run_tests(copy: Path, files: list[str], answer: Any) -> None:
    import pytest

    os.chdir(copy)
    _silence()
    _forget_our_modules()
    sys.path[:] = [str(copy), *(path for path in sys.path if path and Path(path).resolve() != ROOT)]
    first = _FirstFailure()
    code = pytest.main(["-x", "-q", "-c", os.devnull, f"--rootdir={copy}", *PLUGINS, *files], plugins=[first])
    answer.put({0: PASSED, 1: first.node}.get(int(code)) or f"pytest ended with {int(code)}")


def _silence() -> None:
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    os.dup2(nowhere, 2)


def _forget_our_modules() -> None:
    """Packages that the parent loaded from the checkout must be found anew in the copy."""
    ours = {Path(name).parts[0] for name in COPIED}
    for name in [name for name in sys.modules if name.split(".")[0] in ours]:
        del sys.modules[name]


if __name__ == "__main__":
    outcome = run(sys.argv[1:])
    print(outcome)
    sys.exit(0 if outcome["holds"] else 1)
