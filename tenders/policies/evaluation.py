"""Who judges bids."""

from typing import Any

from tenders.models import Bid, CommitteeMember, Tender
from tenders.policies.bid import has_declared, on_committee
from tenders.policies.tender import may_edit_tender
from tenders.states import CommitteeRole

SCORING_ROLES = (CommitteeRole.MEMBER, CommitteeRole.EXPERT)


def may_declare(user: Any, tender: Tender) -> bool:
    """A member of the committee, for himself."""
    return on_committee(user, tender)


def may_score(user: Any, tender: Tender) -> bool:
    """Members and technical scorers who have declared; the chair presides and decides, he does not score."""
    return CommitteeMember.objects.filter(
        tender=tender, user_id=user.pk, role__in=SCORING_ROLES, declared_at__isnull=False
    ).exists()


def may_exclude_bid(user: Any, bid: Bid) -> bool:
    """Who runs the tender, or its declared chair."""
    if is_chair(user, bid.tender):
        return has_declared(user, bid.tender)
    return may_edit_tender(user, bid.tender)


def may_release_member(user: Any, tender: Tender) -> bool:
    """Who runs the tender; nobody releases himself."""
    return may_edit_tender(user, tender)


def may_evaluate_lot(user: Any, tender: Tender) -> bool:
    """Who runs the tender, or its declared chair; that all scores are frozen is the service's to see to."""
    return has_declared(user, tender) if is_chair(user, tender) else may_edit_tender(user, tender)


def is_chair(user: Any, tender: Tender) -> bool:
    return CommitteeMember.objects.filter(tender=tender, user_id=user.pk, role=CommitteeRole.CHAIR).exists()
