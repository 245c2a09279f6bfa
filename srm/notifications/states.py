from django.db import models
from django.utils.translation import gettext_lazy as _


class Channel(models.TextChoices):
    """How a person wants to hear of something."""

    BOTH = "both", _("Inbox and e-mail")
    IN_APP = "in_app", _("Inbox only")
    EMAIL = "email", _("E-mail only")
    NONE = "none", _("Not at all")


IN_APP = (Channel.BOTH, Channel.IN_APP)
BY_EMAIL = (Channel.BOTH, Channel.EMAIL)


class EmailStatus(models.TextChoices):
    NOT_WANTED = "not_wanted", _("Not wanted")
    DUE = "due", _("Due")
    SENT = "sent", _("Sent")
    FAILED = "failed", _("Failed")
