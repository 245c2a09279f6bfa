"""The real history, imported the way a person does it."""

from pathlib import Path
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from srm.imports.models import ImportRun
from srm.imports.services import confirm_import, match_columns, preview_import, upload_import


def import_scms(path: Path, *, by: Any) -> ImportRun:
    """Upload, take the proposed mapping, check, confirm."""
    run = upload_import(kind="history", upload=SimpleUploadedFile("scms.csv", path.read_bytes()), by=by)
    run = match_columns(run=run, mapping=run.mapping, by=by)
    run = preview_import(run=run, by=by, now=True)
    return confirm_import(run=run, by=by, now=True)
