"""Who bids, who opens, who reads what after the opening. Before it nobody reads anything."""

from typing import Any

from suppliers.models import Membership, Supplier
from suppliers.states import MembershipRole
from tenders.models import CommitteeMember, Tender
from tenders.policies.tender import may_edit_tender
from tenders.queries.score import unfrozen_scorers

BIDDING_ROLES = (MembershipRole.ADMIN, MembershipRole.BIDDER)


def may_bid(user: Any, supplier: Supplier) -> bool:
    """The supplier's own people who may commit it: administrators and bidders."""
    if not getattr(user, "is_portal", False) or not user.is_active:
        return False
    return Membership.objects.filter(user=user, supplier=supplier, role__in=BIDDING_ROLES, is_active=True).exists()


def may_open_bids(user: Any, tender: Tender) -> bool:
    """Who runs the tender, or a committee member who has declared himself free of conflicts."""
    return has_declared(user, tender) if on_committee(user, tender) else may_edit_tender(user, tender)


def may_see_bids(user: Any, tender: Tender) -> bool:
    """After the opening: who sees the tender; a committee member only once he has declared."""
    if tender.opened_at is None or getattr(user, "is_portal", True):
        return False
    if on_committee(user, tender):
        return has_declared(user, tender)
    return Tender.objects.visible_to(user).filter(pk=tender.pk).exists()


def may_see_prices(user: Any, tender: Tender) -> bool:
    """Who sees the bids, once every scorer has frozen his scores: no score is given with a price in sight."""
    return may_see_bids(user, tender) and not unfrozen_scorers(tender)


def on_committee(user: Any, tender: Tender) -> bool:
    return CommitteeMember.objects.filter(tender=tender, user_id=user.pk).exists()


def has_declared(user: Any, tender: Tender) -> bool:
    """On the committee, and declared free of conflicts."""
    return CommitteeMember.objects.filter(tender=tender, user_id=user.pk, declared_at__isnull=False).exists()
