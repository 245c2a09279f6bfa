from django.db import models
from django.db.models.functions import Now


class LiveMessage(models.Model):
    """A word to the pages that are open on a topic; kept an hour for those whose connection broke."""

    topic = models.CharField(max_length=120)
    event = models.CharField(max_length=40)
    payload = models.JSONField()
    at = models.DateTimeField(db_default=Now())

    class Meta:
        indexes = [models.Index(fields=["topic", "id"], name="live_topic"), models.Index(fields=["at"], name="live_at")]

    def __str__(self) -> str:
        return f"{self.topic} {self.event} #{self.pk}"
