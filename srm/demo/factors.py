"""The second factor of those logins that do what binds the company, with secrets that everybody knows."""

from collections.abc import Callable

from allauth.mfa.models import Authenticator

from srm.accounts.demo import demo_secret, is_demo
from srm.accounts.factors import conceal
from srm.accounts.models import User
from srm.demo.logins import LOGINS


def load(_data: str, _size: str, _say: Callable[[str], None]) -> None:
    """Give each its app, once. With a key of one's own it is no demo: then people set up their own."""
    if not is_demo():
        return
    emails = [login.email for login in LOGINS if login.has_factor]
    for user in User.objects.filter(email__in=emails).exclude(authenticator__type=Authenticator.Type.TOTP):
        secret = conceal(demo_secret(user.email))
        Authenticator.objects.create(user=user, type=Authenticator.Type.TOTP, data={"secret": secret})
