"""What waits for a person on his tenders."""

from typing import Any

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from tenders.models import CommitteeMember, Criterion, ScoreSheet, Tender
from tenders.queries.score import SCORERS
from tenders.states import CriterionKind, TenderStatus


def opening_due(user: Any) -> list[Tender]:
    """Return the tenders past their deadline that this person runs and that are not opened yet."""
    if user.is_portal:
        return []
    rows = Tender.objects.filter(buyer=user, status=TenderStatus.PUBLISHED, bids_until__lte=timezone.now())
    return list(rows.order_by("bids_until"))


def members_due(user: Any) -> list[CommitteeMember]:
    """Return the seats whose holder must declare himself, or has scores to give and freeze."""
    if user.is_portal:
        return []
    sheets = ScoreSheet.objects.filter(tender=OuterRef("tender"), scorer=user, frozen_at__isnull=False)
    scored = Criterion.objects.filter(tender=OuterRef("tender"), kind=CriterionKind.SCORED)
    running = [TenderStatus.PUBLISHED, TenderStatus.EVALUATION]
    must_score = Q(role__in=SCORERS, tender__status=TenderStatus.EVALUATION) & Exists(scored) & ~Exists(sheets)
    seats = CommitteeMember.objects.filter(user=user, tender__status__in=running)
    return list(seats.filter(Q(declared_at=None) | must_score).select_related("tender"))
