from django.db import models
from django.utils.translation import gettext_lazy as _

from srm.lifecycle.tables import Lifecycle, moves


class TransferStatus(models.TextChoices):
    REQUESTED = "requested", _("Asked for")
    ISSUED = "issued", _("On its way")
    RECEIVED = "received", _("Received")
    CANCELLED = "cancelled", _("Cancelled")


_T = TransferStatus
TRANSFER = Lifecycle(
    noun="procurement.stocktransfer",
    statuses=TransferStatus,
    moves=moves(
        ("issue", _T.REQUESTED, _T.ISSUED, _("Hand out")),
        ("receive", _T.ISSUED, _T.RECEIVED, _("Receive")),
        ("cancel", _T.REQUESTED, _T.CANCELLED, _("Cancel")),
    ),
    tones={_T.REQUESTED: "waiting", _T.ISSUED: "waiting", _T.RECEIVED: "good"},
    path=(_T.REQUESTED, _T.ISSUED, _T.RECEIVED),
)
