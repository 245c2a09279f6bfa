from django.db import models
from django.utils.translation import gettext_lazy as _


class Audience(models.TextChoices):
    """Who a file or a comment is for: our own people only, or the supplier concerned as well."""

    INTERNAL = "internal", _("Internal")
    SUPPLIER = "supplier", _("Shared with the supplier")


class DocumentStatus(models.TextChoices):
    QUEUED = "queued", _("Being made")
    READY = "ready", _("Ready")
    FAILED = "failed", _("Failed")
