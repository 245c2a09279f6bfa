import hashlib
from typing import Any

from django.core.files.base import ContentFile
from django.db import models, transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from srm.authz import SYSTEM, is_system, person, require
from srm.clock import database_now, organisation_zone
from srm.documents.events import DocumentFailed, DocumentRendered, DocumentRequested
from srm.documents.models import GeneratedDocument
from srm.documents.pdf import CannotRender, render_pdf
from srm.documents.registry import document_kind, kind_to_ask_for
from srm.documents.states import Audience, DocumentStatus
from srm.errors import Invalid
from srm.events.services import label_of, record
from srm.subjects import find_subject, may_see_subject


@transaction.atomic
def request_document(
    *, subject: models.Model, kind: str, by: Any, language: str = "", audience: str = Audience.INTERNAL
) -> GeneratedDocument:
    """Ask for a PDF about an object; a worker makes it after commit. Records DocumentRequested on the object.

    The language is the one now active unless told. Raises KeyError for a kind nobody registered.
    """
    require(is_system(by) or may_see_subject(by, subject))
    document = GeneratedDocument.objects.create(
        subject_type=label_of(subject), subject_id=subject.pk, kind=document_kind(kind).key,
        language=language or translation.get_language() or "en", audience=Audience(audience), requested_by=person(by),
    )  # fmt: skip
    record(DocumentRequested(document.public_id, kind, document.language), subject=subject, by=by)
    return document


@transaction.atomic
def ask_for_document(*, subject: models.Model, kind: str, by: Any) -> GeneratedDocument:
    """Have a paper of a noun made: in the language and for the readers that its kind tells.

    Raises Invalid for a kind that this noun has not. Records DocumentRequested on the object.
    """
    require(may_see_subject(by, subject))
    known = kind_to_ask_for(kind, label_of(subject))
    if known is None:
        raise Invalid({"kind": _("There is no such document of this.")})
    return request_document(subject=subject, kind=known.key, by=by, **known.terms(subject))


@transaction.atomic
def render_document(*, document: GeneratedDocument) -> GeneratedDocument:
    """Make a requested PDF and keep it; one that is ready already stays as it is. Records DocumentRendered.

    What cannot be rendered becomes failed with its reason, and DocumentFailed is recorded.
    """
    document = GeneratedDocument.objects.select_for_update(of=("self",)).get(pk=document.pk)
    subject = find_subject(document.subject_type, document.subject_id)
    if document.status == DocumentStatus.READY or subject is None:
        return document
    try:
        pdf, name = _render(document, subject)
    except CannotRender as error:
        return fail_document(document=document, subject=subject, reason=str(error))
    return _keep(document, subject, pdf, name)


def fail_document(*, document: GeneratedDocument, subject: models.Model, reason: str) -> GeneratedDocument:
    """Say why a document could not be made; it can be asked for again. Records DocumentFailed."""
    document.status, document.error, document.finished_at = DocumentStatus.FAILED, reason[:500], database_now()
    document.save(update_fields=["status", "error", "finished_at"])
    record(DocumentFailed(document.public_id, document.kind, document.error), subject=subject, by=SYSTEM)
    return document


def _render(document: GeneratedDocument, subject: models.Model) -> tuple[bytes, str]:
    """A paper has no reader of its own: its times are the organisation's."""
    kind = document_kind(document.kind)
    with translation.override(document.language), timezone.override(organisation_zone()):
        context = {"document": document, "subject": subject, **kind.context(subject)}
        return render_pdf(kind.template, context), kind.file_name(subject)


def _keep(document: GeneratedDocument, subject: models.Model, pdf: bytes, name: str) -> GeneratedDocument:
    document.status, document.finished_at = DocumentStatus.READY, database_now()
    document.name, document.size, document.sha256 = name[:200], len(pdf), hashlib.sha256(pdf).hexdigest()
    document.file.save(name, ContentFile(pdf), save=False)
    document.save()
    event = DocumentRendered(document.public_id, document.kind, document.language, document.sha256)
    record(event, subject=subject, by=SYSTEM)
    return document
