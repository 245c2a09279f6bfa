"""``srm doctor``: what this machine lacks, and how to get it."""

import argparse
import importlib
import os
import shutil
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from srm.cli._running import ROOT, data_dir, is_embedded

HELP = "Say what is missing on this machine and how to get it."
LEAST_FREE_GIB = 2
PANGO = "apt install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 fonts-dejavu-core (macOS: brew install pango)"


@dataclass(frozen=True)
class Finding:
    """One thing looked at: whether it is there, whether the product runs without it, how to get it."""

    name: str
    detail: str
    remedy: str = ""
    found: bool = True
    needed: bool = True

    @property
    def mark(self) -> str:
        return "ok" if self.found else "MISSING" if self.needed else "absent"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--port", type=int, default=8000, help="port that should be free (8000)")


def run(args: argparse.Namespace) -> int:
    """0 when nothing needed is missing, else 1."""
    missing = False
    for finding in findings(args.port):
        print(f"{finding.mark:<8} {finding.name:<22} {finding.detail}")
        if not finding.found:
            print(f"{'':<8} {'':<22} → {finding.remedy}")
            missing = missing or finding.needed
    return int(missing)


def findings(port: int) -> Iterator[Finding]:
    """Look at each thing in turn."""
    looks: list[Callable[[], Finding]] = [
        python, settings, pango, database_programs, database, assets, lambda: free_port(port), disk, chromium, node,
    ]  # fmt: skip
    for look in looks:
        yield look()


def python() -> Finding:
    version = ".".join(map(str, sys.version_info[:3]))
    return Finding("Python", version, "install Python 3.11 or newer", found=sys.version_info >= (3, 11))


def settings() -> Finding:
    from srm.cli.serve import wrong_settings

    wrong = wrong_settings()
    return Finding("Settings", wrong or "can be read", "set it in the environment", found=not wrong)


def pango() -> Finding:
    """WeasyPrint fails when imported without it; only PDF documents need it."""
    try:
        importlib.import_module("weasyprint")
    except (ImportError, OSError) as error:
        return Finding("Pango (PDF)", str(error).splitlines()[0][:80], PANGO, found=False, needed=False)
    return Finding("Pango (PDF)", "PDF documents can be made")


def database_programs() -> Finding:
    from srm.embedded import binaries

    try:
        version = subprocess.run(
            [binaries.program("postgres"), "--version"], capture_output=True, text=True, check=True
        ).stdout.strip()  # fmt: skip
    except (RuntimeError, OSError, subprocess.CalledProcessError) as error:
        remedy = "uv sync; where there is no wheel, set DATABASE_URL to a PostgreSQL ≥ 15"
        return Finding("PostgreSQL programs", str(error)[:80], remedy, found=False, needed=is_embedded())
    return Finding("PostgreSQL programs", version)


def database() -> Finding:
    if not settings().found:
        return Finding("Database", "not asked: the settings are wrong", "set them first", found=False)
    if is_embedded():
        return Finding("Database", f"private, in {data_dir()}; `srm serve` starts it")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "srm.settings")
    import django
    from django.db import Error, connection

    django.setup()
    try:
        connection.ensure_connection()
    except Error as error:
        return Finding("Database", str(error).strip().splitlines()[0][:80], "look at DATABASE_URL", found=False)
    version = connection.pg_version // 10000  # type: ignore[attr-defined]
    return Finding("Database", f"PostgreSQL {version}", "PostgreSQL 15 or newer is needed", found=version >= 15)


def assets() -> Finding:
    there = (ROOT / "srm/static/vendor/.stamp").exists()
    return Finding("Front-end assets", "in srm/static/vendor" if there else "not fetched", "make assets", found=there)


def free_port(port: int) -> Finding:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError as error:
            return Finding(f"Port {port}", str(error.strerror), "srm serve --port OTHER", found=False, needed=False)
    return Finding(f"Port {port}", "free")


def disk() -> Finding:
    place = next(p for p in [data_dir(), *data_dir().parents] if p.exists())
    free = shutil.disk_usage(place).free / 2**30
    writable = os.access(place, os.W_OK)
    detail = f"{free:.1f} GiB free at {place}" + ("" if writable else ", not writable")
    remedy = f"set SRM_DATA_DIR to a place of yours with {LEAST_FREE_GIB} GiB"
    return Finding("Disk", detail, remedy, found=writable and free >= LEAST_FREE_GIB)


def chromium() -> Finding:
    found = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
    remedy = "apt install chromium: only the browser tests use it"
    return Finding("Chromium (tests)", found or "not found", remedy, found=bool(found), needed=False)


def node() -> Finding:
    beside = Path(sys.executable).parent / "npm"
    found = shutil.which("npm") or (str(beside) if beside.exists() else "")
    remedy = "nothing to do: `make assets` brings one along"
    return Finding("Node (set-up)", found or "not found", remedy, found=bool(found), needed=False)
