"""Second factors in tests: after `with_factor(alice)` her app shows `code_of(alice)`; or `elevate(client, alice)`."""

from typing import Any

from allauth.mfa.models import Authenticator

from srm.accounts import totp
from srm.accounts.elevation import elevate_session
from srm.accounts.factors import conceal, factor_of, secret_of
from srm.clock import database_now

SECRET = totp.secret_from(b"of the tests")
OLD_CODE = totp.code_at(SECRET, 1)
WRONG = "0000000"  # no code of an app or a recovery code has seven digits


def with_factor(user: Any, secret: str = SECRET) -> Any:
    """Give the person an authenticator app that he has not used yet."""
    Authenticator.objects.create(user=user, type=Authenticator.Type.TOTP, data={"secret": conceal(secret)})
    return user


def code_of(user: Any) -> str:
    """Return a code that is accepted now and was not used."""
    app = factor_of(user)
    code = totp.next_code(secret_of(app), at=database_now(), after=app.data.get("last_counter", 0))
    assert code, "the test has used up the codes of this minute"
    return code


def elevate(client: Any, user: Any) -> Any:
    """Let the browser count as one in which the person has just shown a second factor."""
    session = client.session
    elevate_session(type("Request", (), {"session": session}), user)
    session.save()
    return client
