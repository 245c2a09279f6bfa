"""Documents on the suppliers' side: what is ready and shared."""

from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from srm.accounts.doors import portal_only
from srm.documents.download import file_response
from srm.documents.models import GeneratedDocument
from srm.documents.policies import may_read_document


@require_safe
@portal_only
def download(request: HttpRequest, public_id: str) -> HttpResponseBase:
    """Give a shared PDF out, to be saved."""
    document = get_object_or_404(GeneratedDocument.objects.for_reader(request.user), public_id=public_id)
    if not may_read_document(request.user, document):
        raise Http404
    return file_response(document.file, document.name, "application/pdf")
