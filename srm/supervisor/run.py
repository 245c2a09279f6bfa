"""The supervisor's life: start in order, watch, stop in the opposite order."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Sequence

from srm.embedded.cluster import Cluster, ClusterError
from srm.supervisor.commands import Plan, children, environment
from srm.supervisor.lock import DirectoryLock
from srm.supervisor.stamp import Stamp

Say = Callable[[str], None]
START_LIMIT = 90.0  # seconds until the web must answer
WATCH_EVERY = 0.2


class StartError(RuntimeError):
    """Something did not come up; the message says what and where to look."""


class Supervisor:
    """Holds the data directory, the private database (unless one is given) and the children."""

    def __init__(self, plan: Plan, *, embedded: bool, prepare: Sequence[str] | None, say: Say) -> None:
        self.plan, self.prepare_arguments, self.say = plan, prepare, say
        self.cluster = Cluster(plan.data_dir) if embedded else None
        self.children = children(plan)
        self.stopping = False

    def run(self, ready: Callable[[], None]) -> None:
        """Start everything, call `ready`, watch until asked to stop; stop everything on every way out."""
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self._ask)
        lock = DirectoryLock(self.plan.data_dir)
        lock.take()
        try:
            self._start()
            if not self.stopping:
                ready()
            while not self.stopping:
                self._watch()
                time.sleep(WATCH_EVERY)
        finally:
            self._stop()

    def _ask(self, *_: object) -> None:
        self.stopping = True

    def _start(self) -> None:
        if "web" in self.plan.parts:
            require_free_port(self.plan.host, self.plan.port)
        (self.plan.data_dir / "static").mkdir(parents=True, exist_ok=True)  # WhiteNoise wants it even when empty
        if self.cluster:
            began = time.monotonic()
            self.cluster.stop_orphan()
            self.cluster.start()
            self.say(f"Database ready in {time.monotonic() - began:.1f} s")
        self._prepare()
        if "web" in self.plan.parts:  # again: preparing may have taken a minute, and another answers as we would
            require_free_port(self.plan.host, self.plan.port)
        for child in self.children:
            if not self.stopping:
                child.start()
        if "web" in self.plan.parts:
            self._wait_for_web()

    def _prepare(self) -> None:
        if self.stopping or self.prepare_arguments is None:
            return
        stamp = Stamp(self.cluster.directory, self.prepare_arguments) if self.cluster else None
        if stamp and stamp.is_current():
            return
        command = [sys.executable, "-m", "srm.supervisor.prepare", *self.prepare_arguments]
        env = environment(self.plan)
        process = subprocess.Popen(command, env={**os.environ, **env}, start_new_session=True)  # noqa: S603
        while process.poll() is None:
            if self.stopping:
                process.terminate()
            time.sleep(0.05)
        if process.returncode and not self.stopping:
            raise StartError("Preparing the database failed; nothing was started.")
        if stamp and not process.returncode:
            stamp.set()

    def _wait_for_web(self) -> None:
        web, deadline = self.children[self.plan.parts.index("web")], time.monotonic() + START_LIMIT
        while not self.stopping and not answers(f"{self.plan.address}/healthz"):
            if not web.is_running() or time.monotonic() > deadline:
                raise StartError(f"The web process did not start.\n{web.last_words()}")
            time.sleep(0.05)

    def _watch(self) -> None:
        if self.cluster and self.cluster.process and self.cluster.process.poll() is not None:
            self.say(f"The database ended with {self.cluster.process.returncode}; starting it again")
            try:
                self.cluster.start()
            except ClusterError as error:
                self.say(str(error))
                time.sleep(1)
        for child in self.children:
            if told := child.tend():
                self.say(told)

    def _stop(self) -> None:
        if any(child.is_running() for child in self.children):
            self.say("Stopping …")
        for child in reversed(self.children):
            child.ask_to_stop()
        for child in reversed(self.children):
            child.wait_stopped()
        if self.cluster:
            self.cluster.stop()


def require_free_port(host: str, port: int) -> None:
    """Raise `StartError` when somebody else listens there."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise StartError(f"Port {port} on {host} cannot be used ({error.strerror}): choose another.") from None


def answers(url: str) -> bool:
    """Tell whether the address answers 200 within a second."""
    try:
        # Our own loopback address, so never through a proxy of the environment.
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        with opener.open(url, timeout=1) as response:
            return bool(response.status == 200)
    except (urllib.error.URLError, OSError):
        return False
