"""How long `srm demo` takes to its first page: on nothing at all, and again on what the first start left."""

import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path
from statistics import median
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
COLD_LIMIT_S, AGAIN_LIMIT_S = 120.0, 10.0
PATIENCE_S = 300.0
ENOUGH = 3


def run(runs: int = ENOUGH) -> dict[str, Any]:
    """One cold start and the median of several second ones; dependencies are installed beforehand."""
    with tempfile.TemporaryDirectory(prefix="srm-bench-", ignore_cleanup_errors=True) as name:
        Path(name).chmod(0o755)  # as root the database runs as somebody else, who must get there
        cold = start_and_stop(Path(name))
        again = [start_and_stop(Path(name)) for _ in range(runs)]
    figure = median(again)
    return {
        "name": "demo",
        "figure": round(figure, 1),
        "unit": "s to the first page, second start",
        "limit": AGAIN_LIMIT_S,
        "ratio": round(figure / AGAIN_LIMIT_S, 2),
        "reach": f"cold start {cold:.1f} s of {COLD_LIMIT_S:.0f}, dependencies in place; load {os.getloadavg()[0]:.1f}",
        "holds": figure < AGAIN_LIMIT_S and cold < COLD_LIMIT_S,
        "runs": [round(seconds, 1) for seconds in again],
    }


def start_and_stop(directory: Path) -> float:
    """Return the seconds from the command to an answered sign-in page; then stop it as Ctrl-C would."""
    port = free_port()
    env = {k: v for k, v in os.environ.items() if k not in {"DATABASE_URL", "REDIS_URL", "CELERY_BROKER_URL"}}
    env |= {"SRM_DATA_DIR": str(directory / "data"), "PYTHONPATH": str(ROOT)}
    began = time.monotonic()
    process = subprocess.Popen(  # noqa: S603
        [sys.executable, "-m", "srm.cli", "demo", "--port", str(port)],
        env=env, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        while not answers(f"http://127.0.0.1:{port}/accounts/login/"):
            if process.poll() is not None or time.monotonic() - began > PATIENCE_S:
                raise RuntimeError("srm demo did not come up")
            time.sleep(0.05)
        return time.monotonic() - began
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(timeout=60)


def answers(url: str) -> bool:
    """Tell whether the page is there."""
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        with opener.open(url, timeout=5) as response:
            return response.status == 200
    except OSError:
        return False


def free_port() -> int:
    """Return a port that was free a moment ago."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


if __name__ == "__main__":
    print(json.dumps(run(), ensure_ascii=False))
