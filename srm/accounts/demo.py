"""The second factor of the example company's logins: its secrets are public, so they open nothing in production."""

from typing import Any

from allauth.mfa.models import Authenticator
from django.conf import settings

from srm.accounts import totp
from srm.accounts.factors import factor_of, secret_of
from srm.clock import database_now


def is_demo() -> bool:
    """Tell whether this installation runs with the demo's own key, which production refuses."""
    return not settings.PRODUCTION and settings.SECRET_KEY == settings.DEMO_SECRET_KEY


def demo_secret(email: str) -> str:
    """Return the fixed secret of a login of the demo."""
    return totp.secret_from(f"srm-demo:{email.lower()}".encode())


def has_demo_factor(user: Any) -> bool:
    """Tell whether the person is a login of the demo, whose codes everybody may know."""
    return _demo_factor(user) is not None


def demo_code(user: Any) -> str | None:
    """Return the code that a login of the demo may enter now; None for others, and while the present ones are used."""
    app = _demo_factor(user)
    if app is None:
        return None
    return totp.next_code(demo_secret(user.email), at=database_now(), after=app.data.get("last_counter", 0))


def _demo_factor(user: Any) -> Authenticator | None:
    app = factor_of(user) if is_demo() else None
    return app if app is not None and secret_of(app) == demo_secret(user.email) else None
