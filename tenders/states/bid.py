from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from srm.lifecycle.tables import Lifecycle, moves


class BidStatus(models.TextChoices):
    DRAFT = "draft", _("Not sent")
    SUBMITTED = "submitted", _("Sent")
    WITHDRAWN = "withdrawn", _("Withdrawn")
    OPENED = "opened", _("Opened")
    EXCLUDED = "excluded", _("Excluded")


_B = BidStatus
BID = Lifecycle(
    noun="tenders.bid",
    statuses=BidStatus,
    moves=moves(
        ("submit", (_B.DRAFT, _B.SUBMITTED, _B.WITHDRAWN), _B.SUBMITTED, _("Submit bid")),
        ("withdraw", _B.SUBMITTED, _B.WITHDRAWN, _("Withdraw")),
        ("open", _B.SUBMITTED, _B.OPENED, pgettext_lazy("envelope", "Open")),
        ("exclude", _B.OPENED, _B.EXCLUDED, _("Exclude")),
        ("readmit", _B.EXCLUDED, _B.OPENED, _("Admit again")),
    ),
    tones={_B.DRAFT: "late", _B.SUBMITTED: "good", _B.OPENED: "good", _B.EXCLUDED: "late"},
    path=(_B.DRAFT, _B.SUBMITTED, _B.OPENED),
)
