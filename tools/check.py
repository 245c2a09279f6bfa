"""What CI runs, one step after the other; every step runs, and the faults are named together at the end."""

import os
import secrets
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BIN = Path(sys.executable).parent
JOBS = os.environ.get("JOBS", "2")
PRODUCTION = {
    "SRM_PRODUCTION": "1",
    "SECRET_KEY": secrets.token_urlsafe(64),
    "ALLOWED_HOSTS": "srm.example",
    "SITE_URL": "https://srm.example",
}
PYTHON = [str(BIN / "python")]
DJANGO = [*PYTHON, "manage.py"]
STEPS: list[tuple[str, list[str], dict[str, str]]] = [
    ("lint", [str(BIN / "ruff"), "check", "."], {}),
    ("format", [str(BIN / "ruff"), "format", "--check", "."], {}),
    ("layers", [str(BIN / "lint-imports"), "--no-cache"], {}),
    ("types", [str(BIN / "mypy")], {}),
    ("migrations", [*DJANGO, "makemigrations", "--check", "--dry-run"], {}),
    ("deployment", [*DJANGO, "check", "--deploy", "--fail-level", "WARNING"], PRODUCTION),
    ("static files", [*DJANGO, "collectstatic", "--noinput", "--verbosity", "0"], PRODUCTION),
    ("rules coverage", [*PYTHON, "tools/rules_coverage.py"], {}),
    ("tests", [str(BIN / "pytest"), "-n", JOBS], {}),
]


def main() -> int:
    """Run all of it; 0 when nothing failed."""
    failed = [name for name, command, env in STEPS if not passes(name, command, env)]
    print(f"\nFailed: {', '.join(failed)}" if failed else "\nAll checks passed.")
    return 1 if failed else 0


def passes(name: str, command: list[str], env: dict[str, str]) -> bool:
    """Run one step and show its output only when it fails, but the tests' always."""
    began = time.monotonic()
    show = None if name == "tests" else subprocess.PIPE
    print(f"{name} …", flush=True)
    here = {**os.environ, "PYTHONPATH": str(ROOT), "DJANGO_SETTINGS_MODULE": "srm.settings", **env}
    done = subprocess.run(command, cwd=ROOT, env=here, stdout=show, stderr=subprocess.STDOUT, text=True, check=False)
    verdict = "ok" if done.returncode == 0 else "FAILED"
    if done.returncode and done.stdout:
        print(done.stdout)
    print(f"{name}: {verdict} in {time.monotonic() - began:.0f} s", flush=True)
    return done.returncode == 0


if __name__ == "__main__":
    sys.exit(main())
