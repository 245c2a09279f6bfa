"""An import as its page shows it."""

from dataclasses import dataclass
from typing import Any

from srm.imports.models import ImportRun
from srm.imports.registry import ImportKind
from srm.imports.sheets.heads import letter
from srm.imports.states import OPEN, RUNNING, ImportStatus

SHOWN_PROBLEMS = 100


@dataclass(frozen=True)
class ShownRun:
    """What the page of an import says: where it stands, its problems by cell, its first rows, its counts."""

    is_open: bool
    is_running: bool
    is_previewed: bool
    is_applied: bool
    can_confirm: bool
    problems: list[dict[str, Any]]
    more_problems: bool
    heads: list[tuple[str, str]]
    sample: list[list[str]]
    counts: list[tuple[str, int]]
    done_url: str
    can_undo: bool


def shown_run(run: ImportRun, kind: ImportKind) -> ShownRun:
    """Return a run for its page."""
    width = len(run.heads)
    labels = {c.name: str(c.label) for c in kind.columns}
    return ShownRun(
        is_open=run.status in OPEN, is_running=run.status in RUNNING, is_previewed=run.status == ImportStatus.PREVIEWED,
        is_applied=run.status == ImportStatus.APPLIED,
        can_confirm=run.rows_good > 0 and (kind.rejects_allowed or not run.rows_rejected),
        problems=[{**p, "label": labels.get(p["field"], "")} for p in run.problems[:SHOWN_PROBLEMS]],
        more_problems=len(run.problems) > SHOWN_PROBLEMS,
        heads=[(letter(i), head) for i, head in enumerate(run.heads)],
        sample=[(row + [""] * width)[:width] for row in run.sample[:5]],
        counts=[(str(kind.result_labels.get(name, name)), count) for name, count in run.result.items()],
        done_url=kind.done_url(run.result) if kind.done_url and run.status == ImportStatus.APPLIED else "",
        can_undo=run.status == ImportStatus.APPLIED and kind.undo is not None,
    )  # fmt: skip
