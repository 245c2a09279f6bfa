from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from srm.lifecycle.tables import Lifecycle, moves


class AwardStatus(models.TextChoices):
    PROPOSED = "proposed", _("Proposed")
    APPROVED = "approved", pgettext_lazy("decision", "Approved")
    RETURNED = "returned", _("Returned")
    ACCEPTED = "accepted", _("Accepted by the winner")
    REFUSED = "refused", _("Refused by the winner")
    CANCELLED = "cancelled", _("Cancelled")


_A = AwardStatus
AWARD = Lifecycle(
    noun="tenders.award",
    statuses=AwardStatus,
    moves=moves(
        ("approve", _A.PROPOSED, _A.APPROVED, _("Approve award")),
        ("return", _A.PROPOSED, _A.RETURNED, _("Return")),
        ("accept", _A.APPROVED, _A.ACCEPTED, _("Accept award")),
        ("refuse", _A.APPROVED, _A.REFUSED, _("Refuse award")),
        ("cancel", (_A.PROPOSED, _A.APPROVED), _A.CANCELLED, _("Cancel award")),
    ),
    tones={
        _A.PROPOSED: "waiting",
        _A.APPROVED: "good",
        _A.ACCEPTED: "good",
        _A.REFUSED: "late",
        _A.RETURNED: "late",
        _A.CANCELLED: "late",
    },
    path=(_A.PROPOSED, _A.APPROVED, _A.ACCEPTED),
)
