"""Files on the suppliers' side: only what is shared, of objects that the supplier sees."""

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_POST, require_safe

from srm.accounts.doors import portal_only
from srm.documents.download import file_response
from srm.documents.models import Attachment
from srm.documents.policies import may_read_attachment
from srm.documents.views.answer import answer_attach, answer_remove
from srm.subjects import subject_or_404


@require_safe
@portal_only
def download(request: HttpRequest, public_id: str) -> HttpResponseBase:
    """Give a shared file out, to be saved."""
    return file_response(*_given(_shared(request, public_id)))


@require_POST
@portal_only
def attach(request: HttpRequest, subject_type: str, public_id: str) -> HttpResponse:
    """Add a file to an object; it is shared by being added here."""
    return answer_attach(request, subject_or_404(request.user, subject_type, public_id))


@require_POST
@portal_only
def remove(request: HttpRequest, public_id: str) -> HttpResponse:
    """Take one's own file off its object."""
    return answer_remove(request, _shared(request, public_id))


def _shared(request: HttpRequest, public_id: str) -> Attachment:
    rows = Attachment.objects.for_reader(request.user).filter(removed_at=None)
    attachment = get_object_or_404(rows, public_id=public_id)
    if not may_read_attachment(request.user, attachment):
        raise Http404
    return attachment


def _given(attachment: Attachment) -> tuple:
    return attachment.file, attachment.name, attachment.content_type
