from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from srm.lifecycle.tables import Lifecycle, moves


class AuctionStatus(models.TextChoices):
    SCHEDULED = "scheduled", _("Scheduled")
    LIVE = "live", _("Live")
    PAUSED = "paused", _("Paused")
    CLOSED = "closed", _("Closed")
    CANCELLED = "cancelled", pgettext_lazy("tender", "Cancelled")


_A = AuctionStatus
AUCTION = Lifecycle(
    noun="tenders.auction",
    statuses=AuctionStatus,
    moves=moves(
        ("begin", _A.SCHEDULED, _A.LIVE, _("Begin")),
        ("pause", _A.LIVE, _A.PAUSED, _("Pause")),
        ("resume", _A.PAUSED, _A.LIVE, _("Resume")),
        ("close", (_A.SCHEDULED, _A.LIVE, _A.PAUSED), _A.CLOSED, _("Close")),
        ("cancel", (_A.SCHEDULED, _A.LIVE, _A.PAUSED), _A.CANCELLED, _("Cancel auction")),
    ),
    tones={_A.SCHEDULED: "waiting", _A.LIVE: "waiting", _A.PAUSED: "late", _A.CLOSED: "good", _A.CANCELLED: "late"},
    path=(_A.SCHEDULED, _A.LIVE, _A.CLOSED),
)
