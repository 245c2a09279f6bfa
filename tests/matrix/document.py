"""docs/permissions.md, written from the table: `python -m tests.matrix`."""

from collections.abc import Iterator
from pathlib import Path

from tests.cast import MEMBERS
from tests.matrix.rows import ROWS
from tests.matrix.table import Row

PATH = Path(__file__).resolve().parents[2] / "docs" / "permissions.md"
SHOWN = tuple(member for member in MEMBERS if member != "former")
HEAD = """# Who may open what

Made from `tests/matrix/` by `make permissions`; a test walks every line with every person.
● may do it · ○ sees the object and may not do this · empty: for this person it does not exist (404; 403 for a whole
list). Who has left the company is anonymous. `own` objects belong to the requester's department or to the supplier.
⚿ asks for a second factor shown in the last 15 minutes; without it nobody may (`tests/security/test_elevation.py`).

"""


def text() -> str:
    """Return the whole page."""
    return HEAD + "\n".join([*_table(), "", *_exempt(), ""])


def _table() -> Iterator[str]:
    yield f"| route | method | object | {' | '.join(member.replace('_', ' ') for member in SHOWN)} |"
    yield f"|---|---|---|{'---|' * len(SHOWN)}"
    for row in sorted((row for row in ROWS if not row.reason), key=str):
        yield f"| {row.route} | {row.method} | {_object(row)} | {' | '.join(_mark(row, m) for m in SHOWN)} |"


def _mark(row: Row, member: str) -> str:
    if member not in row.see:
        return ""
    return "●" if row.act is None or member in row.act else "○"


def _object(row: Row) -> str:
    return " ".join(part for part in (row.label, "⚿" if row.elevated else "") if part)


def _exempt() -> Iterator[str]:
    yield "## Not in the table"
    yield ""
    for row in sorted((row for row in ROWS if row.reason), key=str):
        yield f"* {row.route}: {row.reason}"
