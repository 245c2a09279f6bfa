"""A second factor, shown a short while ago: asked for where a person would be (award, opening, bank change)."""

from datetime import datetime, timedelta
from typing import Any

from django.utils.translation import gettext as _

from srm.accounts.models import ApiToken
from srm.clock import database_now
from srm.errors import NotPermitted

SESSION_KEY = "elevated_until"
LASTS = timedelta(minutes=15)


def is_elevated(request: Any) -> bool:
    """Tell whether the session or the token behind the request has shown a second factor in the last 15 minutes."""
    until = _elevated_until(request)
    return until is not None and until > database_now()


def require_elevated(request: Any) -> None:
    """Raise NotPermitted with code `elevation_needed` unless the request is elevated."""
    if not is_elevated(request):
        raise NotPermitted(_("Confirm with your second factor first."), code="elevation_needed")


def elevate_session(request: Any) -> None:
    """Mark the session for 15 minutes, after the caller has checked a second factor of its owner."""
    request.session[SESSION_KEY] = (database_now() + LASTS).isoformat()


def _elevated_until(request: Any) -> datetime | None:
    token = getattr(request, "auth", None)
    if isinstance(token, ApiToken):
        return token.elevated_until
    text = request.session.get(SESSION_KEY)
    return datetime.fromisoformat(text) if text else None
