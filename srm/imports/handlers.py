from srm.events.models import Event
from srm.events.registry import on
from srm.imports.events import ImportCheckQueued, ImportQueued
from srm.imports.models import ImportRun
from srm.imports.services import apply_import, check_rows
from srm.imports.states import ImportStatus


@on(ImportCheckQueued)
def check(event: ImportCheckQueued, *, record: Event) -> None:
    """A worker checks a long sheet."""
    run = ImportRun.objects.get(public_id=event.run)
    if run.status == ImportStatus.CHECKING:
        check_rows(run=run)


@on(ImportQueued)
def apply(event: ImportQueued, *, record: Event) -> None:
    """A worker carries out a long import."""
    run = ImportRun.objects.get(public_id=event.run)
    if run.status == ImportStatus.APPLYING:
        apply_import(run=run)
