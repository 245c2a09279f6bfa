from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Band(models.TextChoices):
    """How good a total is, from the lowest up."""

    POOR = "poor", _("Poor")
    WATCH = "watch", _("Watch")
    GOOD = "good", pgettext_lazy("grade", "Good")
    PREFERRED = "preferred", _("Preferred")


BAND_TONES = {Band.POOR: "late", Band.WATCH: "waiting", Band.GOOD: "good", Band.PREFERRED: "good"}


class RunStatus(models.TextChoices):
    WAITING = "waiting", _("Being computed")
    DONE = "done", _("Done")


class Stars(models.IntegerChoices):
    """The five steps of a rating: what they are called, and the score they mean."""

    BAD = 0, _("Bad")
    WEAK = 25, _("Weak")
    FAIR = 50, _("Fair")
    FINE = 75, pgettext_lazy("grade", "Good")
    EXCELLENT = 100, _("Excellent")
