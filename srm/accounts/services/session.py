from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from srm.accounts.events import SessionsEnded
from srm.accounts.models import User
from srm.accounts.policies import may_end_sessions
from srm.authz import require
from srm.clock import database_now
from srm.events.services import record


@transaction.atomic
def end_sessions(*, user: User, by: Any) -> User:
    """Sign the person out of every browser at once, this one too. Keys of programs stay. Records SessionsEnded."""
    user = User.objects.select_for_update(of=("self",)).get(pk=user.pk)
    require(may_end_sessions(by, user), _("Only the person or an administrator may do this."))
    user.sessions_ended_at = database_now()
    user.save(update_fields=["sessions_ended_at"])
    record(SessionsEnded(), subject=user, by=by)
    return user
