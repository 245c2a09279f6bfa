"""A person's second factor as it is kept: the secret of his authenticator app, readable only with the server's key."""

import base64
import hashlib
import logging
from typing import Any

from allauth.mfa.models import Authenticator
from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings

log = logging.getLogger(__name__)


def factor_of(user: Any) -> Authenticator | None:
    """Return the authenticator app that the person has set up."""
    return Authenticator.objects.filter(user=user.pk, type=Authenticator.Type.TOTP).first()


def recovery_codes_left(user: Any) -> int:
    """Return how many recovery codes are unused."""
    row = Authenticator.objects.filter(user=user.pk, type=Authenticator.Type.RECOVERY_CODES).first()
    return len(row.wrap().get_unused_codes()) if row else 0


def secret_of(row: Authenticator) -> str | None:
    """Return the app's secret, or None when it was written under a key that is gone."""
    try:
        return disclose(row.data["secret"])
    except InvalidToken:
        log.warning("second factor %s: unreadable with the present SECRET_KEY", row.pk)
        return None


def conceal(text: str) -> str:
    """Return the text as it may lie in a database, of which there are backups and copies."""
    return _keys().encrypt(text.encode()).decode()


def disclose(concealed: str) -> str:
    """Return what was concealed. Raises InvalidToken when the key is another one."""
    return _keys().decrypt(concealed.encode()).decode()


def _keys() -> MultiFernet:
    return MultiFernet([_key(secret) for secret in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)])


def _key(secret: str) -> Fernet:
    return Fernet(base64.urlsafe_b64encode(hashlib.sha256(f"srm second factor:{secret}".encode()).digest()))
