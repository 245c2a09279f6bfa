from django.db import models
from django.utils.translation import gettext_lazy as _


class Segment(models.TextChoices):
    """How we treat a supplier in a category, from quadrant, performance and share."""

    PARTNER = "partner", _("Partner")
    DEVELOP = "develop", _("Develop")
    SECURE = "secure", _("Secure")
    COMPETE = "compete", _("Compete")
    MAINTAIN = "maintain", _("Maintain")
    EXIT = "exit", _("Phase out")
    UNKNOWN = "unknown", _("Not enough facts")


class Care(models.TextChoices):
    """The least attention a segment asks for."""

    JOINT_PLAN = "joint_plan", _("Joint plan, quarterly review")
    QUARTERLY = "quarterly", _("Quarterly review")
    YEARLY = "yearly", _("Yearly review")
    NONE = "none", _("On occasion")
