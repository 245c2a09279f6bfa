"""A purchase on one page, and as an archive to take away."""

from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from analytics.queries.dossier import parts_of_purchase
from analytics.services import dossier_file
from analytics.services.dossier import start_or_404
from srm.subjects import subject_url
from srm.ui.doors import staff_page


@require_safe
@staff_page
def dossier_detail(request: HttpRequest, kind: str, public_id: str) -> HttpResponse:
    """The whole purchase by stage, every object with who decided and the state of its record."""
    start = start_or_404(request.user, kind, public_id)
    parts = parts_of_purchase(start, request.user)
    pieces = [piece for part in parts for piece in part.pieces]
    context = {
        "start": start, "kind": kind, "parts": parts, "count": len(pieces),
        "broken": [piece for piece in pieces if not piece.holds],
        "events": sum({piece.chain: piece.events for piece in pieces}.values()),  # several awards share a chain
        "back": subject_url(start, request.user),
    }  # fmt: skip
    return render(request, "analytics/dossier/detail.html", context)


@require_safe
@staff_page
def dossier_archive(request: HttpRequest, kind: str, public_id: str) -> FileResponse:
    """The purchase as a ZIP archive, written to disk once it grows, then streamed."""
    start = start_or_404(request.user, kind, public_id)
    file = dossier_file(start=start, by=request.user)
    return FileResponse(file, as_attachment=True, filename=f"{start.number}.zip", content_type="application/zip")
