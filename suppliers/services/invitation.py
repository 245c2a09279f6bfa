"""A person is invited to act for a supplier, and registers with the key from the e-mail."""

import hashlib
import secrets
from datetime import timedelta
from typing import Any

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from srm.accounts.models import User
from srm.accounts.states import Kind
from srm.authz import SYSTEM, person, require
from srm.clock import database_now
from srm.errors import Invalid, Refused
from srm.events.services import record
from suppliers.events import InvitationAccepted, SupplierInvited
from suppliers.models import Supplier, SupplierInvitation
from suppliers.policies.supplier import may_invite_supplier
from suppliers.services.membership import give_membership
from suppliers.states import InvitationStatus, MembershipRole

VALID_FOR = timedelta(days=30)


@transaction.atomic
def invite_supplier(
    *, supplier: Supplier, email: str, by: Any, language: str = "en", next_path: str = ""
) -> tuple[SupplierInvitation, str]:
    """Ask a person by e-mail to register for the supplier; returns the row and the key for the link.

    Records SupplierInvited. Raises Invalid when the address belongs to our own staff.
    """
    require(may_invite_supplier(by, supplier), _("Only procurement or the supplier's administrator may invite."))
    if User.objects.filter(email__iexact=email, kind=Kind.STAFF).exists():
        raise Invalid({"email": _("This address belongs to one of our own people.")})
    key = secrets.token_urlsafe(32)
    invitation = SupplierInvitation.objects.create(
        supplier=supplier, email=email.lower(), language=language, digest=_digest(key), next_path=next_path,
        expires_at=database_now() + VALID_FOR, created_by=person(by),
    )  # fmt: skip
    record(SupplierInvited(invitation.email, invitation.pk), subject=supplier, by=by)
    return invitation, key


def find_invitation(key: str) -> SupplierInvitation | None:
    """Return the open invitation of this key, or None (unknown, used, revoked or expired alike)."""
    rows = SupplierInvitation.objects.select_related("supplier").filter(
        digest=_digest(key), status=InvitationStatus.SENT, expires_at__gt=database_now()
    )
    return rows.first()


@transaction.atomic
def accept_invitation(*, key: str, name: str, password: str, language: str = "en", by: Any = SYSTEM) -> User:
    """Register the invited person and let him act for the supplier, the first one as its administrator.

    Records InvitationAccepted. Raises Refused when the key no longer holds, Invalid on a weak password.
    """
    found = find_invitation(key)
    if found is None:
        raise Refused(_("This invitation is no longer valid. Ask for a new one."), code="invitation_gone")
    invitation = SupplierInvitation.objects.select_for_update(of=("self",)).get(pk=found.pk)
    if invitation.status != InvitationStatus.SENT:
        raise Refused(_("This invitation has been used."), code="invitation_gone")
    user = _register(invitation.email, name, password, language)
    invitation.status, invitation.accepted_at = InvitationStatus.ACCEPTED, database_now()
    invitation.save(update_fields=["status", "accepted_at"])
    first = not invitation.supplier.memberships.filter(is_active=True).exists()
    role = MembershipRole.ADMIN if first else MembershipRole.BIDDER
    give_membership(user=user, supplier=invitation.supplier, role=role, by=by)
    record(InvitationAccepted(user.email), subject=invitation.supplier, by=by)
    return user


def _register(email: str, name: str, password: str, language: str) -> User:
    known = User.objects.filter(email__iexact=email).first()
    if known:
        raise Refused(_("You already have an account: sign in instead."), code="known_account")
    if not name.strip():
        raise Invalid({"name": _("Give your name.")})
    try:
        validate_password(password, User(email=email, name=name))
    except ValidationError as error:
        raise Invalid({"password": list(error.messages)}) from error
    return User.objects.create_user(email, password, name=name.strip(), kind=Kind.PORTAL, language=language)


def _digest(key: str) -> str:
    return hashlib.sha256(key.encode()).hexdigest()
