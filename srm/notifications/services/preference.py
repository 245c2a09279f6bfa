from django.db import transaction
from django.utils.translation import gettext as _

from srm.accounts.models import User
from srm.errors import Refused
from srm.notifications.kinds import kind_named
from srm.notifications.models import Preference
from srm.notifications.states import Channel


@transaction.atomic
def set_preference(*, kind: str, channel: str, by: User) -> Preference:
    """Remember how the person wants to hear of a kind of notice.

    Raises Refused for a mandatory kind, an unknown one, and one that his side is not told of.
    """
    known = kind_named(kind)
    if known is None or known.mandatory or known.portal != by.is_portal or channel not in Channel.values:
        raise Refused(_("This notice cannot be turned off."), field=kind, code="mandatory")
    row, _created = Preference.objects.update_or_create(user=by, kind=kind, defaults={"channel": channel})
    return row
