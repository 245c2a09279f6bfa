"""What an uploaded file really is: its bytes decide, its name must agree, and what could act is refused."""

from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import NoReturn

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _

from srm.documents.rules.archive import Unsafe, examine_archive
from srm.documents.rules.filename import clean_name
from srm.documents.rules.filetype import EICAR, FILE_TYPES, OLD_OFFICE, FileType, detect_type
from srm.documents.rules.picture import examine_picture
from srm.errors import Invalid


@dataclass(frozen=True)
class CheckedFile:
    """An upload that may be kept: its clean name and what it is."""

    name: str
    content_type: str


def inspect_upload(upload: UploadedFile) -> CheckedFile:
    """Return the file's clean name and type, or raise Invalid on `file` saying what is wrong with it."""
    name = clean_name(upload.name or "")
    limit = settings.ATTACHMENT_MAX_BYTES
    if not upload.size:
        _refuse(_("%(name)s is empty."), name)
    if upload.size > limit:
        _refuse(_("%(name)s is larger than %(limit)s."), name, limit=filesizeformat(limit))
    kind = detect_type(upload.file)  # type: ignore[arg-type]
    if kind is None:
        _refuse(_unknown_reason(upload), name, known=known_extensions())
    if PurePosixPath(name).suffix.lower().lstrip(".") not in kind.extensions:
        _refuse(_("%(name)s is not what its name says: inside it is %(kind)s."), name, kind=kind.key.upper())
    _examine(upload, kind, name)
    return CheckedFile(name, "text/csv" if name.lower().endswith(".csv") else kind.content_type)


def known_extensions() -> str:
    """Return the extensions that may be uploaded, for messages and help texts."""
    return ", ".join(e for t in FILE_TYPES.values() for e in t.extensions)


def _examine(upload: UploadedFile, kind: FileType, name: str) -> None:
    if kind.is_picture and not examine_picture(upload.file, kind.key):  # type: ignore[arg-type]
        _refuse(_("%(name)s is damaged or has too many pixels."), name)
    if not kind.is_archive and _holds_virus(upload):
        _refuse(_("%(name)s was refused: it carries a virus signature."), name)
    if kind.is_archive:
        try:
            examine_archive(upload.file, office=kind.key != "zip")  # type: ignore[arg-type]
        except Unsafe as error:
            _refuse(_archive_reason(error.reason), name, member=error.member[:80])


def _holds_virus(upload: UploadedFile) -> bool:
    upload.seek(0)
    tail = b""
    for chunk in upload.chunks():
        if EICAR in tail + chunk:
            return True
        tail = chunk[-len(EICAR) :]
    return False


def _unknown_reason(upload: UploadedFile) -> str:
    upload.seek(0)
    head = upload.read(len(OLD_OFFICE))
    if head == OLD_OFFICE:
        return _("%(name)s is in an old or protected office format. Save it as docx or xlsx without a password.")
    return _("%(name)s cannot be added. Use one of: %(known)s.")


def _archive_reason(reason: str) -> str:
    reasons = {
        "bomb": _("%(name)s unpacks to far more than it should."),
        "traversal": _("%(name)s holds a file that leads outside the archive: %(member)s."),
        "link": _("%(name)s holds a link: %(member)s."),
        "macro": _("%(name)s holds macros. Save it without them."),
        "active": _("%(name)s holds a file that could run: %(member)s."),
        "virus": _("%(name)s was refused: it carries a virus signature."),
        "encrypted": _("%(name)s is protected by a password."),
    }
    return reasons.get(reason, _("%(name)s is damaged."))


def _refuse(message: str, name: str, **values: object) -> NoReturn:
    raise Invalid({"file": message % {"name": name, **values}})
