"""Putting things right: cells before an import, the whole of it afterwards."""

import re
from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from srm.authz import require
from srm.clock import database_now
from srm.errors import Invalid, Refused
from srm.events.services import record
from srm.imports.events import CellsFixed, ImportUndone
from srm.imports.models import ImportRun
from srm.imports.policies import may_run_import
from srm.imports.registry import import_kind
from srm.imports.services.check import preview_import
from srm.imports.states import IMPORT, ImportStatus

CELL = re.compile(r"^[A-Z]{1,3}[1-9][0-9]{0,6}$")
MOST_FIXES, MAX_CELL = 500, 4000


@transaction.atomic
def fix_cells(*, run: ImportRun, cells: Mapping[str, str], by: Any) -> ImportRun:
    """Take other values for some cells of a checked sheet and check it again. Records CellsFixed; the file stays."""
    run = ImportRun.objects.select_for_update(of=("self",)).get(pk=run.pk)
    require(may_run_import(by, run, import_kind(run.kind)))
    if run.status != ImportStatus.PREVIEWED:
        raise Refused(_("Cells are put right after the check, before the import."), code="wrong_state")
    wrong = {name: _("There is no such cell.") for name in cells if not CELL.match(name)}
    fixes = {**run.fixes, **{name: text.strip()[:MAX_CELL] for name, text in cells.items()}}
    if wrong or len(fixes) > MOST_FIXES:
        raise Invalid(wrong or {"cells": _("Too many to put right here: correct the file.")})
    run.fixes = fixes
    run.save(update_fields=["fixes"])
    record(CellsFixed(dict(cells)), subject=run, by=by)
    return preview_import(run=run, by=by)


@transaction.atomic
def undo_import(*, run: ImportRun, by: Any) -> ImportRun:
    """Take back what an import brought, as far as nobody has gone on with it: all of it or nothing.

    Records ImportUndone. Raises Refused when the kind cannot, or when something has changed meanwhile.
    """
    run = ImportRun.objects.select_for_update(of=("self",)).get(pk=run.pk)
    kind = import_kind(run.kind)
    require(may_run_import(by, run, kind))
    if kind.undo is None:
        raise Refused(_("This kind of import cannot be undone."), code="no_undo")
    IMPORT.perform(run, "undo", finished_at=database_now())
    kind.undo(run, by=by)
    record(ImportUndone(run.kind), subject=run, by=by)
    return run
