from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from srm.lifecycle.tables import Lifecycle, moves


class StrategyStatus(models.TextChoices):
    DRAFT = "draft", _("Draft")
    SUBMITTED = "submitted", _("Waiting for approval")
    IN_FORCE = "in_force", _("In force")
    OUT_OF_DATE = "out_of_date", _("Out of date")
    RETIRED = "retired", _("Replaced")


_S = StrategyStatus
STRATEGY = Lifecycle(
    noun="procurement.strategy",
    statuses=StrategyStatus,
    moves=moves(
        ("submit", _S.DRAFT, _S.SUBMITTED, _("Send for approval")),
        ("return", _S.SUBMITTED, _S.DRAFT, _("Return")),
        ("approve", _S.SUBMITTED, _S.IN_FORCE, pgettext_lazy("decision", "Approve")),
        ("age", (_S.IN_FORCE, _S.OUT_OF_DATE), _S.OUT_OF_DATE, _("Mark out of date")),
        ("restore", _S.OUT_OF_DATE, _S.IN_FORCE, _("Let it stand again")),
        ("retire", (_S.IN_FORCE, _S.OUT_OF_DATE), _S.RETIRED, _("Retire")),
    ),
    tones={_S.SUBMITTED: "waiting", _S.IN_FORCE: "good", _S.OUT_OF_DATE: "late"},
    path=(_S.DRAFT, _S.SUBMITTED, _S.IN_FORCE),
)
