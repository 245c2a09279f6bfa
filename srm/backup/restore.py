"""Bringing a backup back into an empty database, and proving that it is all there."""

import json
import shutil
import subprocess
import tarfile
import tempfile
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection

from srm import broker
from srm.backup import BackupError
from srm.backup.facts import broken_chains, facts
from srm.backup.make import FORMAT
from srm.embedded import binaries

SINCE_17 = b"SET transaction_timeout = 0;"  # written by newer programs, unknown to older servers


def restore_backup(source: Path, *, replace: bool) -> dict[str, Any]:
    """Restore the archive and compare every count and all event chains with its manifest, which is returned.

    Raises BackupError when the database holds data (unless `replace`), or when anything differs afterwards.
    """
    with tempfile.TemporaryDirectory() as name:
        directory = Path(name)
        manifest = _unpack(source, directory)
        _make_room(replace=replace)
        _load(directory / "database.dump")
        _put_files(directory / "files", replace=replace)
    _compare(manifest)
    return manifest


def _unpack(source: Path, directory: Path) -> dict[str, Any]:
    try:
        with tarfile.open(source) as archive:
            archive.extractall(directory, filter="data")
        manifest: dict[str, Any] = json.loads((directory / "manifest.json").read_text())
    except (tarfile.TarError, OSError, ValueError) as error:
        raise BackupError(f"{source} is no backup of SRM: {error}") from None
    if manifest.get("format") != FORMAT:
        raise BackupError(f"{source} has format {manifest.get('format')}; this version reads {FORMAT}.")
    return manifest


def _make_room(*, replace: bool) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'")
        if cursor.fetchone()[0] == 0:
            return
        if not replace:
            raise BackupError("The database is not empty. --replace removes everything in it first.")
        cursor.execute("DROP SCHEMA IF EXISTS pgmq CASCADE")
        cursor.execute("DROP SCHEMA public CASCADE")
        cursor.execute("CREATE SCHEMA public")


def _load(dump: Path) -> None:
    address = broker.connection_string(settings.DATABASES["default"])
    script = dump.with_suffix(".sql")
    _run("pg_restore", "--no-owner", "--no-privileges", f"--file={script}", str(dump))
    fitting = dump.with_suffix(".fitting.sql")
    with script.open("rb") as lines, fitting.open("wb") as out:
        out.writelines(line for line in lines if line.strip() not in {SINCE_17, b"CREATE SCHEMA public;"})
    _run("psql", "-X", "-q", "-1", "-v", "ON_ERROR_STOP=1", "-d", address, "-f", str(fitting))


def _put_files(files: Path, *, replace: bool) -> None:
    target = Path(settings.MEDIA_ROOT)
    if not files.exists():
        return
    if target.exists() and any(target.iterdir()):
        if not replace:
            raise BackupError(f"{target} is not empty. --replace removes what is in it first.")
        shutil.rmtree(target)
    shutil.copytree(files, target, dirs_exist_ok=True)


def _compare(manifest: dict[str, Any]) -> None:
    now = facts()
    tables = manifest["rows"].keys() | now["rows"].keys()
    differing = sorted(t for t in tables if manifest["rows"].get(t) != now["rows"].get(t))
    if differing:
        raise BackupError(f"Row counts differ after restoring: {', '.join(differing)}")
    if manifest["chains"] != now["chains"]:
        raise BackupError("The last events of some subjects differ after restoring.")
    if broken := broken_chains():
        raise BackupError(f"Event chains do not hold: {', '.join(broken)}")


def _run(program: str, *arguments: str) -> None:
    done = subprocess.run(  # noqa: S603 - the wheel's own program
        [binaries.program(program), *arguments], capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise BackupError(f"{program}: {done.stderr.strip()[:500]}")
