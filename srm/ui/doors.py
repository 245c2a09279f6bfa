"""Two doors, never shared: the buyers' pages and the suppliers' portal. At the wrong one there is nothing: 404.

`register_supplier_of` (called by `suppliers.apps`) says for whom a portal person acts.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponseBase

from srm.api.portal import register_supplier_of, supplier_of

__all__ = ["portal_page", "register_supplier_of", "staff_page", "supplier_of"]

View = Callable[..., HttpResponseBase]


def staff_page(view: View) -> View:
    """Let only staff in; others sign in, suppliers' people find nothing."""

    @wraps(view)
    @login_required
    def checked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.user.is_portal:
            raise Http404
        return view(request, *args, **kwargs)

    return checked


def portal_page(view: View) -> View:
    """Let only a supplier's people in and give the view `request.supplier`; staff find nothing."""

    @wraps(view)
    @login_required
    def checked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        supplier = supplier_of(request.user) if request.user.is_portal else None
        if supplier is None:
            raise Http404
        request.supplier = supplier
        return view(request, *args, **kwargs)

    return checked
