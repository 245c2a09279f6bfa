"""The private PostgreSQL of the embedded mode: where it is. (Starting it is the launcher's work.)"""

from pathlib import Path
from urllib.parse import quote


def database_url(data_dir: Path) -> str:
    """Return the URL of the private database below `data_dir`, reached by its socket."""
    return f"postgres://srm@/srm?host={quote(str(data_dir / 'postgres'), safe='')}"
