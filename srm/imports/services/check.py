from collections.abc import Callable
from typing import Any

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import translation

from srm.authz import SYSTEM, require
from srm.clock import database_now
from srm.events.services import record
from srm.imports.events import ImportCancelled, ImportCheckQueued, ImportFailed
from srm.imports.models import ImportRun
from srm.imports.policies import may_run_import
from srm.imports.reading import LONG, Reading, read_sheet
from srm.imports.registry import import_kind
from srm.imports.rejects import rejects_workbook
from srm.imports.services.progress import Progress, Stopped, silent
from srm.imports.sheets import SheetError
from srm.imports.states import IMPORT

MAX_PROBLEMS = 500  # kept for the page; the workbook of rejected rows has them all


@transaction.atomic
def preview_import(*, run: ImportRun, by: Any, now: bool = False) -> ImportRun:
    """Check every row without storing any: at once, or by a worker when the sheet is long (`now` never waits for one).

    Raises WrongState unless its columns are matched. Records ImportCheckQueued for a long one.
    """
    run = ImportRun.objects.select_for_update(of=("self",)).get(pk=run.pk)
    require(may_run_import(by, run, import_kind(run.kind)))
    IMPORT.perform(run, "check", rows_done=0, message="", cancel_asked_at=None)
    if run.rows_total > LONG and not now:
        record(ImportCheckQueued(run.public_id), subject=run, by=by)
        return run
    return check_rows(run=run, progress=silent)


@transaction.atomic
def check_rows(*, run: ImportRun, progress: Callable[[int], None] | None = None) -> ImportRun:
    """Read the whole sheet of a run that is being checked and keep what was found.

    A file that cannot be read makes it failed, a request to stop makes it cancelled; both are recorded.
    """
    with translation.override(run.language):
        try:
            reading = _read(run, progress)
        except SheetError as error:
            return fail(run, str(error))
        except Stopped:
            return stop(run)
        return _keep(run, reading)


def fail(run: ImportRun, reason: str) -> ImportRun:
    """End a run with the reason why nothing of it was stored. Records ImportFailed."""
    IMPORT.perform(run, "fail", message=reason, finished_at=database_now())
    record(ImportFailed(run.kind, reason[:500]), subject=run, by=SYSTEM)
    return run


def stop(run: ImportRun) -> ImportRun:
    """End a run as its owner asked. Records ImportCancelled."""
    IMPORT.perform(run, "cancel", finished_at=database_now())
    record(ImportCancelled(run.kind), subject=run, by=SYSTEM)
    return run


def keep_rejects(run: ImportRun, reading: Reading) -> None:
    """Keep a workbook of the rejected rows with their reasons, or none when all passed."""
    if not reading.problems:
        run.rejects_file = ""
        return
    run.rejects_file.save("rejects.xlsx", ContentFile(rejects_workbook(run, reading)), save=False)


def _read(run: ImportRun, progress: Callable[[int], None] | None) -> Reading:
    kind = import_kind(run.kind)
    if progress:
        return read_sheet(run, kind, progress)
    with Progress(run) as side:
        return read_sheet(run, kind, side)


def _keep(run: ImportRun, reading: Reading) -> ImportRun:
    keep_rejects(run, reading)
    IMPORT.perform(
        run, "preview", rows_total=reading.total, rows_good=len(reading.good), rows_rejected=len(reading.bad_rows),
        problems=[p.as_dict() for p in reading.problems[:MAX_PROBLEMS]], rejects_file=run.rejects_file.name or "",
        rows_done=reading.total,
    )  # fmt: skip
    return run
