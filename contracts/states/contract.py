from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from srm.lifecycle.tables import Lifecycle, moves


class ContractKind(models.TextChoices):
    CONTRACT = "contract", _("Contract")
    FRAMEWORK = "framework", _("Framework agreement")


class ContractStatus(models.TextChoices):
    DRAFT = "draft", _("Draft")
    SENT = "sent", _("With the supplier")
    ACTIVE = "active", _("In force")
    REFUSED = "refused", _("Refused by the supplier")
    ENDED = "ended", _("Ended")
    TERMINATED = "terminated", _("Terminated")
    CANCELLED = "cancelled", _("Dropped")


_C = ContractStatus
CONTRACT = Lifecycle(
    noun="contracts.contract",
    statuses=ContractStatus,
    moves=moves(
        ("send", (_C.DRAFT, _C.REFUSED), _C.SENT, _("Send to supplier")),
        ("recall", _C.SENT, _C.DRAFT, _("Recall")),
        ("accept", _C.SENT, _C.ACTIVE, _("Accept contract")),
        ("refuse", _C.SENT, _C.REFUSED, _("Refuse")),
        ("end", _C.ACTIVE, _C.ENDED, _("End")),
        ("terminate", _C.ACTIVE, _C.TERMINATED, _("Terminate")),
        ("cancel", (_C.DRAFT, _C.SENT, _C.REFUSED), _C.CANCELLED, _("Drop")),
    ),
    tones={_C.SENT: "waiting", _C.ACTIVE: "good", _C.REFUSED: "late", _C.TERMINATED: "late"},
    path=(_C.DRAFT, _C.SENT, _C.ACTIVE, _C.ENDED),
)


class ObligationStatus(models.TextChoices):
    OPEN = "open", pgettext_lazy("obligation", "Open")
    DONE = "done", pgettext_lazy("status", "Done")
