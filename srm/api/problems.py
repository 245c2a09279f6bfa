"""Every error of the API as RFC 9457 problem+json."""

from collections.abc import Iterator, Mapping
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.utils.translation import gettext as _
from rest_framework import exceptions
from rest_framework.response import Response
from rest_framework.views import set_rollback

from srm.errors import SRMError
from srm.refusals import PROBLEM_TYPE, not_found_problem, problem, problem_of


def problem_handler(error: Exception, context: dict[str, Any]) -> Response | None:
    """Answer an exception of a view; None for what is a fault of ours and must reach the log."""
    body = _body(error)
    if body is None:
        return None
    set_rollback()
    return Response(body, status=body["status"], headers=_headers(error), content_type=PROBLEM_TYPE)


def flat(detail: Any, path: str = "") -> Iterator[dict[str, str]]:
    """Yield the messages of a serializer with their paths: `lines.2.quantity`."""
    if isinstance(detail, Mapping):
        for name, inner in detail.items():
            yield from flat(inner, _below(path, name))
    elif isinstance(detail, list) and any(isinstance(inner, (Mapping, list)) for inner in detail):
        for index, inner in enumerate(detail):
            yield from flat(inner, _below(path, index))
    else:
        for message in detail if isinstance(detail, list) else [detail]:
            yield {"path": path, "message": str(message)}


def _below(path: str, name: Any) -> str:
    own = "" if name == "non_field_errors" else str(name)
    return ".".join(part for part in (path, own) if part)


def _body(error: Exception) -> dict[str, Any] | None:
    if isinstance(error, SRMError):
        return problem_of(error)
    if isinstance(error, (Http404, exceptions.NotFound)):
        return not_found_problem()
    if isinstance(error, PermissionDenied):
        return problem(403, "not_permitted", _("You may not do this."))
    if isinstance(error, exceptions.ValidationError):
        errors = list(flat(error.detail))
        return problem(422, "invalid", errors[0]["message"] if errors else "", errors)
    if isinstance(error, exceptions.APIException):
        return problem(error.status_code, _code(error), str(error.detail))
    return None


def _code(error: exceptions.APIException) -> str:
    return "not_permitted" if isinstance(error, exceptions.PermissionDenied) else str(error.default_code)


def _headers(error: Exception) -> dict[str, str]:
    headers = {}
    if challenge := getattr(error, "auth_header", None):
        headers["WWW-Authenticate"] = challenge
    if (wait := getattr(error, "wait", None)) is not None:
        headers["Retry-After"] = f"{wait:.0f}"
    return headers
