from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from srm.accounts.events import DelegationGiven, DelegationRevoked
from srm.accounts.models import Delegation, User
from srm.accounts.policies import may_give_delegation, may_revoke_delegation
from srm.accounts.states import Kind
from srm.authz import person, require
from srm.clock import database_now
from srm.errors import Invalid
from srm.events.services import record


@transaction.atomic
def give_delegation(
    *, principal: User, substitute: User, starts_at: datetime, ends_at: datetime, reason: str = "", by: Any
) -> Delegation:
    """Let the substitute decide for the principal in a period. Records DelegationGiven.

    Raises Invalid when the period is empty or over, or the substitute is not another active member of staff.
    """
    require(may_give_delegation(by, principal), _("Only the person or an administrator may do this."))
    if ends_at <= starts_at or ends_at <= database_now():
        raise Invalid({"ends_at": _("The period must end after it starts, and in the future.")})
    if substitute == principal or substitute.kind != Kind.STAFF or not substitute.is_active:
        raise Invalid({"substitute": _("Choose another active colleague.")})
    delegation = Delegation.objects.create(
        principal=principal, substitute=substitute, starts_at=starts_at, ends_at=ends_at, reason=reason,
        created_by=person(by),
    )  # fmt: skip
    record(
        DelegationGiven(principal.email, substitute.email, starts_at.isoformat(), ends_at.isoformat(), reason),
        subject=principal, by=by,
    )  # fmt: skip
    return delegation


@transaction.atomic
def revoke_delegation(*, delegation: Delegation, by: Any) -> Delegation:
    """End a delegation now; a second time changes nothing. Records DelegationRevoked."""
    delegation = Delegation.objects.select_for_update(of=("self",)).get(pk=delegation.pk)
    require(may_revoke_delegation(by, delegation))
    if delegation.revoked_at is None:
        delegation.revoked_at = database_now()
        delegation.save(update_fields=["revoked_at"])
        event = DelegationRevoked(delegation.principal.email, delegation.substitute.email)
        record(event, subject=delegation.principal, by=by)
    return delegation
