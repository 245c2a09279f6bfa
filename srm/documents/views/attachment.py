"""Files on the buyers' side."""

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_POST, require_safe

from srm.accounts.doors import staff_only
from srm.documents.download import file_response
from srm.documents.models import Attachment
from srm.documents.policies import may_read_attachment
from srm.documents.views.answer import answer_attach, answer_remove
from srm.subjects import subject_or_404


@require_safe
@staff_only
def download(request: HttpRequest, public_id: str) -> HttpResponseBase:
    """Give a file out, to be saved."""
    attachment = get_object_or_404(Attachment, public_id=public_id)
    if not may_read_attachment(request.user, attachment):
        raise Http404
    return file_response(attachment.file, attachment.name, attachment.content_type)


@require_POST
@staff_only
def attach(request: HttpRequest, subject_type: str, public_id: str) -> HttpResponse:
    """Add a file to an object."""
    return answer_attach(request, subject_or_404(request.user, subject_type, public_id))


@require_POST
@staff_only
def remove(request: HttpRequest, public_id: str) -> HttpResponse:
    """Take one's own file off its object."""
    attachment = get_object_or_404(Attachment, public_id=public_id, removed_at=None)
    if not may_read_attachment(request.user, attachment):
        raise Http404
    return answer_remove(request, attachment)
