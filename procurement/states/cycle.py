from django.db import models
from django.utils.translation import gettext_lazy as _

from srm.lifecycle.tables import Lifecycle, moves


class Stage(models.TextChoices):
    """The four stages, in the order of the cycle."""

    NEEDS = "needs", _("Needs")
    SEGMENTS = "segments", _("Segments")
    TACTICS = "tactics", _("Tactics")
    LEARN = "learn", _("Run and learn")


class CycleStatus(models.TextChoices):
    PLANNED = "planned", _("Planned")
    RUNNING = "running", _("Running")
    REVIEW = "review", _("In review")
    CLOSED = "closed", _("Closed")


_C = CycleStatus
CYCLE = Lifecycle(
    noun="procurement.cycle",
    statuses=CycleStatus,
    moves=moves(
        ("start", _C.PLANNED, _C.RUNNING, _("Start cycle")),
        ("review", _C.RUNNING, _C.REVIEW, _("Start review")),
        ("close", _C.REVIEW, _C.CLOSED, _("Close cycle and start the next")),
    ),
    tones={_C.RUNNING: "good", _C.REVIEW: "waiting"},
    path=(_C.PLANNED, _C.RUNNING, _C.REVIEW, _C.CLOSED),
)
