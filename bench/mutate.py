"""Plant faults in a copy of the rules, one at a time, and see whether the tests notice.

    python -m bench.mutate [AREA …]        an area is the beginning of a path, such as tenders/rules/score

Tests run without Django and without a database, as the rules do.
"""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from bench._planted import PLANTED, TESTS, Planted

ROOT = Path(__file__).resolve().parents[1]
COPIED = ["srm", "suppliers", "procurement", "tenders", "contracts", "analytics", "tests", "docs"]
LEFT_OUT = shutil.ignore_patterns("__pycache__", "conftest.py", "static", "migrations", "templates")
TIMEOUT_S = 600


def run(areas: list[str] | None = None) -> dict[str, Any]:
    """How many of the planted faults some test caught; it holds only when none survives."""
    chosen = [planted for planted in PLANTED if not areas or planted.file.startswith(tuple(areas))]
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder)
        _copy_to(copy)
        untested = [area for area in _areas(chosen) if _notices(copy, area)]
        if untested:
            raise RuntimeError(f"inconclusive: tests fail before anything is planted: {', '.join(untested)}")
        survivors = [planted for planted in chosen if not _is_caught(copy, planted)]
    caught = len(chosen) - len(survivors)
    return {
        "name": "mutate",
        "figure": caught,
        "unit": "caught",
        "limit": len(chosen),
        "ratio": round(caught / len(chosen), 3),
        "reach": f"{len(chosen)} planted changes in {len(_areas(chosen))} calculations",
        "holds": not survivors,
        "runs": [f"{planted.file}: {planted.new}" for planted in survivors],
    }


def _copy_to(copy: Path) -> None:
    for name in COPIED:
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, copy / name, ignore=LEFT_OUT)


def _areas(chosen: list[Planted]) -> list[str]:
    return [area for area in TESTS if any(planted.file.startswith(area) for planted in chosen)]


def _is_caught(copy: Path, planted: Planted) -> bool:
    path = copy / planted.file
    original = path.read_text(encoding="utf-8")
    if original.count(planted.old) != 1:
        raise RuntimeError(f"stale: {planted.file} does not have exactly one {planted.old!r}")
    path.write_text(original.replace(planted.old, planted.new), encoding="utf-8")
    try:
        caught = _notices(copy, next(area for area in TESTS if planted.file.startswith(area)))
    finally:
        path.write_text(original, encoding="utf-8")
    print("caught  " if caught else "SURVIVED", planted.file, "|", planted.new, file=sys.stderr, flush=True)
    return caught


def _notices(copy: Path, area: str) -> bool:
    """Whether a test of the area fails; one that never ends has noticed too."""
    command = [sys.executable, "-B", "-m", "pytest", "-x", "-q", "-c", os.devnull, f"--rootdir={copy}"]
    plugins = ["-p", "no:django", "-p", "no:cacheprovider", "-p", "no:randomly"]
    environment = {**os.environ, "PYTHONPATH": str(copy)}
    try:
        done = subprocess.run(  # noqa: S603
            [*command, *plugins, *_test_files(copy, area)],
            cwd=copy,
            env=environment,
            capture_output=True,
            timeout=TIMEOUT_S,
        )
    except subprocess.TimeoutExpired:
        return True
    if done.returncode not in {0, 1, 2}:
        raise RuntimeError(f"inconclusive: {done.stdout.decode()[-2000:]}")
    return done.returncode != 0


def _test_files(copy: Path, area: str) -> Iterator[str]:
    for pattern in TESTS[area]:
        yield from sorted(str(path.relative_to(copy)) for path in copy.glob(pattern))


if __name__ == "__main__":
    outcome = run(sys.argv[1:])
    print(outcome)
    sys.exit(0 if outcome["holds"] else 1)
