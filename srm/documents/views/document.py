"""Documents that the house makes, on the buyers' side."""

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from srm.accounts.doors import staff_only
from srm.documents.download import file_response
from srm.documents.models import GeneratedDocument
from srm.documents.policies import may_read_document
from srm.documents.registry import document_label
from srm.documents.services import request_document
from srm.documents.states import DocumentStatus
from srm.subjects import find_subject, subject_url


@require_safe
@staff_only
def page(request: HttpRequest, public_id: str) -> HttpResponse:
    """How far a document is; ready, it leads to the file."""
    document = _visible(request, public_id)
    subject = find_subject(document.subject_type, document.subject_id)
    context = {
        "document": document, "label": document_label(document.kind), "subject": subject,
        "subject_url": subject_url(subject, request.user), "is_queued": document.status == DocumentStatus.QUEUED,
        "is_ready": document.status == DocumentStatus.READY,
    }  # fmt: skip
    return render(request, f"documents/{'parts' if request.htmx else 'pages'}/document.html", context)


@require_safe
@staff_only
def download(request: HttpRequest, public_id: str) -> HttpResponseBase:
    """Give the PDF out, to be saved."""
    document = _visible(request, public_id)
    if document.status != DocumentStatus.READY:
        raise Http404
    return file_response(document.file, document.name, "application/pdf")


@require_POST
@staff_only
def retry(request: HttpRequest, public_id: str) -> HttpResponse:
    """Ask again for a document that could not be made."""
    failed = _visible(request, public_id)
    again = request_document(
        subject=find_subject(failed.subject_type, failed.subject_id), kind=failed.kind, language=failed.language,
        audience=failed.audience, by=request.user,
    )  # fmt: skip
    return redirect("documents:document", again.public_id)


def _visible(request: HttpRequest, public_id: str) -> GeneratedDocument:
    document = get_object_or_404(GeneratedDocument, public_id=public_id)
    if not may_read_document(request.user, document):
        raise Http404
    return document
