"""Forms that carry a hidden `_once` key have their effect once, however often they are sent."""

from collections.abc import Callable, Iterable, Iterator
from inspect import iscoroutinefunction
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponseBase

from srm.errors import SRMError
from srm.idempotency import services
from srm.refusals import refusal_response

FIELD = "_once"
EXEMPT = "never_once"


def never_once(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Ignore a `_once` key: a refusal of this view leaves a trace, which the key would roll back."""
    setattr(view, EXEMPT, True)
    return view


class OnceMiddleware:
    """Run a page's POST under its `_once` key. Stands last, so that every other check has been made before."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., HttpResponseBase], args: Any, kwargs: Any
    ) -> HttpResponseBase | None:
        if request.method != "POST" or request.path.startswith("/api/") or iscoroutinefunction(view):
            return None
        if getattr(view, EXEMPT, False):
            return None
        if not (key := request.POST.get(FIELD)):
            return None
        try:
            return services.once(
                owner=services.owner_of(request), key=key,
                fingerprint=services.fingerprint_of(request, form_parts(request)),
                produce=lambda: _rendered(view(request, *args, **kwargs)),
            )  # fmt: skip
        except SRMError as error:
            # What process_exception would do; a view called from here does not pass through it.
            return refusal_response(request, error)


def form_parts(request: HttpRequest) -> Iterator[bytes]:
    """Yield what was sent, field by field, without the CSRF token, which changes from page to page."""
    for name, values in sorted(request.POST.lists()):
        if name != "csrfmiddlewaretoken":
            yield from (name.encode(), *(value.encode() for value in values))
    for name, files in sorted(request.FILES.lists()):
        yield from _file_parts(name, files)


def _file_parts(name: str, files: Iterable[UploadedFile]) -> Iterator[bytes]:
    for file in files:
        yield from (name.encode(), (file.name or "").encode(), *file.chunks())
        file.seek(0)


def _rendered(response: HttpResponseBase) -> HttpResponseBase:
    render = getattr(response, "render", None)
    return render() if callable(render) else response
