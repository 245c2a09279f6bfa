"""One process under the supervisor: started in its own group, gone when the supervisor is gone."""

import os
import signal
import subprocess
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path

from srm.embedded.cluster import die_with_parent

FIRST_PAUSE, LONGEST_PAUSE = 1.0, 30.0  # seconds between a crash and the next start
STEADY_AFTER = 60.0  # seconds of life after which a crash counts as the first again
LOG_LIMIT = 10 * 2**20  # bytes


class Child:
    """A named process with its log, restarted with growing pauses."""

    def __init__(
        self, name: str, command: Sequence[str], env: Mapping[str, str], *, log: Path | None, patience: float = 10.0
    ) -> None:
        self.name, self.command, self.env, self.log, self.patience = name, list(command), dict(env), log, patience
        self.process: subprocess.Popen[bytes] | None = None
        self.started_at = 0.0
        self.pause = FIRST_PAUSE
        self.retry_at: float | None = None

    def start(self) -> None:
        """Start it; its output goes to its log, or to ours when it has none."""
        out = self._open_log()
        try:
            self.process = subprocess.Popen(  # noqa: S603 - our own commands
                self.command, env={**os.environ, **self.env}, stdin=subprocess.DEVNULL, stdout=out,
                stderr=subprocess.STDOUT if out else None, start_new_session=True,
                preexec_fn=die_with_parent(signal.SIGTERM),
            )  # fmt: skip
        finally:
            if out:
                os.close(out)
        self.started_at, self.retry_at = time.monotonic(), None

    def tend(self) -> str:
        """Start it again when it has ended and its pause is over; return what to tell, or nothing."""
        now = time.monotonic()
        if self.retry_at is not None:
            if now >= self.retry_at:
                self.start()
            return ""
        code = self.process.poll() if self.process else None
        if code is None:
            return ""
        self._end_group()
        steady = now - self.started_at > STEADY_AFTER
        self.pause = FIRST_PAUSE if steady else min(self.pause * 2, LONGEST_PAUSE)
        self.retry_at = now + self.pause
        where = f" (its log: {self.log})" if self.log else ""
        return f"{self.name} ended with {code}; starting it again in {self.pause:.0f} s{where}"

    def is_running(self) -> bool:
        """Tell whether its process is alive."""
        return self.process is not None and self.process.poll() is None

    def ask_to_stop(self) -> None:
        """Ask it to finish what it does and end."""
        self.retry_at = None
        if self.is_running():
            assert self.process is not None  # noqa: S101 - is_running has just said so
            self.process.terminate()

    def wait_stopped(self) -> None:
        """Wait for the end as long as its patience lasts, then end its whole group by force."""
        if self.process is None:
            return
        with suppress(subprocess.TimeoutExpired):
            self.process.wait(timeout=self.patience)
        self._end_group()
        self.process.wait()

    def last_words(self, lines: int = 15) -> str:
        """Return the end of its log."""
        if self.log is None or not self.log.exists():
            return ""
        return "\n".join(self.log.read_text(errors="replace").splitlines()[-lines:])

    def _open_log(self) -> int | None:
        if self.log is None:
            return None
        self.log.parent.mkdir(parents=True, exist_ok=True)
        if self.log.exists() and self.log.stat().st_size > LOG_LIMIT:
            self.log.replace(self.log.with_suffix(".old.log"))
        return os.open(self.log, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o640)

    def _end_group(self) -> None:
        assert self.process is not None  # noqa: S101 - only called once started
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(self.process.pid, signal.SIGKILL)
