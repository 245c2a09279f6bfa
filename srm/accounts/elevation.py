"""A second factor, shown a short while ago: asked for where a person would be (award, opening, bank change)."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from srm.accounts.models import ApiToken
from srm.accounts.services.factor import show_factor
from srm.accounts.services.token import ELEVATED_FOR, elevate_token
from srm.accounts.states import Purpose
from srm.clock import database_now
from srm.errors import NotPermitted

SESSION_KEY = "elevated"
NEEDED = "elevation_needed"


def is_elevated(request: Any) -> bool:
    """Tell whether the session or the token behind the request has shown a second factor in the last 15 minutes."""
    until = elevated_until(request)
    return until is not None and until > database_now()


def require_elevated(request: Any) -> None:
    """Raise NotPermitted with code `elevation_needed` unless the request is elevated."""
    if not is_elevated(request):
        raise NotPermitted(_("Confirm with your second factor first."), code=NEEDED)


def elevate(request: Any, code: str) -> None:
    """Check the person's code and elevate what is behind the request, the session or the token."""
    user, token = request.user, request_token(request)
    if token is not None:
        show_factor(user=user, code=code, purpose=Purpose.TOKEN, token=token.name, by=user)
        elevate_token(token=token, by=user)
    else:
        show_factor(user=user, code=code, purpose=Purpose.SESSION, by=user)
        elevate_session(request, user)


def elevate_session(request: Any, user: Any) -> None:
    """Mark the session for 15 minutes, after the caller has checked a second factor of its owner, and for him only."""
    until = database_now() + ELEVATED_FOR
    request.session[SESSION_KEY] = {"user": user.pk, "until": until.isoformat()}


def end_elevation(request: Any) -> None:
    """Take the mark off the session."""
    request.session.pop(SESSION_KEY, None)


def request_token(request: Any) -> ApiToken | None:
    """Return the token with which a program has come."""
    token = getattr(request, "auth", None)
    return token if isinstance(token, ApiToken) else None


def elevated_until(request: Any) -> datetime | None:
    """Return until when the token or the session counts as elevated, or counted."""
    if token := request_token(request):
        return token.elevated_until
    mark = request.session.get(SESSION_KEY)
    if not mark or mark["user"] != request.user.pk:  # a browser may change hands without losing its session
        return None
    return datetime.fromisoformat(mark["until"])
