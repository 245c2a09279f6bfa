"""The files of an object as one reader finds them."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import models
from django.urls import reverse

from srm.documents.models import Attachment, GeneratedDocument
from srm.documents.registry import document_label
from srm.documents.states import Audience, DocumentStatus
from srm.subjects import kind_of, may_add_to_subject, may_read_files_of


@dataclass(frozen=True)
class ShownFile:
    """One line of the list: an uploaded file, or a document that the house made or is making."""

    public_id: str
    name: str
    url: str
    size: int
    by: Any
    at: datetime
    shared: bool
    status: str
    remove_url: str


@dataclass(frozen=True)
class FileBlock:
    """All that the list of an object's files needs."""

    files: list[ShownFile]
    may_add: bool
    may_share: bool
    upload_url: str
    id: str


def files_of(subject: Any, user: Any) -> FileBlock:
    """Return the object's files for this reader; none when he may not read them."""
    may_read = may_read_files_of(user, subject)
    files = [*_documents(subject, user), *_attachments(subject, user)] if may_read else []
    kind = kind_of(subject)
    return FileBlock(
        files=sorted(files, key=lambda f: f.at),
        may_add=may_add_to_subject(user, subject),
        may_share=bool(kind and kind.portal_url) and not user.is_portal,
        upload_url=reverse(door(user, "file-attach"), args=[subject._meta.label_lower, subject.public_id]),
        id=f"files-{subject.public_id}",
    )


def door(user: Any, name: str) -> str:
    """Return the URL name of a page behind the reader's own door."""
    return f"documents:{'portal-' if user.is_portal else ''}{name}"


def _attachments(subject: models.Model, user: Any) -> list[ShownFile]:
    rows = Attachment.objects.of(subject).for_reader(user).select_related("uploaded_by")
    return [
        ShownFile(
            public_id=a.public_id, name=a.name, url=reverse(door(user, "file"), args=[a.public_id]), size=a.size,
            by=a.uploaded_by, at=a.uploaded_at, shared=a.audience == Audience.SUPPLIER, status=DocumentStatus.READY,
            remove_url=reverse(door(user, "file-remove"), args=[a.public_id]) if a.uploaded_by_id == user.pk else "",
        )
        for a in rows
    ]  # fmt: skip


def _documents(subject: models.Model, user: Any) -> list[ShownFile]:
    rows = GeneratedDocument.objects.of(subject).for_reader(user).select_related("requested_by")
    if user.is_portal:
        rows = rows.filter(status=DocumentStatus.READY)
    return [
        ShownFile(
            public_id=d.public_id, name=d.name or document_label(d.kind),
            url=reverse(door(user, "document"), args=[d.public_id]), size=d.size, by=d.requested_by, at=d.requested_at,
            shared=d.audience == Audience.SUPPLIER, status=d.status, remove_url="",
        )
        for d in rows
    ]  # fmt: skip
