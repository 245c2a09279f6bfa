from django.conf import settings
from django.db import models
from django.db.models.functions import Now


class Submission(models.Model):
    """A form that was sent once: its one-time token and where its sender was led, so that a resend repeats nothing."""

    token = models.CharField(max_length=43, primary_key=True)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    result_url = models.CharField(max_length=500, blank=True)
    at = models.DateTimeField(db_default=Now())

    class Meta:
        indexes = [models.Index(fields=["at"], name="submission_at")]

    def __str__(self) -> str:
        return self.token
