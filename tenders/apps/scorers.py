"""Who scores bids now reads nothing of what suppliers say of us."""

from typing import Any

from django.db.models import QuerySet

from suppliers.models.scorer import register_scorers
from tenders.models import CommitteeMember
from tenders.policies.evaluation import SCORING_ROLES
from tenders.states import TenderStatus

RUNNING = (TenderStatus.PUBLISHED, TenderStatus.EVALUATION, TenderStatus.AUCTION, TenderStatus.DECISION)


def register() -> None:
    """Register them. A seat counts in whichever tender: to look at who bids would tell who bids."""
    register_scorers(seats)


def seats(user: Any) -> QuerySet[CommitteeMember]:
    """Return the person's scoring seats in tenders that run."""
    return CommitteeMember.objects.filter(user=user, role__in=SCORING_ROLES, tender__status__in=RUNNING)
