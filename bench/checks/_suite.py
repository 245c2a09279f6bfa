"""A check that is a part of the test suite: run it in a process of its own, count what it exercised."""

import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from bench.record import ROOT


def run(name: str, *paths: str, guard: str | None, broken: str | None, unit: str) -> dict[str, Any]:
    """Run these tests; it holds when all passed and there were some. `broken` must be this check's own guard."""
    if broken and broken != guard:
        sys.exit(f"srm: check {name} has the guard {guard!r}, not {broken!r}" if guard else f"srm: {name} has no guard")
    began = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        counts = _counts(Path(folder, "counts.json"), paths, broken)
    exercised = counts["passed"] + counts["failed"]
    return {
        "name": name,
        "figure": counts["failed"],
        "unit": unit,
        "limit": 0,
        "reach": f"{exercised} cases",
        "holds": exercised > 0 and counts["failed"] == 0,
        "runs": {**counts, "seconds": round(time.monotonic() - began, 1)},
        "inconclusive": exercised == 0,
    }


def _counts(file: Path, paths: tuple[str, ...], broken: str | None) -> dict[str, int]:
    command = [sys.executable, "-m", "pytest", "-q", "--no-header", "-p", "bench.checks._guards", *paths]
    environment = {**os.environ, "SRM_COUNTS": str(file), "SRM_BREAK": broken or "", "PYTHONPATH": str(ROOT)}
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)  # noqa: S603
    if done.returncode != 0:
        print("\n".join(done.stdout.splitlines()[-30:]), file=sys.stderr)
    counts: dict[str, int] = json.loads(file.read_text()) if file.exists() else {"passed": 0, "failed": 0, "skipped": 0}
    return counts
