from django.db import models
from django.utils.translation import gettext_lazy as _


class FindingStatus(models.TextChoices):
    OPEN = "open", _("Not decided")
    DECIDED = "decided", _("Decided")
    DROPPED = "dropped", _("Dropped")


class SurveyAudience(models.TextChoices):
    REQUESTERS = "requesters", _("Requesters")
    BUYERS = "buyers", _("Buyers")
    SUPPLIERS = "suppliers", _("Suppliers")
