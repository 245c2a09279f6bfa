from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from srm.lifecycle.tables import Lifecycle, moves


class QualificationStatus(models.TextChoices):
    REQUESTED = "requested", pgettext_lazy("qualification", "Requested")
    QUALIFIED = "qualified", _("Qualified")
    REJECTED = "rejected", _("Rejected")
    EXPIRED = "expired", _("Expired")


_Q = QualificationStatus
QUALIFICATION = Lifecycle(
    noun="suppliers.qualification",
    statuses=QualificationStatus,
    moves=moves(
        ("qualify", (_Q.REQUESTED, _Q.EXPIRED, _Q.REJECTED), _Q.QUALIFIED, _("Qualify")),
        ("reject", _Q.REQUESTED, _Q.REJECTED, _("Reject")),
        ("expire", _Q.QUALIFIED, _Q.EXPIRED, _("Expire")),
    ),
    tones={_Q.REQUESTED: "waiting", _Q.QUALIFIED: "good", _Q.REJECTED: "late", _Q.EXPIRED: "late"},
    path=(_Q.REQUESTED, _Q.QUALIFIED),
)
