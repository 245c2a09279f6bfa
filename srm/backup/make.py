"""Writing a backup: a dump and the counts are taken from one snapshot, so that they agree while people work."""

import io
import json
import os
import subprocess
import tarfile
import tempfile
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection, transaction

from srm import broker
from srm.backup import BackupError
from srm.backup.facts import facts
from srm.embedded import binaries

FORMAT = 1


def make_backup(target: Path) -> dict[str, Any]:
    """Write everything into one archive, complete or not at all; return its manifest."""
    unfinished = target.with_name(f".{target.name}.{os.getpid()}")
    try:
        with tempfile.TemporaryDirectory() as directory:
            dump = Path(directory) / "database.dump"
            manifest = _dump_database(dump)
            with tarfile.open(unfinished, "w:gz", compresslevel=1) as archive:
                _add_text(archive, "manifest.json", json.dumps(manifest, indent=1))
                archive.add(dump, "database.dump")
                if manifest["files"]:
                    archive.add(settings.MEDIA_ROOT, "files")
        unfinished.chmod(0o600)
        unfinished.replace(target)
    finally:
        unfinished.unlink(missing_ok=True)
    return manifest


def _dump_database(dump: Path) -> dict[str, Any]:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        cursor.execute("SELECT pg_export_snapshot(), current_setting('server_version_num')::int / 10000")
        snapshot, server = cursor.fetchone()
        command = [
            binaries.program("pg_dump"), "--format=custom", "--no-owner", "--no-privileges", "--exclude-schema=pgmq",
            f"--snapshot={snapshot}", f"--file={dump}", "-d", broker.connection_string(settings.DATABASES["default"]),
        ]  # fmt: skip
        done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603
        if done.returncode:
            raise BackupError(done.stderr.strip())
        return {
            "format": FORMAT,
            "made_at": datetime.now(UTC).isoformat(timespec="seconds"),
            "server": server,
            "files": _has_local_files(),
            **facts(),
        }


def _has_local_files() -> bool:
    # An S3-compatible store has its own versions and copies; only local files travel in the archive.
    local = settings.STORAGES["default"]["BACKEND"].endswith("FileSystemStorage")
    return local and Path(settings.MEDIA_ROOT).exists()


def _add_text(archive: tarfile.TarFile, name: str, text: str) -> None:
    member, content = tarfile.TarInfo(name), text.encode()
    member.size = len(content)
    archive.addfile(member, io.BytesIO(content))
