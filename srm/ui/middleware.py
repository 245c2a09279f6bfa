"""A service's refusal that no view has caught becomes a page, never a crash."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from srm.errors import NotPermitted, SRMError


class RefusalMiddleware:
    """NotPermitted is the 403 page; any other SRMError the 409 page with its message and its own status."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        if isinstance(error, NotPermitted):
            return render(request, "403.html", {"message": error.message}, status=403)
        if isinstance(error, SRMError):
            return render(request, "409.html", {"message": error.message}, status=error.status)
        return None
