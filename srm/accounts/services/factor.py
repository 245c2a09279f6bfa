"""The second factor: set up, shown, renewed, taken away. A copy of the database alone opens nothing."""

from datetime import datetime
from typing import Any

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from srm.accounts import totp
from srm.accounts.demo import demo_secret
from srm.accounts.events import FactorEnrolled, FactorRefused, FactorRemoved, FactorShown, RecoveryCodesMade
from srm.accounts.factors import conceal, secret_of
from srm.accounts.models import ApiToken, User
from srm.accounts.policies import may_enrol_factor, may_remove_factor, may_show_factor
from srm.accounts.queries import refusals_in_a_row
from srm.accounts.states import Purpose
from srm.authz import require
from srm.clock import database_now
from srm.errors import Invalid, Refused, TooManyTries
from srm.events.services import record

TRIES = 5
APP, RECOVERY_CODES = Authenticator.Type.TOTP, Authenticator.Type.RECOVERY_CODES


@transaction.atomic
def enrol_factor(*, user: User, secret: str, code: str, by: Any) -> list[str]:
    """Set up the authenticator app that holds the secret, proved by its code; return the recovery codes, shown once.

    Raises Refused when an app is set up already, Invalid for a wrong code. Records FactorEnrolled.
    """
    user = _lock(user)
    require(may_enrol_factor(by, user), _("Everybody sets up his own second factor."))
    if Authenticator.objects.filter(user=user, type=APP).exists():
        raise Refused(_("A second factor is set up already. Turn it off first."), code="factor_exists")
    counter = totp.matching_counter(secret, code, at=database_now(), after=0)
    if counter is None:
        raise Invalid({"code": _("This is not the code that the app shows now.")})
    Authenticator.objects.create(user=user, type=APP, data={"secret": conceal(secret), "last_counter": counter})
    codes = _new_recovery_codes(user)
    record(FactorEnrolled(), subject=user, by=by)
    return codes


def show_factor(*, user: User, code: str, purpose: Purpose, by: Any, token: str = "") -> None:
    """Check a code of the app or a recovery code; either is accepted once. Records FactorShown.

    Raises Invalid for a wrong or used code, and records FactorRefused, which stays: so no caller may wrap this in a
    transaction that is rolled back on refusal. Raises TooManyTries after five in a row, Refused when nothing is set up.
    """
    if not _checked(user=user, code=code, purpose=purpose, by=by, token=token):
        raise Invalid({"code": _("This code is not right, or was used before. Wait for the next one.")})


@transaction.atomic
def renew_recovery_codes(*, user: User, by: Any) -> list[str]:
    """Make new recovery codes, shown once; the earlier ones no longer count. Records RecoveryCodesMade."""
    user = _lock(user)
    require(may_enrol_factor(by, user), _("Everybody sets up his own second factor."))
    if not Authenticator.objects.filter(user=user, type=APP).exists():
        raise _nothing_set_up()
    codes = _new_recovery_codes(user)
    record(RecoveryCodesMade(), subject=user, by=by)
    return codes


@transaction.atomic
def remove_factor(*, user: User, by: Any, reason: str = "") -> None:
    """Turn the second factor off; a second time changes nothing. Records FactorRemoved.

    An administrator does it, with a reason, for who has lost the telephone and the codes. Keys that were confirmed
    are so no longer.
    """
    user = _lock(user)
    require(may_remove_factor(by, user), _("Only the person or an administrator may do this."))
    if user != by and not reason.strip():
        raise Invalid({"reason": _("Say why.")})
    removed, _rows = Authenticator.objects.filter(user=user, type__in=(APP, RECOVERY_CODES)).delete()
    if removed:
        ApiToken.objects.filter(user=user).update(elevated_until=None)
        record(FactorRemoved(reason.strip()), subject=user, by=by)


@transaction.atomic
def _checked(*, user: User, code: str, purpose: Purpose, by: Any, token: str) -> bool:
    user = _lock(user)
    require(may_show_factor(by, user), _("Everybody shows his own second factor."))
    app = Authenticator.objects.filter(user=user, type=APP).first()
    if app is None:
        raise _nothing_set_up()
    now = database_now()
    _refuse_guessing(user, purpose, now)
    means = _means(user, app, code, now)
    record(FactorShown(purpose, means, token) if means else FactorRefused(purpose, token), subject=user, by=by)
    return bool(means)


def _lock(user: User) -> User:
    """Take the person's row: two who try the same code, or guess at once, come one after the other."""
    return User.objects.select_for_update(of=("self",), no_key=True).get(pk=user.pk)


def _refuse_guessing(user: User, purpose: Purpose, now: datetime) -> None:
    refusals = refusals_in_a_row(user, purpose, now, TRIES)
    if len(refusals) == TRIES:
        wait = (refusals[-1] - now).total_seconds()
        raise TooManyTries(_("Too many wrong codes. Wait a few minutes, then try again."), wait=wait, field="code")


def _means(user: User, app: Authenticator, code: str, now: datetime) -> str:
    """Return by what the person has shown himself, with the code used up; empty for a wrong code."""
    if _is_code_of_app(user, app, code, now):
        return str(APP)
    codes = Authenticator.objects.filter(user=user, type=RECOVERY_CODES).first()
    return str(RECOVERY_CODES) if codes and codes.wrap().validate_code(totp.plain(code)) else ""


def _is_code_of_app(user: User, app: Authenticator, code: str, now: datetime) -> bool:
    secret = secret_of(app)
    if secret is None or (settings.PRODUCTION and secret == demo_secret(user.email)):
        return False
    counter = totp.matching_counter(secret, code, at=now, after=app.data.get("last_counter", 0))
    if counter is None:
        return False
    app.data["last_counter"] = counter
    app.last_used_at = now
    app.save(update_fields=["data", "last_used_at"])
    return True


def _new_recovery_codes(user: User) -> list[str]:
    Authenticator.objects.filter(user=user, type=RECOVERY_CODES).delete()
    from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes

    return RecoveryCodes.activate(user).generate_codes()


def _nothing_set_up() -> Refused:
    return Refused(_("Set up a second factor first: My profile, Second factor."), code="no_factor")
