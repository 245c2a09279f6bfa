"""Are the published calculations tested to their last line and branch? Asked without Django and without a database."""

import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from bench._planted import TESTS  # noqa: E402

CONFIG = """[run]
branch = true
data_file = {folder}/data
[report]
fail_under = 100
precision = 2
show_missing = true
skip_covered = true
exclude_also =
    if TYPE_CHECKING:
"""
# No conftest.py: it starts the database. The rules do not need one, so neither do their tests.
BARE = ["--noconftest", "-p", "no:django", "-p", "no:randomly", "-p", "no:cacheprovider"]


def main() -> int:
    """0 when nothing is left out; else the lines and branches that no test reaches are shown."""
    with tempfile.TemporaryDirectory() as folder:
        config, settings = Path(folder, "coverage.ini"), Path(folder, "pytest.ini")
        config.write_text(CONFIG.format(folder=folder), encoding="utf-8")
        settings.write_text("[pytest]\n", encoding="utf-8")
        command = [sys.executable, "-m", "pytest", "-q", "-c", str(settings), f"--rootdir={ROOT}", *BARE]
        sources = [f"--cov={area.removesuffix('.py')}".replace("/", ".") for area in TESTS]
        tests = [test for named in TESTS.values() for test in named]
        return subprocess.run([*command, *sources, f"--cov-config={config}", *tests], cwd=ROOT, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
