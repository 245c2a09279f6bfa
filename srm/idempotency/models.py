from django.db import models
from django.db.models.functions import Now


class IdempotencyRecord(models.Model):
    """A request that had its effect, by the sender's own key: a repeat is given the same reply and does nothing."""

    owner = models.CharField(max_length=80)
    key = models.CharField(max_length=255)
    fingerprint = models.CharField(max_length=64)
    status = models.PositiveSmallIntegerField(null=True)
    headers = models.JSONField(default=dict)
    body = models.BinaryField(null=True)
    created_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [models.UniqueConstraint(fields=["owner", "key"], name="key_once_per_owner")]
        indexes = [models.Index(fields=["created_at"], name="key_created_at")]

    def __str__(self) -> str:
        return f"{self.owner} {self.key}"
