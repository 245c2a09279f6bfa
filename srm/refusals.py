"""A refusal that no form caught, as a reply: problem+json (RFC 9457) for programs, a page for people."""

import sys
from collections.abc import Callable, Mapping
from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.template.loader import select_template
from django.utils.translation import gettext as _

from srm.errors import Invalid, SRMError

PROBLEM_TYPE = "application/problem+json"
Answer = Callable[[HttpRequest, SRMError], HttpResponse]
_PAGES: dict[str, Answer] = {}
RETRY_AFTER = 5  # seconds: the database is usually back by then


class RefusalMiddleware:
    """Turn a service's refusal that a page's view let through into 403, 409 or 422 instead of a server error."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        return refusal_response(request, error) if isinstance(error, SRMError) else None


def register_page(code: str, answer: Answer) -> None:
    """Have the refusals with this code answered by a page of their own (programs get the problem all the same)."""
    _PAGES[code] = answer


def refusal_response(request: HttpRequest, error: SRMError) -> HttpResponse:
    """Return the refusal for whoever asked."""
    if is_api(request):
        return problem_response(problem_of(error))
    if error.code in _PAGES:
        return _PAGES[error.code](request, error)
    template = select_template([f"{error.status}.html", "409.html", "refusal.html"])
    return HttpResponse(template.render({"error": error, "message": error.message}, request), status=error.status)


def problem_of(error: SRMError) -> dict[str, Any]:
    """Return the body of a refusal, with the paths of wrong fields."""
    errors = _field_errors(error)
    return problem(error.status, error.code, error.message, errors)


def problem(
    status: int, code: str, detail: str = "", errors: list[Mapping[str, str]] | None = None
) -> dict[str, Any]:  # fmt: skip
    """Return an RFC 9457 body. It names no path or id, so that missing and invisible look the same."""
    body: dict[str, Any] = {
        "type": f"urn:srm:problem:{code}",
        "title": HTTPStatus(status).phrase,
        "status": status,
        "code": code,
        "detail": str(detail),
    }
    return {**body, "errors": errors} if errors else body


def problem_response(body: Mapping[str, Any]) -> JsonResponse:
    """Return the body as application/problem+json with its own status."""
    as_drf = {"separators": (",", ":"), "ensure_ascii": False}  # the same bytes whichever layer says no
    return JsonResponse(body, status=body["status"], content_type=PROBLEM_TYPE, json_dumps_params=as_drf)


def not_found_problem() -> dict[str, Any]:
    """Return the one body of 404: what is missing and what you may not see are the same."""
    return problem(404, "not_found", _("Not found."))


def is_api(request: HttpRequest) -> bool:
    """Tell whether a program asked."""
    return request.path.startswith("/api/")


def page_not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Return 404, the same for what is missing and what may not be seen."""
    if is_api(request):
        return problem_response(not_found_problem())
    return _page(request, 404)


def permission_denied(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Return 403 for a page or for the API."""
    if is_api(request):
        return problem_response(problem(403, "not_permitted", _("You may not do this.")))
    return _page(request, 403)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Return 403 for a form whose check failed; why it failed is the log's matter."""
    return permission_denied(request) if is_api(request) else _page(request, 403, "403_csrf.html")


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Return 400 for what Django itself refuses (a bad host, too many fields), 413 for a body that is too large."""
    if isinstance(exception, RequestDataTooBig):
        return _too_large(request)
    if is_api(request):
        return problem_response(problem(400, "bad_request", _("The request could not be read.")))
    return _page(request, 400)


def _too_large(request: HttpRequest) -> HttpResponse:
    limit = settings.DATA_UPLOAD_MAX_MEMORY_SIZE / 2**20
    message = _("Too large: at most %(limit).1f MiB without files.") % {"limit": limit}
    if is_api(request):
        return problem_response(problem(413, "too_large", message))
    return _page(request, 413, "refusal.html", message)


def server_error(request: HttpRequest) -> HttpResponse:
    """Return 500 without a word of what broke; the log has it. 503 when it is only that the database is away."""
    if isinstance(sys.exc_info()[1], (OperationalError, InterfaceError)):
        return unavailable(request)
    if is_api(request):
        return problem_response(problem(500, "server_error", _("Something broke on our side. Nothing was changed.")))
    return HttpResponse(select_template(["500.html", "refusal.html"]).render({"status": 500}), status=500)


def unavailable(request: HttpRequest) -> HttpResponse:
    """Return 503 with the time to wait; rendered without the request, whose context would ask the database."""
    message = _("The database cannot be reached just now. Nothing was changed; try again in a moment.")
    if is_api(request):
        response: HttpResponse = problem_response(problem(503, "unavailable", message))
    else:
        template = select_template(["503.html", "500.html", "refusal.html"])
        response = HttpResponse(template.render({"status": 503, "message": message}), status=503)
    response["Retry-After"] = str(RETRY_AFTER)
    return response


def _page(request: HttpRequest, status: int, name: str = "", message: str = "") -> HttpResponse:
    """A refusal's frame is drawn without its counts: a flood of wrong addresses asks the database for nothing more."""
    request.rail_counts = False  # type: ignore[attr-defined]
    template = select_template([name or f"{status}.html", "refusal.html"])
    return HttpResponse(template.render({"status": status, "message": message}, request), status=status)


def _field_errors(error: SRMError) -> list[Mapping[str, str]]:
    if isinstance(error, Invalid):
        return [{"path": path, "message": str(m)} for path, messages in error.errors.items() for m in messages]
    return [{"path": error.field, "message": error.message}] if error.field else []
