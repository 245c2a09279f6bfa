"""Giving a file out: always to be saved, never shown, whatever its name or bytes say."""

from urllib.parse import quote

from django.db.models.fields.files import FieldFile
from django.http import FileResponse

from srm.documents.rules.filename import clean_name

SANDBOX = "default-src 'none'; sandbox"


def file_response(file: FieldFile, name: str, content_type: str) -> FileResponse:
    """Return a kept file as a download under its clean name."""
    response = FileResponse(file.open("rb"), content_type=content_type)
    return harmless(response, name)


def harmless(response: FileResponse, name: str) -> FileResponse:
    """Make a response one that a browser saves and never runs."""
    response.headers["Content-Disposition"] = content_disposition(name)
    response.headers["Content-Security-Policy"] = SANDBOX
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Cache-Control"] = "private, no-store"
    return response


def content_disposition(name: str) -> str:
    """Return `attachment` with the name in ASCII for old readers and in UTF-8 for all others (RFC 6266)."""
    clean = clean_name(name)
    plain = clean.encode("ascii", "replace").decode().replace("?", "_").replace('"', "_")
    return f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(clean)}"
