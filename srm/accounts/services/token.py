import hashlib
import secrets
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q

from srm.accounts.events import TokenIssued, TokenRevoked
from srm.accounts.models import ApiToken, User
from srm.accounts.policies import may_manage_people
from srm.authz import is_system, require
from srm.clock import database_now
from srm.events.services import record

ELEVATED_FOR = timedelta(minutes=15)


@transaction.atomic
def issue_token(
    *, user: User, by: Any, name: str = "", expires_at: datetime | None = None,
    elevated_until: datetime | None = None,
) -> tuple[ApiToken, str]:  # fmt: skip
    """Make a key for the user's programs; returns the row and the key, which is shown once. Records TokenIssued.

    Made where a second factor was shown, the key counts as long as elevated as that does.
    """
    require(user == by or is_system(by) or may_manage_people(by))
    key = f"srm_{secrets.token_urlsafe(32)}"
    token = ApiToken.objects.create(
        user=user, name=name, digest=_digest(key), expires_at=expires_at, elevated_until=elevated_until
    )
    record(TokenIssued(name), subject=user, by=by)
    return token, key


def find_token(key: str) -> ApiToken | None:
    """Return the live token of this key with its active user, or None."""
    now = database_now()
    return (
        ApiToken.objects.select_related("user")
        .filter(Q(expires_at=None) | Q(expires_at__gt=now), digest=_digest(key), revoked_at=None)
        .filter(user__is_active=True)
        .first()
    )


@transaction.atomic
def elevate_token(*, token: ApiToken, by: User) -> ApiToken:
    """Mark the token for 15 minutes, after the caller has checked a second factor of its owner."""
    require(token.user == by)
    token.elevated_until = database_now() + ELEVATED_FOR
    token.save(update_fields=["elevated_until"])
    return token


@transaction.atomic
def revoke_token(*, token: ApiToken, by: Any) -> ApiToken:
    """End the token at once; a second time changes nothing. Records TokenRevoked."""
    token = ApiToken.objects.select_for_update(of=("self",)).get(pk=token.pk)
    require(token.user == by or may_manage_people(by))
    if token.revoked_at is None:
        token.revoked_at = database_now()
        token.save(update_fields=["revoked_at"])
        record(TokenRevoked(token.name), subject=token.user, by=by)
    return token


def _digest(key: str) -> str:
    # A 256-bit random key needs no slow hash: it cannot be guessed from its digest.
    return hashlib.sha256(key.encode()).hexdigest()
