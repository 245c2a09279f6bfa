"""What waits for a person on tenders."""

from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from procurement.states import ApprovalLevel
from suppliers.models import Supplier
from tenders.models import Award, Bid, CommitteeMember, Criterion, Invitation, Question, ScoreSheet, Tender
from tenders.queries.approval import award_levels
from tenders.queries.portal import unsent_bids
from tenders.queries.score import SCORERS
from tenders.states import AwardStatus, BidStatus, CommitteeRole, CriterionKind, InvitationStatus, TenderStatus


def openings_due(user: Any) -> QuerySet[Tender]:
    """Return the tenders past their deadline that this person runs and that are not opened yet."""
    rows = Tender.objects.filter(buyer=user, status=TenderStatus.PUBLISHED, bids_until__lte=timezone.now())
    return rows.order_by("bids_until")


def members_due(user: Any) -> QuerySet[CommitteeMember]:
    """Return the seats whose holder must declare himself, or has scores to give and freeze."""
    sheets = ScoreSheet.objects.filter(tender=OuterRef("tender"), scorer=user, frozen_at__isnull=False)
    scored = Criterion.objects.filter(tender=OuterRef("tender"), kind=CriterionKind.SCORED)
    running = [TenderStatus.PUBLISHED, TenderStatus.EVALUATION]
    must_score = Q(role__in=SCORERS, tender__status=TenderStatus.EVALUATION) & Exists(scored) & ~Exists(sheets)
    seats = CommitteeMember.objects.filter(user=user, tender__status__in=running)
    return seats.filter(Q(declared_at=None) | must_score).order_by("pk")


def awards_to_approve(user: Any) -> QuerySet[Award]:
    """Return the awards that this person may approve: by the level frozen with their tender, or as its chair."""
    rows = Award.objects.visible_to(user).filter(status=AwardStatus.PROPOSED)
    seats = CommitteeMember.objects.filter(tender=OuterRef("lot__tender"), user=user, role=CommitteeRole.CHAIR)
    presides = Exists(seats) & ~Q(lot__tender__approval_level=ApprovalLevel.EXECUTIVE)
    rows = rows.filter(presides | Q(lot__tender__approval_level__in=award_levels(user)))
    return rows.exclude(created_by=user).exclude(lot__tender__buyer=user).order_by("pk")


def questions_to_answer(user: Any) -> QuerySet[Question]:
    """Return the unanswered questions on one's own tenders."""
    waits = Question.objects.filter(tender__buyer=user, tender__status=TenderStatus.PUBLISHED, answered_at=None)
    return waits.order_by("tender__bids_until", "pk")


def bids_to_make(supplier: Supplier) -> QuerySet[Any]:
    """Return the supplier's open invitations with a draft not sent (`unsent`), or not answered yet."""
    own = Bid.objects.for_supplier(supplier).filter(tender=OuterRef("tender"))
    sent = own.filter(status__in=[BidStatus.SUBMITTED, BidStatus.OPENED, BidStatus.EXCLUDED])
    fresh = Q(status__in=[InvitationStatus.SENT, InvitationStatus.VIEWED]) & ~Exists(sent)
    rows = Invitation.objects.for_supplier(supplier).filter(
        tender__status=TenderStatus.PUBLISHED, tender__bids_until__gt=timezone.now()
    )
    rows = rows.annotate(unsent=Exists(unsent_bids(supplier).filter(tender=OuterRef("tender"))))
    return rows.filter(Q(unsent=True) | fresh).order_by("tender__bids_until", "pk")
