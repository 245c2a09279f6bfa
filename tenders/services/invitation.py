"""Suppliers are asked to bid; whether they will is theirs to say and nobody else's to know before the opening."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from srm.authz import require
from srm.clock import database_now
from srm.errors import Invalid, Refused
from srm.events.services import record
from suppliers.models import Supplier
from suppliers.services import create_supplier
from suppliers.states import SupplierStatus
from tenders.events import SupplierAskedToBid, TenderInvitationAccepted, TenderInvitationDeclined
from tenders.models import Invitation, Tender
from tenders.policies import may_bid, may_edit_tender
from tenders.services.locking import lock_tender
from tenders.services.tender import lock_draft
from tenders.states import InvitationStatus, TenderStatus

CLOSED_TO = (SupplierStatus.SUSPENDED, SupplierStatus.BLOCKED)
INVITING = (TenderStatus.DRAFT, TenderStatus.PUBLISHED)


@transaction.atomic
def invite_to_tender(*, tender: Tender, supplier: Supplier, by: Any) -> Invitation:
    """Ask a supplier to bid, once. He is told when the tender is published, at once if it is already.

    Raises Refused for a suspended or blocked supplier and after the deadline. Records SupplierAskedToBid.
    """
    tender = lock_tender(tender)
    require(may_edit_tender(by, tender), _("Only the buyer of this tender invites."))
    now = database_now()
    if tender.status not in INVITING or (tender.published_at and tender.bids_until and now >= tender.bids_until):
        raise Refused(_("Bidding is over: nobody can be invited any more."), code="too_late")
    if supplier.status in CLOSED_TO:
        message = _("%(supplier)s is %(status)s and cannot be invited.")
        words = {"supplier": supplier.name, "status": supplier.get_status_display().lower()}
        raise Refused(message % words, field="supplier", code="supplier_closed")
    invitation, is_new = Invitation.objects.get_or_create(
        tender=tender, supplier=supplier, defaults={"invited_at": now}
    )
    if is_new and tender.published_at:
        record(SupplierAskedToBid(tender.public_id, invitation.public_id), subject=tender, by=by)
    return invitation


@transaction.atomic
def invite_new_supplier(*, tender: Tender, name: str, email: str, by: Any) -> Invitation:
    """Ask a company that is not registered yet: a prospect is entered and gets the link to register and bid.

    Raises Invalid when a supplier with that address is already there.
    """
    require(may_edit_tender(by, tender), _("Only the buyer of this tender invites."))
    if Supplier.objects.filter(email__iexact=email).exists():
        raise Invalid({"email": _("A supplier with this address exists. Choose it from the list.")})
    supplier = create_supplier(name=name, email=email, by=by)
    return invite_to_tender(tender=tender, supplier=supplier, by=by)


@transaction.atomic
def remove_invitation(*, invitation: Invitation, by: Any) -> None:
    """Take a supplier off the list of a draft; after publication an invitation stands."""
    lock_draft(invitation.tender, by)
    invitation.delete()


@transaction.atomic
def view_invitation(*, invitation: Invitation, by: Any) -> Invitation:
    """Remember when the supplier first looked at the tender."""
    if invitation.viewed_at is None:
        invitation.viewed_at = database_now()
        Invitation.objects.filter(pk=invitation.pk, viewed_at=None).update(viewed_at=invitation.viewed_at)
        sent = Invitation.objects.filter(pk=invitation.pk, status=InvitationStatus.SENT)
        if sent.update(status=InvitationStatus.VIEWED):
            invitation.status = InvitationStatus.VIEWED
    return invitation


@transaction.atomic
def accept_invitation(*, invitation: Invitation, by: Any) -> Invitation:
    """The supplier says that he will bid. Raises Refused after the deadline. Records TenderInvitationAccepted."""
    return _answer(invitation, InvitationStatus.ACCEPTED, "", by)


@transaction.atomic
def decline_invitation(*, invitation: Invitation, reason: str, by: Any) -> Invitation:
    """The supplier says that he will not; he may change his mind. Records TenderInvitationDeclined."""
    return _answer(invitation, InvitationStatus.DECLINED, reason, by)


def _answer(invitation: Invitation, status: str, reason: str, by: Any) -> Invitation:
    tender = lock_tender(invitation.tender)
    require(may_bid(by, invitation.supplier), _("Only the supplier's administrators and bidders answer."))
    if tender.status != TenderStatus.PUBLISHED or not tender.bids_until or database_now() >= tender.bids_until:
        raise Refused(_("Bidding is over."), code="too_late")
    invitation.status, invitation.decline_reason = status, reason
    invitation.save(update_fields=["status", "decline_reason"])
    declined = status == InvitationStatus.DECLINED
    event = (
        TenderInvitationDeclined(tender.public_id, reason) if declined else TenderInvitationAccepted(tender.public_id)
    )
    record(event, subject=invitation, by=by)
    return invitation
