"""The OpenAPI document and a page to read and try it, under the same strict CSP as every page."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe
from drf_spectacular.views import SpectacularAPIView

schema = SpectacularAPIView.as_view()


@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """Show the interactive documentation; its script and styles are files of our own host."""
    return render(request, "api/docs.html")
