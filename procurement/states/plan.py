from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from srm.lifecycle.tables import Lifecycle, moves


class PlanStatus(models.TextChoices):
    DRAFT = "draft", _("Draft")
    APPROVED = "approved", pgettext_lazy("decision", "Approved")
    CLOSED = "closed", _("Closed")


PLAN = Lifecycle(
    noun="procurement.supplyplan",
    statuses=PlanStatus,
    moves=moves(
        ("approve", PlanStatus.DRAFT, PlanStatus.APPROVED, pgettext_lazy("decision", "Approve")),
        ("close", PlanStatus.APPROVED, PlanStatus.CLOSED, _("Close")),
    ),
    tones={PlanStatus.APPROVED: "good"},
    path=(PlanStatus.DRAFT, PlanStatus.APPROVED, PlanStatus.CLOSED),
)
