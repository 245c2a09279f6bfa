import zoneinfo
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from srm.accounts.events import ProfileChanged
from srm.accounts.models import User
from srm.accounts.policies import may_change_profile
from srm.authz import require
from srm.errors import Invalid
from srm.events.services import record

FIELDS = ("name", "job_title", "phone", "language", "time_zone")


@transaction.atomic
def change_profile(*, user: User, by: Any, **values: str) -> User:
    """Change what a person says of himself: any of `FIELDS`. Records ProfileChanged when something did change.

    Raises Invalid for a language or a time zone that is not known, or an empty name.
    """
    user = User.objects.select_for_update(of=("self",)).get(pk=user.pk)
    require(may_change_profile(by, user), _("Only the person or an administrator may do this."))
    _check(values)
    changed = [name for name in FIELDS if name in values and getattr(user, name) != values[name]]
    for name in changed:
        setattr(user, name, values[name])
    if changed:
        user.save(update_fields=changed)
        record(ProfileChanged(changed), subject=user, by=by)
    return user


def _check(values: dict[str, str]) -> None:
    if "name" in values and not values["name"].strip():
        raise Invalid({"name": _("Enter a name.")})
    if "language" in values and values["language"] not in dict(settings.LANGUAGES):
        raise Invalid({"language": _("Choose one of the languages.")})
    if "time_zone" in values and values["time_zone"] not in zoneinfo.available_timezones():
        raise Invalid({"time_zone": _("Choose a time zone from the list.")})
