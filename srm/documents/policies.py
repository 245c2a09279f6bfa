"""Who may read and remove files. Each app answers for its own nouns (`srm.subjects.register_subject`)."""

from typing import Any

from srm.documents.models import Attachment, GeneratedDocument
from srm.documents.states import Audience, DocumentStatus
from srm.subjects import find_subject, may_add_to_subject, may_read_files_of


def may_read_attachment(user: Any, attachment: Attachment) -> bool:
    """Who may read the files of its object; a supplier's person only what is shared with him and no rival's."""
    if attachment.removed_at or not Attachment.objects.filter(pk=attachment.pk).for_reader(user).exists():
        return False
    return may_read_files_of(user, find_subject(attachment.subject_type, attachment.subject_id))


def may_remove_attachment(user: Any, attachment: Attachment) -> bool:
    """Who uploaded it, while he may still add to its object."""
    if attachment.uploaded_by_id != user.pk or not may_read_attachment(user, attachment):
        return False
    return may_add_to_subject(user, find_subject(attachment.subject_type, attachment.subject_id))


def may_read_document(user: Any, document: GeneratedDocument) -> bool:
    """Who may read the files of its object; a supplier's person only what is shared with him and ready."""
    if not _for(user, document.audience) or (user.is_portal and document.status != DocumentStatus.READY):
        return False
    return may_read_files_of(user, find_subject(document.subject_type, document.subject_id))


def _for(user: Any, audience: str) -> bool:
    return not getattr(user, "is_portal", False) or audience == Audience.SUPPLIER
