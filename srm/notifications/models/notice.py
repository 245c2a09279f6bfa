from django.conf import settings
from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from srm.events.models import Event
from srm.lifecycle.models import PublicModel
from srm.notifications.states import EmailStatus


class NoticeQuerySet(models.QuerySet):
    def inbox_of(self, user: models.Model) -> "NoticeQuerySet":
        """What a person finds in his inbox, newest first."""
        return self.filter(recipient=user, in_app=True).order_by("-pk")

    def unread(self) -> "NoticeQuerySet":
        return self.filter(read_at=None)


class Notice(PublicModel):
    """What one person is told of one event: kept as kind and values, worded in the reader's language when shown."""

    recipient = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="notices")
    event = models.ForeignKey(Event, on_delete=models.PROTECT, null=True, related_name="+")
    kind = models.CharField(max_length=60)
    params = models.JSONField(default=dict)
    url = models.CharField(max_length=300, blank=True)
    subject_type = models.CharField(max_length=60, blank=True)
    subject_id = models.BigIntegerField(null=True)
    in_app = models.BooleanField(default=True)
    created_at = models.DateTimeField(db_default=Now(), editable=False)
    read_at = models.DateTimeField(null=True)
    email_status = models.CharField(max_length=10, choices=EmailStatus, default=EmailStatus.NOT_WANTED)
    email_attempts = models.PositiveSmallIntegerField(default=0)
    email_next_at = models.DateTimeField(null=True)

    objects = NoticeQuerySet.as_manager()

    class Meta:
        verbose_name = _("notice")
        verbose_name_plural = _("notices")
        constraints = [
            models.UniqueConstraint(fields=["event", "recipient", "kind"], name="notice_once_per_event"),
        ]
        indexes = [
            models.Index(fields=["recipient", "-id"], name="notice_inbox", condition=models.Q(in_app=True)),
            models.Index(
                fields=["recipient"], name="notice_unread", condition=models.Q(in_app=True, read_at=None),
            ),
            models.Index(
                fields=["email_next_at"], name="notice_email_due", condition=models.Q(email_status=EmailStatus.DUE),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.kind} → {self.recipient_id}"
