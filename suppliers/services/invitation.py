"""A person is invited to act for a supplier, and registers with the key from the e-mail.

The key is derived from the invitation's public id and the server's secret, so that whoever sends the mail after the
commit can make it again; events, backups and the database hold only its digest.
"""

import hashlib
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.mail import EmailMultiAlternatives
from django.db import transaction
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from srm.accounts.models import User
from srm.accounts.states import Kind
from srm.authz import SYSTEM, person, require
from srm.clock import database_now
from srm.errors import Invalid, Refused, WrongState
from srm.events.services import record
from srm.lifecycle.models import new_public_id
from suppliers.events import InvitationAccepted, InvitationRevoked, SupplierInvited
from suppliers.models import Membership, Supplier, SupplierInvitation
from suppliers.policies.supplier import may_invite_supplier
from suppliers.services.membership import give_membership
from suppliers.states import InvitationStatus, MembershipRole, SupplierStatus

VALID_FOR = timedelta(days=30)


@transaction.atomic
def invite_supplier(
    *, supplier: Supplier, email: str, by: Any, language: str = "en", next_path: str = "", role: str = ""
) -> tuple[SupplierInvitation, str]:
    """Ask a person by e-mail to act for the supplier; returns the row and the key for the link.

    Without a role the first person becomes the administrator, others bid. Records SupplierInvited, whose handler sends
    the mail. Raises Invalid when the address belongs to our own staff or to somebody who is in already, Refused when
    the supplier is blocked.
    """
    require(may_invite_supplier(by, supplier), _("Only procurement or the supplier's administrator may invite."))
    if supplier.status == SupplierStatus.BLOCKED:
        raise Refused(_("This supplier is blocked."), code="wrong_state")
    _check_address(supplier, email)
    public_id = new_public_id()
    key = invitation_key(public_id)
    invitation = SupplierInvitation.objects.create(
        public_id=public_id, supplier=supplier, email=email.lower(), language=language, digest=_digest(key), role=role,
        next_path=next_path, expires_at=database_now() + VALID_FOR, created_by=person(by),
    )  # fmt: skip
    record(SupplierInvited(invitation.email, invitation.pk), subject=supplier, by=by)
    return invitation, key


def invitation_key(public_id: str) -> str:
    """Return the key of the link; only who knows the server's secret can make it."""
    return salted_hmac("suppliers.invitation", public_id, algorithm="sha256").hexdigest()


def find_invitation(key: str) -> SupplierInvitation | None:
    """Return the open invitation of this key, or None (unknown, used, revoked or expired alike)."""
    rows = SupplierInvitation.objects.open().select_related("supplier")
    found = rows.filter(digest=_digest(key), expires_at__gt=database_now())
    return found.exclude(supplier__status=SupplierStatus.BLOCKED).first()


@transaction.atomic
def accept_invitation(*, key: str, name: str, password: str, language: str = "en", by: Any = SYSTEM) -> User:
    """Register the invited person and let him act for the supplier, the first one as its administrator.

    Records InvitationAccepted. Raises Refused when the key no longer holds, Invalid on a weak password.
    """
    invitation = _locked(key)
    user = _register(invitation.email, name, password, language)
    _use(invitation, user, by)
    return user


@transaction.atomic
def join_supplier(*, key: str, by: User) -> Membership:
    """Let a person who has an account act for one more supplier; only the invited address may.

    Records InvitationAccepted. Raises Refused when the key no longer holds, NotPermitted for another person.
    """
    invitation = _locked(key)
    is_meant = by.kind == Kind.PORTAL and by.email.casefold() == invitation.email.casefold()
    require(is_meant, _("This invitation was sent to another address."))
    return _use(invitation, by, by)


@transaction.atomic
def revoke_invitation(*, invitation: SupplierInvitation, by: Any) -> SupplierInvitation:
    """Take an unused invitation back; its link no longer works. Records InvitationRevoked."""
    rows = SupplierInvitation.objects.select_for_update(of=("self",)).select_related("supplier")
    invitation = rows.get(pk=invitation.pk)
    require(may_invite_supplier(by, invitation.supplier), _("Only procurement or the supplier's administrator may."))
    if invitation.status != InvitationStatus.SENT:
        raise WrongState(_("This invitation has been used."))
    invitation.status = InvitationStatus.REVOKED
    invitation.save(update_fields=["status"])
    record(InvitationRevoked(invitation.email), subject=invitation.supplier, by=by)
    return invitation


@transaction.atomic
def mail_invitation(invitation_id: int) -> bool:
    """Send the link; True when it went out now. A repeat, or a used or revoked invitation, sends nothing."""
    rows = SupplierInvitation.objects.open().select_for_update(of=("self",)).select_related("supplier", "created_by")
    invitation = rows.filter(pk=invitation_id, mailed_at=None).first()
    if invitation is None:
        return False
    _letter(invitation).send()
    invitation.mailed_at = database_now()
    invitation.save(update_fields=["mailed_at"])
    return True


def _letter(invitation: SupplierInvitation) -> EmailMultiAlternatives:
    site = settings.SITE_URL.rstrip("/")
    context = {
        "invitation": invitation, "supplier": invitation.supplier, "organisation": settings.ORGANISATION_NAME,
        "site_url": site, "link": f"{site}/portal/join/{invitation_key(invitation.public_id)}/",
    }  # fmt: skip
    with translation.override(invitation.language):
        subject = _("%(organisation)s invites you to its supplier portal") % context
        message = EmailMultiAlternatives(
            subject=subject, body=render_to_string("emails/suppliers/invitation.txt", context), to=[invitation.email],
            headers={"Message-ID": f"<invitation-{invitation.public_id}@srm>", "Auto-Submitted": "auto-generated"},
        )  # fmt: skip
        message.attach_alternative(render_to_string("emails/suppliers/invitation.html", context), "text/html")
    return message


def _check_address(supplier: Supplier, email: str) -> None:
    known = User.objects.filter(email__iexact=email).first()
    if known and known.kind == Kind.STAFF:
        raise Invalid({"email": _("This address belongs to one of our own people.")})
    if known and supplier.memberships.filter(user=known, is_active=True).exists():
        raise Invalid({"email": _("This person acts for the supplier already.")})


def _locked(key: str) -> SupplierInvitation:
    found = find_invitation(key)
    if found is None:
        raise Refused(_("This invitation is no longer valid. Ask for a new one."), code="invitation_gone")
    # The supplier's row first: two invitations accepted at once must not both find nobody there.
    Supplier.objects.select_for_update(of=("self",)).get(pk=found.supplier_id)
    rows = SupplierInvitation.objects.select_for_update(of=("self",)).select_related("supplier")
    invitation = rows.get(pk=found.pk)
    if invitation.status != InvitationStatus.SENT:
        raise Refused(_("This invitation has been used."), code="invitation_gone")
    return invitation


def _use(invitation: SupplierInvitation, user: User, by: Any) -> Membership:
    invitation.status, invitation.accepted_at = InvitationStatus.ACCEPTED, database_now()
    invitation.save(update_fields=["status", "accepted_at"])
    first = not invitation.supplier.memberships.filter(is_active=True).exists()
    role = MembershipRole.ADMIN if first else invitation.role or MembershipRole.BIDDER
    membership = give_membership(user=user, supplier=invitation.supplier, role=role, by=by)
    record(InvitationAccepted(user.email), subject=invitation.supplier, by=by)
    return membership


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
