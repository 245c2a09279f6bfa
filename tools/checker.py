"""Build `srm-check`, a wheel with only what recomputes our decisions: for those who want to check us.

    python tools/checker.py [FOLDER]      writes dist/srm_check-VERSION-py3-none-any.whl

It holds `srm calc` and `srm verify` with the rules of every app, and needs Python alone; `highspy` for awards and
`cryptography` for signatures are its extras. A wheel is a ZIP with a list of its files: no build tool is needed, and
the same sources give the same bytes.
"""

import base64
import hashlib
import sys
import tomllib
import zipfile
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
APPS = ["suppliers", "procurement", "tenders", "contracts", "analytics"]
SINGLE = ["srm/__init__.py", "srm/money/__init__.py", "srm/money/exact.py"]
SINGLE += [f"srm/cli/{name}.py" for name in ("__init__", "__main__", "main", "calc", "verify", "_running")]
WHOLE = ["srm/calc", *(f"{app}/rules" for app in APPS)]
METADATA = """Metadata-Version: 2.4
Name: srm-check
Version: {version}
Summary: Recompute the published decisions of an SRM installation, and verify its protocols.
License-Expression: {licence}
Requires-Python: {python}
Provides-Extra: award
Provides-Extra: signature
Requires-Dist: {highspy}; extra == "award"
Requires-Dist: {cryptography}; extra == "signature"
"""
WHEEL = "Wheel-Version: 1.0\nGenerator: srm tools/checker.py\nRoot-Is-Purelib: true\nTag: py3-none-any\n"
ENTRY = "[console_scripts]\nsrm-check = srm.cli.main:main\n"
LONG_AGO = (1980, 1, 1, 0, 0, 0)


def build(folder: Path) -> Path:
    """Write the wheel and answer its path."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    name = f"srm_check-{project['version']}"
    content = {path.relative_to(ROOT).as_posix(): path.read_bytes() for path in _sources()}
    content[f"{name}.dist-info/METADATA"] = METADATA.format(
        version=project["version"],
        licence=project["license"],
        python=project["requires-python"],
        highspy=_needed(project, "highspy"),
        cryptography=_needed(project, "cryptography"),
    ).encode()
    content[f"{name}.dist-info/WHEEL"] = WHEEL.encode()
    content[f"{name}.dist-info/entry_points.txt"] = ENTRY.encode()
    content[f"{name}.dist-info/licenses/LICENSE"] = (ROOT / "LICENSE").read_bytes()
    content[f"{name}.dist-info/RECORD"] = _record(content, f"{name}.dist-info/RECORD")
    folder.mkdir(parents=True, exist_ok=True)
    wheel = folder / f"{name}-py3-none-any.whl"
    with zipfile.ZipFile(wheel, "w") as archive:
        for path, data in content.items():
            archive.writestr(zipfile.ZipInfo(path, LONG_AGO), data, zipfile.ZIP_DEFLATED)
    return wheel


def _sources() -> Iterator[Path]:
    yield from (ROOT / name for name in SINGLE)
    yield from (ROOT / app / "__init__.py" for app in APPS)
    for name in WHOLE:
        yield from sorted(path for path in (ROOT / name).rglob("*") if path.suffix in {".py", ".json"})


def _needed(project: dict, package: str) -> str:
    return next(line for line in project["dependencies"] if line.startswith(package))


def _record(content: dict[str, bytes], own: str) -> bytes:
    """Each file with its hash and size, as the wheel format asks."""
    digests = {path: base64.urlsafe_b64encode(hashlib.sha256(data).digest()) for path, data in content.items()}
    lines = [f"{path},sha256={digests[path].decode().rstrip('=')},{len(content[path])}" for path in content]
    return "\n".join([*lines, f"{own},,", ""]).encode()


if __name__ == "__main__":
    print(build(Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "dist"))
