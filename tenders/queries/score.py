"""Who still has to score before prices may be seen."""

from tenders.models import CommitteeMember, ScoreSheet, Tender
from tenders.states import CommitteeRole, CriterionKind

SCORERS = (CommitteeRole.MEMBER, CommitteeRole.EXPERT)


def asks_scores(tender: Tender) -> bool:
    """Tell whether people give scores in this tender at all."""
    return tender.criteria.filter(kind=CriterionKind.SCORED).exists()


def unfrozen_scorers(tender: Tender) -> list[CommitteeMember]:
    """Return the scorers whose sheets are not frozen yet; nobody where nothing is scored."""
    if not asks_scores(tender):
        return []
    frozen = ScoreSheet.objects.filter(tender=tender, frozen_at__isnull=False).values("scorer_id")
    members = tender.committee.filter(role__in=SCORERS).exclude(user_id__in=frozen)
    return list(members.select_related("user"))
