"""Running every gauge and writing what it said, with date, commit and command, into a page of the docs."""

import json
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from srm.cli import _gauges

ROOT = Path(__file__).resolve().parent.parent


def record(package: str, command: str, page: Path, title: str) -> int:
    """Run all gauges of a package, write the page, and return 0 when all hold."""
    rows = [outcome(command, name) for name in _gauges.names(package)]
    page.parent.mkdir(exist_ok=True)
    page.write_text(text(title, command, rows), encoding="utf-8")
    return 0 if all(row["holds"] is True for row in rows) else 1


def outcome(command: str, name: str) -> dict[str, Any]:
    """Run one gauge in a process of its own, so that none leans on another."""
    print(f"srm {command} {name} …", flush=True)
    done = subprocess.run(  # noqa: S603
        [sys.executable, "-m", "srm.cli", command, name], cwd=ROOT, capture_output=True, text=True, check=False
    )
    try:
        result = dict(json.loads(done.stdout.strip().splitlines()[-1]))
    except (IndexError, ValueError):
        reason = (done.stderr.strip().splitlines() or ["no output"])[-1]
        result = {"name": name, "figure": None, "reach": f"did not finish: {reason[:120]}", "holds": False}
    print(f"  {'holds' if result['holds'] else 'DOES NOT HOLD'}: {result.get('figure')} {result.get('unit', '')}")
    return {**result, "command": f"srm {command} {name}"}


def text(title: str, command: str, rows: list[dict[str, Any]]) -> str:
    """Return the page."""
    commit = subprocess.run(
        ["git", "rev-parse", "--short", "HEAD"], cwd=ROOT, capture_output=True, text=True, check=False  # noqa: S607
    ).stdout.strip()  # fmt: skip
    made_by = "make bench" if command == "bench" else "make assure"
    origin = (
        f"Written by `{made_by}` on {datetime.now(UTC):%Y-%m-%d %H:%M} UTC at commit {commit or 'unknown'}. "
        "A figure is of the machine it was taken on; the ratio to the limit tells more."
    )
    lines = [
        f"# {title}",
        "",
        origin,
        "",
        "| command | figure | limit | ratio | holds | reach |",
        "|---|---:|---:|---:|---|---|",
    ]
    for row in rows:
        figure = f"{row.get('figure')} {row.get('unit', '')}".strip()
        cells = [f"`{row['command']}`", figure, row.get("limit", ""), row.get("ratio", ""),
                 "yes" if row["holds"] is True else "**no**", row.get("reach", "")]  # fmt: skip
        lines.append("| " + " | ".join(str(cell).replace("|", "\\|") for cell in cells) + " |")
    return "\n".join(lines) + "\n"
