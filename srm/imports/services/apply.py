from collections.abc import Callable, Mapping
from typing import Any

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from srm.authz import require
from srm.clock import database_now
from srm.errors import Refused, SRMError
from srm.events.services import record
from srm.imports.events import ImportApplied, ImportCancelled, ImportConfirmed, ImportQueued
from srm.imports.models import ImportRun
from srm.imports.policies import may_run_import
from srm.imports.reading import LONG, Reading, read_sheet
from srm.imports.registry import import_kind
from srm.imports.services.check import fail, keep_rejects, stop
from srm.imports.services.progress import Progress, Stopped, silent
from srm.imports.sheets import SheetError
from srm.imports.states import IMPORT, OPEN


class _Rejected(Exception):
    """Rows that passed the check fail now, in a kind that takes all or nothing."""


@transaction.atomic
def confirm_import(*, run: ImportRun, by: Any, now: bool = False) -> ImportRun:
    """Import the checked rows: at once, or by a worker when there are many (`now` never waits for one).

    Raises Refused when rows are wrong and the kind takes all or nothing, or when no row passed.
    Records ImportConfirmed, and ImportQueued for a long one.
    """
    run = ImportRun.objects.select_for_update(of=("self",)).get(pk=run.pk)
    kind = import_kind(run.kind)
    require(may_run_import(by, run, kind))
    IMPORT.perform(run, "confirm", rows_done=0, cancel_asked_at=None)
    if run.rows_rejected and not kind.rejects_allowed:
        raise Refused(_("Correct the rows that are wrong first: this import takes all rows or none."), code="rejects")
    if not run.rows_good:
        raise Refused(_("There is no row to import."), code="nothing")
    record(ImportConfirmed(run.kind, run.rows_good, run.rows_rejected), subject=run, by=by)
    if run.rows_total > LONG and not now:
        record(ImportQueued(run.public_id), subject=run, by=by)
        return run
    return apply_import(run=run, progress=silent)


@transaction.atomic
def apply_import(*, run: ImportRun, progress: Callable[[int], None] | None = None) -> ImportRun:
    """Carry out a confirmed run as its owner: all its good rows, or none of them.

    What a service refuses makes it failed with the reason, a request to stop makes it cancelled. Records ImportApplied,
    ImportFailed or ImportCancelled.
    """
    with translation.override(run.language):
        try:
            if progress:
                return _apply(run, progress)
            with Progress(run) as side:
                return _apply(run, side)
        except (SheetError, _Rejected) as error:
            return fail(run, str(error))
        except SRMError as error:
            return fail(run, error.message or str(error))
        except Stopped:
            return stop(run)


@transaction.atomic
def cancel_import(*, run: ImportRun, by: Any) -> ImportRun:
    """Give up a run. One that a worker has in hand stops within seconds and undoes what it did."""
    require(may_run_import(by, run, import_kind(run.kind)))
    if run.status in OPEN:
        IMPORT.perform(run, "cancel", finished_at=database_now())
        record(ImportCancelled(run.kind), subject=run, by=by)
    else:
        # Not locked and not moved: the worker's transaction moves the row at its end.
        ImportRun.objects.filter(pk=run.pk, finished_at=None).update(cancel_asked_at=database_now())
        run.refresh_from_db(fields=["status", "cancel_asked_at"])
    return run


@transaction.atomic
def _apply(run: ImportRun, progress: Callable[[int], None]) -> ImportRun:
    kind = import_kind(run.kind)
    reading = read_sheet(run, kind)
    if reading.problems and not kind.rejects_allowed:
        raise _Rejected(str(reading.problems[0]))
    result = kind.apply(reading.good, by=run.owner, run=run, progress=progress) or {}
    keep_rejects(run, reading)
    return _finish(run, reading, result)


def _finish(run: ImportRun, reading: Reading, result: Mapping[str, int]) -> ImportRun:
    rejected = len(reading.bad_rows)
    IMPORT.perform(
        run, "finish", rows_good=len(reading.good), rows_rejected=rejected, rows_done=len(reading.good),
        result=dict(result), undo_data=run.undo_data, rejects_file=run.rejects_file.name or "",
        finished_at=database_now(),
    )  # fmt: skip
    event = ImportApplied(run.kind, len(reading.good), rejected, dict(result))
    record(event, subject=run, by=run.owner)
    return run
