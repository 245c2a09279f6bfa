from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from srm.accounts.models import User
from srm.accounts.states import Kind
from srm.authz import person, require
from srm.errors import Invalid, Refused
from srm.events.services import record
from suppliers.events import MembershipEnded, MembershipGiven
from suppliers.models import Membership, Supplier
from suppliers.policies.supplier import may_manage_members
from suppliers.states import MembershipRole


@transaction.atomic
def add_membership(*, user: User, supplier: Supplier, role: str, by: Any) -> Membership:
    """Let a portal person act for the supplier in a role. Records MembershipGiven."""
    require(may_manage_members(by, supplier), _("Only an administrator may do this."))
    return give_membership(user=user, supplier=supplier, role=role, by=by)


@transaction.atomic
def end_membership(*, membership: Membership, by: Any) -> Membership:
    """Take the role away; the last administrator cannot go. Records MembershipEnded."""
    supplier = Supplier.objects.select_for_update(of=("self",)).get(pk=membership.supplier_id)
    require(may_manage_members(by, supplier), _("Only an administrator may do this."))
    admins = supplier.memberships.filter(role=MembershipRole.ADMIN, is_active=True).exclude(pk=membership.pk)
    if membership.role == MembershipRole.ADMIN and not admins.exists():
        raise Refused(_("Name another administrator first."), code="last_admin")
    membership.is_active = False
    membership.save(update_fields=["is_active"])
    record(MembershipEnded(membership.user.email, membership.role), subject=supplier, by=by)
    return membership


def give_membership(*, user: User, supplier: Supplier, role: str, by: Any) -> Membership:
    """Write the membership; the caller has authorised it (an invitation does). Records MembershipGiven."""
    if user.kind != Kind.PORTAL:
        raise Invalid({"user": _("Our own people do not act for suppliers.")})
    membership, _created = Membership.objects.update_or_create(
        user=user, supplier=supplier, role=role,
        defaults={"is_active": True}, create_defaults={"is_active": True, "created_by": person(by)},
    )  # fmt: skip
    record(MembershipGiven(user.email, role), subject=supplier, by=by)
    return membership
