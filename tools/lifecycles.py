"""Write docs/lifecycles.md from the status tables of the code."""

import os
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def main() -> None:
    """Load the apps, so that every table is registered, and write the page."""
    sys.path.insert(0, str(ROOT))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "srm.settings")
    import django

    django.setup()
    from srm.lifecycle.diagram import text

    (ROOT / "docs" / "lifecycles.md").write_text(text(), encoding="utf-8")


if __name__ == "__main__":
    main()
