"""One supervisor per data directory."""

import fcntl
import os
from pathlib import Path


class AlreadyRunning(RuntimeError):
    """Another supervisor holds the data directory; the message names its process."""


class DirectoryLock:
    """A lock that the kernel drops when its holder ends, however that happens."""

    def __init__(self, data_dir: Path) -> None:
        self.path = data_dir / "supervisor.pid"
        self.file: int | None = None

    def take(self) -> None:
        """Take the lock and leave our process number in it, or raise `AlreadyRunning`."""
        self.path.parent.mkdir(parents=True, exist_ok=True)
        self.file = os.open(self.path, os.O_RDWR | os.O_CREAT, 0o644)
        try:
            fcntl.flock(self.file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            holder = os.read(self.file, 20).decode().strip()
            raise AlreadyRunning(f"SRM already runs on {self.path.parent} (process {holder}).") from None
        os.ftruncate(self.file, 0)
        os.write(self.file, f"{os.getpid()}\n".encode())
