"""What the private database was last prepared for: when nothing has changed since, preparing is left out.

Kept in the database's own directory, so that it goes when the database goes.
"""

import hashlib
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
NAME = "srm-prepared"


class Stamp:
    """A digest of everything that preparing depends on: migrations, the example company, locked versions, arguments."""

    def __init__(self, directory: Path, arguments: Sequence[str]) -> None:
        self.file = directory / NAME
        self.wanted = _digest(arguments)

    def is_current(self) -> bool:
        """Tell whether the database was prepared for just this."""
        return self.file.exists() and self.file.read_text() == self.wanted

    def set(self) -> None:
        """Remember that it is."""
        self.file.write_text(self.wanted)


def _digest(arguments: Sequence[str]) -> str:
    digest = hashlib.sha256("\0".join(arguments).encode())
    sources = [*ROOT.glob("*/migrations/*.py"), *ROOT.glob("srm/*/migrations/*.py"), *ROOT.glob("srm/demo/**/*.py")]
    for file in sorted([*sources, ROOT / "uv.lock"]):
        if file.exists():
            digest.update(str(file.relative_to(ROOT)).encode() + file.read_bytes())
    return digest.hexdigest()
