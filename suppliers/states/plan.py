from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from srm.lifecycle.tables import Lifecycle, moves


class Side(models.TextChoices):
    """Who of the two has to act."""

    BUYER = "buyer", _("Us")
    SUPPLIER = "supplier", _("Supplier")


class PlanStatus(models.TextChoices):
    DRAFT = "draft", _("Draft")
    SHARED = "shared", _("Shared")
    CLOSED = "closed", _("Closed")


PLAN = Lifecycle(
    noun="suppliers.jointplan",
    statuses=PlanStatus,
    moves=moves(
        ("share", PlanStatus.DRAFT, PlanStatus.SHARED, _("Share with supplier")),
        ("close", (PlanStatus.DRAFT, PlanStatus.SHARED), PlanStatus.CLOSED, _("Close")),
    ),
    tones={PlanStatus.SHARED: "good"},
    path=(PlanStatus.DRAFT, PlanStatus.SHARED, PlanStatus.CLOSED),
)


class ActionStatus(models.TextChoices):
    PROPOSED = "proposed", _("Proposed")
    AGREED = "agreed", _("Agreed")
    DECLINED = "declined", _("Declined")
    DONE = "done", pgettext_lazy("status", "Done")


_A = ActionStatus
ACTION = Lifecycle(
    noun="suppliers.jointaction",
    statuses=ActionStatus,
    moves=moves(
        ("agree", _A.PROPOSED, _A.AGREED, _("Agree")),
        ("decline", _A.PROPOSED, _A.DECLINED, _("Decline")),
        ("complete", _A.AGREED, _A.DONE, _("Mark done")),
    ),
    tones={_A.PROPOSED: "waiting", _A.AGREED: "good", _A.DECLINED: "late", _A.DONE: "good"},
    path=(_A.PROPOSED, _A.AGREED, _A.DONE),
)
