from django.db import models
from django.utils.translation import gettext_lazy as _

from srm.lifecycle.tables import Lifecycle, moves


class BundleStatus(models.TextChoices):
    OPEN = "open", _("Collecting")
    CONFIRMED = "confirmed", _("Ready to buy")
    SOURCING = "sourcing", _("Being bought")
    CLOSED = "closed", _("Bought")
    CANCELLED = "cancelled", _("Cancelled")


_B = BundleStatus
BUNDLE = Lifecycle(
    noun="procurement.bundle",
    statuses=BundleStatus,
    moves=moves(
        ("confirm", _B.OPEN, _B.CONFIRMED, _("Confirm bundle")),
        ("reopen", _B.CONFIRMED, _B.OPEN, _("Reopen")),
        ("source", _B.CONFIRMED, _B.SOURCING, _("Start buying")),
        ("release", _B.SOURCING, _B.CONFIRMED, _("Back to ready")),
        ("close", _B.SOURCING, _B.CLOSED, _("Close")),
        ("cancel", (_B.OPEN, _B.CONFIRMED), _B.CANCELLED, _("Dissolve")),
    ),
    tones={_B.OPEN: "waiting", _B.CONFIRMED: "good", _B.CLOSED: "good"},
    path=(_B.OPEN, _B.CONFIRMED, _B.SOURCING, _B.CLOSED),
)
