"""Compile every locale's .po to .mo when it is newer, with polib: no gettext programs needed."""

from pathlib import Path

import polib

ROOT = Path(__file__).resolve().parent.parent


def main() -> None:
    """Compile what has changed."""
    for source in sorted(ROOT.glob("**/locale/*/LC_MESSAGES/*.po")):
        target = source.with_suffix(".mo")
        if ".venv" in source.parts or "node_modules" in source.parts:
            continue
        if not target.exists() or target.stat().st_mtime < source.stat().st_mtime:
            polib.pofile(str(source)).save_as_mofile(str(target))


if __name__ == "__main__":
    main()
