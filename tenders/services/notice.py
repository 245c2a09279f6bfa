"""Who is told of what happens to a tender. Suppliers by their own door, never a rival's name, price or number."""

from typing import Any

from django.urls import reverse

from srm.accounts.models import User
from srm.events.models import Event
from srm.notifications.services import notify
from srm.notifications.values import as_time
from suppliers.models import Supplier
from suppliers.services import invite_supplier
from suppliers.states import MembershipRole
from tenders.models import Invitation, Tender

BIDDING = (MembershipRole.ADMIN, MembershipRole.BIDDER)


def bidders_of(supplier: Supplier) -> list[User]:
    """Return the supplier's people who may bid."""
    people = User.objects.filter(
        memberships__supplier=supplier, memberships__is_active=True, memberships__role__in=BIDDING, is_active=True
    )
    return list(people.distinct())


def invited_people(tender: Tender) -> list[User]:
    """Return the people of all invited suppliers who may bid."""
    people = User.objects.filter(
        memberships__supplier__tender_invitations__tender=tender, memberships__is_active=True,
        memberships__role__in=BIDDING, is_active=True,
    )  # fmt: skip
    return list(people.distinct())


def words(tender: Tender, **more: Any) -> dict[str, Any]:
    """Return what every notice on a tender may say."""
    until = as_time(tender.bids_until) if tender.bids_until else ""
    return {"number": tender.number, "title": tender.title, "until": until, **more}


def tell_invited(*, invitation: Invitation, event: Event) -> None:
    """Tell an invited supplier's people; a company that nobody acts for yet gets the link to register and bid."""
    tender, path = invitation.tender, portal_path(invitation.tender)
    people = bidders_of(invitation.supplier)
    if people:
        notify(recipients=people, kind="tenders.invited", subject=tender, url=path, event=event, params=words(tender))
    elif invitation.supplier.email and not invitation.supplier.invitations.filter(next_path=path).exists():
        invite_supplier(supplier=invitation.supplier, email=invitation.supplier.email, next_path=path, by=tender.buyer)


def portal_path(tender: Tender) -> str:
    """Return the tender's page in the portal."""
    return reverse("tenders:portal-tender-detail", args=[tender.public_id])
