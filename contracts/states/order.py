from django.db import models
from django.utils.translation import gettext_lazy as _

from srm.lifecycle.tables import Lifecycle, moves


class OrderStatus(models.TextChoices):
    DRAFT = "draft", _("Draft")
    SENT = "sent", _("Sent")
    CONFIRMED = "confirmed", _("Confirmed")
    PART_RECEIVED = "part_received", _("Partly received")
    RECEIVED = "received", _("Received")
    CLOSED = "closed", _("Closed")
    REFUSED = "refused", _("Refused by the supplier")
    CANCELLED = "cancelled", _("Cancelled")


_O = OrderStatus
ORDER = Lifecycle(
    noun="contracts.purchaseorder",
    statuses=OrderStatus,
    moves=moves(
        ("send", _O.DRAFT, _O.SENT, _("Send order")),
        ("confirm", _O.SENT, _O.CONFIRMED, _("Confirm order")),
        ("refuse", _O.SENT, _O.REFUSED, _("Refuse order")),
        ("receive_part", (_O.SENT, _O.CONFIRMED, _O.PART_RECEIVED), _O.PART_RECEIVED, _("Receive")),
        ("receive_all", (_O.SENT, _O.CONFIRMED, _O.PART_RECEIVED), _O.RECEIVED, _("Receive the rest")),
        ("close", (_O.CONFIRMED, _O.PART_RECEIVED, _O.RECEIVED), _O.CLOSED, _("Close order")),
        ("cancel", (_O.DRAFT, _O.SENT, _O.CONFIRMED), _O.CANCELLED, _("Cancel order")),
    ),
    tones={
        _O.SENT: "waiting",
        _O.CONFIRMED: "good",
        _O.PART_RECEIVED: "waiting",
        _O.RECEIVED: "good",
        _O.REFUSED: "late",
        _O.CANCELLED: "late",
    },
    path=(_O.DRAFT, _O.SENT, _O.CONFIRMED, _O.RECEIVED, _O.CLOSED),
)


class ReceiptStatus(models.TextChoices):
    POSTED = "posted", _("Posted")
    REVERSED = "reversed", _("Reversed")
