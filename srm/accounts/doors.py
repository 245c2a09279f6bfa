"""Which door a page belongs to: the buyers' or the suppliers'. At the wrong one there is nothing to see: 404."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponseBase

View = Callable[..., HttpResponseBase]


def staff_only(view: View) -> View:
    """Let only staff in; others sign in, suppliers' people find nothing."""
    return _door(view, portal=False)


def portal_only(view: View) -> View:
    """Let only suppliers' people in; others sign in, staff find nothing."""
    return _door(view, portal=True)


def _door(view: View, *, portal: bool) -> View:
    @wraps(view)
    @login_required
    def checked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.user.is_portal != portal:
            raise Http404
        return view(request, *args, **kwargs)

    return checked
