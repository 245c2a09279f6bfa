import pgtrigger
from django.conf import settings
from django.db import models


class Event(models.Model):
    """One thing that happened to one subject: append-only, hash-chained per subject. Audit trail and timeline."""

    subject_type = models.CharField(max_length=60)
    subject_id = models.BigIntegerField()
    seq = models.PositiveIntegerField()
    name = models.CharField(max_length=60)
    data = models.JSONField()
    at = models.DateTimeField()
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", db_constraint=True
    )
    prev = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["subject_type", "subject_id", "seq"], name="event_seq_per_subject"),
        ]
        indexes = [
            models.Index(fields=["at"], name="event_at"),
            models.Index(fields=["name", "at"], name="event_name_at"),
        ]
        triggers = [
            pgtrigger.Protect(name="event_append_only", operation=pgtrigger.Update | pgtrigger.Delete),
        ]

    def __str__(self) -> str:
        return f"{self.name} #{self.seq} of {self.subject_type} {self.subject_id}"

    def as_protocol(self) -> dict:
        """Return the row in the shape of the protocol format: what was hashed, with the hash."""
        at = self.at.isoformat().replace("+00:00", "Z")
        return {
            "seq": self.seq, "at": at, "kind": self.name, "data": self.data, "prev": self.prev, "hash": self.hash,
        }  # fmt: skip


class Delivery(models.Model):
    """The duty to tell one listener of one event: done in the listener's own transaction, exactly once in effect."""

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="deliveries")
    listener = models.CharField(max_length=120)
    attempts = models.PositiveSmallIntegerField(default=0)
    next_attempt_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)
    error = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["event", "listener"], name="delivery_once_per_listener"),
        ]
        indexes = [
            models.Index(fields=["next_attempt_at"], name="delivery_pending", condition=models.Q(done_at=None)),
        ]

    def __str__(self) -> str:
        return f"{self.listener} ← {self.event}"
