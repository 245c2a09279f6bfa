from django.db import models
from django.utils.translation import gettext_lazy as _

from srm.lifecycle.tables import Lifecycle, moves


class InvoiceStatus(models.TextChoices):
    RECEIVED = "received", _("Received")
    MATCHED = "matched", _("Matched")
    EXCEPTION = "exception", _("Does not match")
    APPROVED = "approved", _("Approved for payment")
    PAID = "paid", _("Paid")
    REJECTED = "rejected", _("Rejected")


_I = InvoiceStatus
INVOICE = Lifecycle(
    noun="contracts.invoice",
    statuses=InvoiceStatus,
    moves=moves(
        ("match", (_I.RECEIVED, _I.EXCEPTION), _I.MATCHED, _("Match")),
        ("hold", (_I.RECEIVED, _I.EXCEPTION, _I.MATCHED), _I.EXCEPTION, _("Hold")),
        ("approve", _I.MATCHED, _I.APPROVED, _("Approve for payment")),
        ("override", _I.EXCEPTION, _I.APPROVED, _("Approve in spite of it")),
        ("reject", (_I.RECEIVED, _I.EXCEPTION, _I.MATCHED), _I.REJECTED, _("Reject")),
        ("pay", _I.APPROVED, _I.PAID, _("Mark paid")),
    ),
    tones={
        _I.RECEIVED: "waiting",
        _I.MATCHED: "good",
        _I.EXCEPTION: "late",
        _I.APPROVED: "good",
        _I.PAID: "good",
        _I.REJECTED: "late",
    },
    path=(_I.RECEIVED, _I.MATCHED, _I.APPROVED, _I.PAID),
)
