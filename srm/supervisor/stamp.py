"""What the private database was last prepared for: when nothing has changed since, preparing is left out.

Kept in the database's own directory, so that it goes when the database goes.
"""

import hashlib
import os
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
NAME = "srm-prepared"


class Stamp:
    """A digest of what preparing depends on: migrations, example company, locked versions, arguments, strictness."""

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
    strictness = os.environ.get("SRM_PRODUCTION", "")  # production refuses people whom a demo lets in
    digest = hashlib.sha256("\0".join([*arguments, strictness]).encode())
    sources = [*ROOT.glob("*/migrations/*.py"), *ROOT.glob("srm/*/migrations/*.py"), *ROOT.glob("srm/demo/**/*.py")]
    for file in sorted([*sources, ROOT / "uv.lock"]):
        if file.exists():
            digest.update(str(file.relative_to(ROOT)).encode() + file.read_bytes())
    return digest.hexdigest()
