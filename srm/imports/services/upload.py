import hashlib
from collections.abc import Mapping
from itertools import islice
from pathlib import PurePosixPath
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _

from srm.authz import person, require
from srm.clock import database_now
from srm.documents.inspection import inspect_upload
from srm.errors import Invalid
from srm.events.services import record
from srm.imports.events import ImportUploaded
from srm.imports.models import ColumnMapping, ImportRun
from srm.imports.policies import may_run_import, may_upload_import
from srm.imports.reading import LONG, sheet_rows
from srm.imports.registry import ImportKind, import_kind
from srm.imports.sheets import SheetError, SheetRow
from srm.imports.sheets.formats import Formats, guess_formats
from srm.imports.sheets.heads import guess_mapping, letter, signature
from srm.imports.sheets.values import shown
from srm.imports.states import IMPORT

FORMATS = {"xlsx": "xlsx", "csv": "csv", "txt": "csv", "tsv": "csv"}
SAMPLE = 20


@transaction.atomic
def upload_import(*, kind: str, upload: UploadedFile, by: Any) -> ImportRun:
    """Keep a spreadsheet as it came and propose which column is which field. Records ImportUploaded.

    Raises Invalid (field `file`) when it is no spreadsheet, is unsafe, or has no rows.
    """
    known = import_kind(kind)
    require(may_upload_import(by, known), _("You cannot import this."))
    run = _keep(known, upload, by)
    rows = _first_rows(run)
    run.heads = [shown(c) for c in rows[0].cells]
    run.sample = [[shown(c) for c in row.cells] for row in rows[1 : SAMPLE + 1]]
    run.rows_total = len(rows) - 1  # at most LONG + 1 are looked at here; the check counts them all
    run.mapping = _remembered(run, known) or guess_mapping(run.heads, known.columns)
    run.options = guess_formats(c for row in rows[1:] for c in row.cells).as_options()
    run.save()
    record(ImportUploaded(known.key, run.name, run.size, run.sha256), subject=run, by=by)
    return run


@transaction.atomic
def match_columns(
    *, run: ImportRun, mapping: Mapping[str, int], by: Any, options: Mapping[str, Any] | None = None
) -> ImportRun:
    """Say which column is which field; it is proposed again for sheets with these heads.

    Raises Invalid, at the field's name, when a required field has no column or a column is used twice.
    """
    run = ImportRun.objects.select_for_update(of=("self",)).get(pk=run.pk)
    kind = import_kind(run.kind)
    require(may_run_import(by, run, kind))
    clean = _clean_mapping(run, kind, mapping)
    formats = Formats(**{**run.options, **(options or {})})
    IMPORT.perform(run, "match_columns", mapping=clean, options=formats.as_options(), problems=[], message="")
    ColumnMapping.objects.update_or_create(
        kind=kind.key, signature=signature(run.heads), defaults={"mapping": clean, "updated_at": database_now()}
    )
    return run


def _keep(kind: ImportKind, upload: UploadedFile, by: Any) -> ImportRun:
    checked = inspect_upload(upload)
    extension = PurePosixPath(checked.name).suffix.lower().lstrip(".")
    if extension not in FORMATS:
        raise Invalid({"file": _("Use an XLSX or a CSV file.")})
    run = ImportRun(
        kind=kind.key, name=checked.name, size=upload.size, format=FORMATS[extension], created_by=person(by),
    )  # fmt: skip
    upload.seek(0)
    run.sha256 = hashlib.file_digest(upload.file, "sha256").hexdigest()  # type: ignore[arg-type]
    upload.seek(0)
    run.file.save(checked.name, upload, save=False)
    run.save()
    return run


def _first_rows(run: ImportRun) -> list[SheetRow]:
    try:
        rows = list(islice(sheet_rows(run), LONG + 2))
    except SheetError as error:
        raise Invalid({"file": str(error)}) from error
    if len(rows) < 2:
        raise Invalid({"file": _("%(name)s has no rows under its first one.") % {"name": run.name}})
    return rows


def _remembered(run: ImportRun, kind: ImportKind) -> dict[str, int]:
    row = ColumnMapping.objects.filter(kind=kind.key, signature=signature(run.heads)).first()
    names = {c.name for c in kind.columns}
    return {name: index for name, index in row.mapping.items() if name in names} if row else {}


def _clean_mapping(run: ImportRun, kind: ImportKind, mapping: Mapping[str, int]) -> dict[str, int]:
    errors: dict[str, str] = {}
    used: dict[int, str] = {}
    clean = {}
    for column in kind.columns:
        index = mapping.get(column.name)
        if index is None:
            if column.required:
                errors[column.name] = _("Choose the column of “%(field)s”.") % {"field": column.label}
        elif not 0 <= index < len(run.heads):
            errors[column.name] = _("There is no such column.")
        elif index in used:
            errors[column.name] = _("Column %(letter)s is already “%(field)s”.") % {
                "letter": letter(index), "field": used[index],
            }  # fmt: skip
        else:
            clean[column.name], used[index] = index, str(column.label)
    if errors:
        raise Invalid(errors)
    return clean
