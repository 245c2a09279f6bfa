"""What was typed, carried through a page that comes between: as hidden fields, sent on when that page is done."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme

from srm.ui.factor_forms import PREFIX

RESUME = "_resume"
BACK = "_back"
TEMPORARY_REDIRECT = 307  # the browser sends the same POST there


@dataclass(frozen=True)
class Kept:
    """Where to go on and with which fields (a link has none), and where to go back to instead."""

    to: str
    fields: list[tuple[str, str]] = field(default_factory=list)
    is_post: bool = False
    back: str = "/"

    def resume(self) -> HttpResponse:
        """Go on; a POST is sent again by the browser, with what it carries."""
        answer: HttpResponse = redirect(self.to)
        if self.is_post:
            answer.status_code = TEMPORARY_REDIRECT
        return answer


def keep(request: HttpRequest) -> Kept:
    """Keep a request that was stopped (its files cannot be kept: no such form asks for any)."""
    is_post = request.method == "POST"
    return Kept(request.get_full_path(), _fields(request.POST) if is_post else [], is_post, back=_referer(request))


def kept_by(request: HttpRequest, default: str) -> Kept:
    """Return what the page in between was given to keep, when it leads to an address of ours."""
    resume = request.POST.get(RESUME, "")
    if is_ours(request, resume):
        back = request.POST.get(BACK, "")
        return Kept(resume, _fields(request.POST), is_post=True, back=back if is_ours(request, back) else "/")
    wanted = request.GET.get("next", "")
    return Kept(wanted if is_ours(request, wanted) else default)


def _referer(request: HttpRequest) -> str:
    """Return the page one came from, where the browser says so and it is ours."""
    came_from = urlsplit(request.META.get("HTTP_REFERER", ""))
    path = came_from._replace(scheme="", netloc="").geturl()
    return path if came_from.netloc == request.get_host() and is_ours(request, path) else "/"


def is_ours(request: HttpRequest, url: str) -> bool:
    """Tell whether the address is a path of this installation."""
    return url.startswith("/") and url_has_allowed_host_and_scheme(url, None, require_https=request.is_secure())


def _fields(data: QueryDict | Mapping[str, Any]) -> list[tuple[str, str]]:
    own = ("csrfmiddlewaretoken", RESUME, BACK)
    names = [name for name in data if name not in own and not name.startswith(f"{PREFIX}-")]
    return [(name, value) for name in names for value in data.getlist(name)]
