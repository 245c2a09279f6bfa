"""The tests' database: the private PostgreSQL when DATABASE_URL is unset, and a quick way to its schema.

Applying all migrations takes half a minute, restoring a dump of the result a second. The dump is kept in the user's
cache under a digest of every migration file, so that a changed migration is always really applied.
"""

import hashlib
import os
import subprocess
import tempfile
from pathlib import Path

import django
from django.apps import apps
from django.conf import settings
from django.db import connection

from srm import broker
from srm.embedded import binaries, socket_directory
from srm.embedded.cluster import Cluster

UNSAFE_BUT_QUICK = {
    "fsync": "off", "synchronous_commit": "off", "full_page_writes": "off", "autovacuum": "off",
    "max_connections": "120",
}  # fmt: skip
DIRECTORY = "SRM_TEST_DATABASE"
SINCE_17 = b"SET transaction_timeout = 0;\n"  # written by newer pg_dump, unknown to older servers
RESTRICTED = (b"\\restrict", b"\\unrestrict")


class TestServer:
    """The private server for one run of the tests, in a directory of its own that goes away with it."""

    __test__ = False

    def __init__(self) -> None:
        self.directory = tempfile.TemporaryDirectory(prefix="srm-test-", ignore_cleanup_errors=True)
        root = Path(self.directory.name)
        root.chmod(0o755)  # as root the server runs as somebody else, who must get there
        self.cluster = Cluster(root, UNSAFE_BUT_QUICK)

    def start(self) -> None:
        self.cluster.start()
        os.environ[DIRECTORY] = self.directory.name

    def stop(self) -> None:
        os.environ.pop(DIRECTORY, None)
        self.cluster.stop()
        self.directory.cleanup()


def use_test_server() -> None:
    """Point the settings at the run's private server, in the main process and in each of xdist's."""
    if DIRECTORY in os.environ:
        sockets = socket_directory(Path(os.environ[DIRECTORY]))
        settings.DATABASES["default"]["OPTIONS"]["host"] = str(sockets)


def restore_schema() -> bool:
    """Make the test database from the dump of this very schema; False when there is none yet."""
    dump = _dump()
    if not dump.exists():
        return False
    name = connection.creation._get_test_db_name()
    connection.close()
    with connection._nodb_cursor() as cursor:
        cursor.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        cursor.execute(f'CREATE DATABASE "{name}"')
    with dump.open("rb") as script:
        command = [binaries.program("psql"), "-q", "-X", "-1", "-v", "ON_ERROR_STOP=1", "-d", _address(name)]
        subprocess.run(command, stdin=script, stdout=subprocess.DEVNULL, check=True)  # noqa: S603
    return True


def keep_schema() -> None:
    """Keep a dump of the freshly migrated test database for the next run."""
    command = [binaries.program("pg_dump"), "--no-owner", "-d", _address(settings.DATABASES["default"]["NAME"])]
    done = subprocess.run(command, capture_output=True, check=False)  # noqa: S603
    if done.returncode:
        return  # a server newer than our programs: then it is migrated every time
    dump = _dump()
    dump.parent.mkdir(parents=True, exist_ok=True)
    lines = done.stdout.replace(SINCE_17, b"").splitlines(keepends=True)
    unfinished = dump.with_suffix(f".{os.getpid()}")
    unfinished.write_bytes(b"".join(line for line in lines if not line.startswith(RESTRICTED)))
    unfinished.replace(dump)


def end_other_sessions() -> None:
    """Close what a server's or a stream's thread left open, so that the test database can be dropped."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )


def _address(name: str) -> str:
    return broker.connection_string({**settings.DATABASES["default"], "NAME": name})


def _dump() -> Path:
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "srm-test"
    digest = hashlib.sha256(f"{django.__version__} {connection.pg_version // 10000}".encode())
    for config in sorted(apps.get_app_configs(), key=lambda c: c.name):
        for file in sorted(Path(config.path).glob("migrations/*.py")):
            digest.update(f"{config.name}/{file.name}".encode() + file.read_bytes())
    return cache / f"{digest.hexdigest()[:20]}.sql"
