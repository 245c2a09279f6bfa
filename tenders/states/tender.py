from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from procurement.states import Procedure
from srm.lifecycle.tables import Lifecycle, moves


class TenderKind(models.TextChoices):
    RFI = "rfi", _("Request for information")
    RFQ = "rfq", _("Request for quotation")
    RFP = "rfp", _("Request for proposal")


class Sealing(models.TextChoices):
    """What keeps bids shut until the opening; fixed at publication."""

    SIMPLE = "simple", _("Simple: a key kept by the server")
    COMMITTEE = "committee", _("Committee: only its shares open the bids")


KINDS = {  # what a procedure is published as
    Procedure.RFQ: TenderKind.RFQ,
    Procedure.RFQ_AUCTION: TenderKind.RFQ,
    Procedure.RFP: TenderKind.RFP,
    Procedure.NEGOTIATED_RFP: TenderKind.RFP,
    Procedure.NEGOTIATION: TenderKind.RFP,
}


class TenderStatus(models.TextChoices):
    DRAFT = "draft", _("Draft")
    PUBLISHED = "published", _("Bidding")
    EVALUATION = "evaluation", _("Evaluation")
    AUCTION = "auction", _("Auction")
    DECISION = "decision", _("Award proposed")
    AWARDED = "awarded", _("Awarded")
    UNSUCCESSFUL = "unsuccessful", _("Unsuccessful")
    CANCELLED = "cancelled", pgettext_lazy("tender", "Cancelled")


_T = TenderStatus
TENDER = Lifecycle(
    noun="tenders.tender",
    statuses=TenderStatus,
    moves=moves(
        ("publish", _T.DRAFT, _T.PUBLISHED, _("Publish tender")),
        ("open", _T.PUBLISHED, _T.EVALUATION, _("Open bids")),
        ("fail", (_T.PUBLISHED, _T.EVALUATION, _T.AUCTION, _T.DECISION), _T.UNSUCCESSFUL, _("Close without award")),
        ("start_auction", _T.EVALUATION, _T.AUCTION, _("Plan auction")),
        ("end_auction", _T.AUCTION, _T.EVALUATION, _("End auction")),
        ("propose", _T.EVALUATION, _T.DECISION, _("Propose award")),
        ("return", _T.DECISION, _T.EVALUATION, _("Return to evaluation")),
        ("award", _T.DECISION, _T.AWARDED, _("Award")),
        ("reopen", _T.AWARDED, _T.EVALUATION, _("Award to the next")),
        (
            "cancel",
            (_T.DRAFT, _T.PUBLISHED, _T.EVALUATION, _T.AUCTION, _T.DECISION),
            _T.CANCELLED,
            _("Cancel tender"),
        ),
    ),
    tones={
        _T.PUBLISHED: "waiting",
        _T.EVALUATION: "waiting",
        _T.AUCTION: "waiting",
        _T.DECISION: "waiting",
        _T.AWARDED: "good",
        _T.UNSUCCESSFUL: "late",
        _T.CANCELLED: "late",
    },
    path=(_T.DRAFT, _T.PUBLISHED, _T.EVALUATION, _T.DECISION, _T.AWARDED),
)


class CriterionKind(models.TextChoices):
    PRICE = "price", _("Price")
    SCORED = "scored", _("Scored")
    PASS_FAIL = "pass_fail", _("Pass or fail")


class Aggregate(models.TextChoices):
    MEAN = "mean", _("Mean")
    MEDIAN = "median", _("Median")
    CONSENSUS = "consensus", _("Consensus")


class CommitteeRole(models.TextChoices):
    CHAIR = "chair", _("Chair")
    MEMBER = "member", _("Member")
    EXPERT = "expert", _("Technical scorer")


class InvitationStatus(models.TextChoices):
    SENT = "sent", _("Sent")
    VIEWED = "viewed", _("Viewed")
    ACCEPTED = "accepted", _("Accepted")
    DECLINED = "declined", _("Declined")
