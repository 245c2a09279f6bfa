from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from srm.ui.audience import audience_of
from srm.ui.context import sections
from srm.ui.registry import search

SHORTEST = 2


@require_safe
@login_required
def search_page(request: HttpRequest) -> HttpResponse:
    """Everything the reader may see whose name or number fits; pages of the rail too."""
    text = request.GET.get("q", "").strip()[:100]
    groups = search.find(request.user, text) if len(text) >= SHORTEST else []
    context = {"q": text, "groups": groups, "places": _places(request, text), "short": len(text) < SHORTEST}
    template = "ui/search/results.html" if request.htmx else "ui/search/page.html"
    return render(request, template, context)


def _places(request: HttpRequest, text: str) -> list:
    links = [link for s in sections(request, audience_of(request.user), request.user) for link in s.links]
    return [link for link in links if text.casefold() in str(link.label).casefold()]
