"""The private PostgreSQL of the embedded mode: where it is. Starting it is `srm.embedded.cluster`.

Free of Django and cheap: the settings import it. The data live in `<data directory>/postgres`, but for two cases:
root's own files, which the unprivileged server could not reach, and paths too long for a socket's address.
"""

import hashlib
import os
import tempfile
from pathlib import Path
from urllib.parse import quote

PORT = 5432  # only part of the socket's name: nothing listens on TCP
SOCKET_PATH_LIMIT = 107  # bytes, of sockaddr_un on Linux
SYSTEM_HOME = Path("/var/lib/srm")


def database_url(data_dir: Path) -> str:
    """Return the URL of the private database below `data_dir`, reached by its socket."""
    return f"postgres://srm@/srm?host={quote(str(socket_directory(data_dir)), safe='')}"


def cluster_directory(data_dir: Path) -> Path:
    """Return where PostgreSQL keeps its files: below `data_dir`, if the server's user can get there."""
    own, moved = data_dir / "postgres", SYSTEM_HOME / _short_name(data_dir)
    if (moved / "PG_VERSION").exists() or (os.geteuid() == 0 and not open_to_all(data_dir)):
        return moved
    return own


def socket_directory(data_dir: Path) -> Path:
    """Return where the socket is: beside the data, or under the temporary directory when that path is too long."""
    directory = cluster_directory(data_dir)
    if len(os.fsencode(directory / f".s.PGSQL.{PORT}")) <= SOCKET_PATH_LIMIT:
        return directory
    return Path(tempfile.gettempdir()) / f"srm-{os.geteuid()}-{_short_name(data_dir)}"


def open_to_all(path: Path) -> bool:
    """Tell whether any user may walk down to `path` (its own mode aside: it is made or given away later)."""
    return all(parent.stat().st_mode & 0o001 for parent in path.absolute().parents if parent.exists())


def _short_name(data_dir: Path) -> str:
    return hashlib.sha256(os.fsencode(data_dir.absolute())).hexdigest()[:12]
