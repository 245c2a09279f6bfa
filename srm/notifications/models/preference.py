from django.conf import settings
from django.db import models

from srm.notifications.states import Channel


class Preference(models.Model):
    """How a person wants to hear of one kind of notice; without a row the kind's own default holds."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="notice_preferences")
    kind = models.CharField(max_length=60)
    channel = models.CharField(max_length=10, choices=Channel)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "kind"], name="preference_once_per_kind")]

    def __str__(self) -> str:
        return f"{self.kind}: {self.channel}"
