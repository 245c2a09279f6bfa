import hashlib
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import models, transaction
from django.utils.translation import gettext as _

from srm.authz import is_system, person, require
from srm.clock import database_now
from srm.documents.events import FileAttached, FileRemoved
from srm.documents.inspection import inspect_upload
from srm.documents.models import Attachment
from srm.documents.policies import may_remove_attachment
from srm.documents.states import Audience
from srm.events.services import label_of, record
from srm.subjects import find_subject, may_add_to_subject


@transaction.atomic
def attach_file(
    *, subject: models.Model, upload: UploadedFile, by: Any, audience: str = Audience.INTERNAL
) -> Attachment:
    """Hang a file on an object, kept as it came. What a supplier's person uploads is always shared with him.

    Raises Invalid (field `file`) naming what is wrong with it. Records FileAttached on the object.
    """
    require(is_system(by) or may_add_to_subject(by, subject), _("You cannot add files here."))
    checked = inspect_upload(upload)
    if getattr(by, "is_portal", False):
        audience = Audience.SUPPLIER
    attachment = Attachment(
        subject_type=label_of(subject), subject_id=subject.pk, name=checked.name, content_type=checked.content_type,
        size=upload.size, sha256=_sha256(upload), audience=Audience(audience), uploaded_by=person(by),
    )  # fmt: skip
    upload.seek(0)
    attachment.file.save(checked.name, upload, save=False)
    attachment.save()
    record(
        FileAttached(attachment.public_id, attachment.name, attachment.size, attachment.sha256, attachment.audience),
        subject=subject, by=by,
    )  # fmt: skip
    return attachment


@transaction.atomic
def remove_attachment(*, attachment: Attachment, by: Any) -> Attachment:
    """Take a file off its object; its bytes and its fingerprint stay for the record. Records FileRemoved."""
    attachment = Attachment.objects.select_for_update(of=("self",)).get(pk=attachment.pk)
    require(may_remove_attachment(by, attachment), _("Only who added the file may remove it."))
    attachment.removed_at = database_now()
    attachment.save(update_fields=["removed_at"])
    subject = find_subject(attachment.subject_type, attachment.subject_id)
    record(FileRemoved(attachment.public_id, attachment.name, attachment.sha256), subject=subject, by=by)
    return attachment


def _sha256(upload: UploadedFile) -> str:
    digest = hashlib.sha256()
    upload.seek(0)
    for chunk in upload.chunks():
        digest.update(chunk)
    return digest.hexdigest()
