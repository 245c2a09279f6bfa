import secrets
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from srm.documents.states import Audience
from srm.events.services import label_of
from srm.lifecycle.models import PublicModel
from srm.subjects import hide_rivals


def random_key(_instance: models.Model, _name: str) -> str:
    """Return where a file is stored: nothing of its name, its owner or its time can be read from it."""
    key = secrets.token_hex(20)
    return f"{key[:2]}/{key}"


class AttachmentQuerySet(models.QuerySet):
    def of(self, subject: models.Model) -> "AttachmentQuerySet":
        """What hangs on the object and was not removed, in the order it came."""
        return self.filter(subject_type=label_of(subject), subject_id=subject.pk, removed_at=None).order_by("pk")

    def for_reader(self, user: Any) -> "AttachmentQuerySet":
        """A supplier's person never gets what is internal or a rival's; whether he sees the object is asked apart."""
        if not user.is_portal:
            return self
        return self.filter(hide_rivals(user, "uploaded_by"), audience=Audience.SUPPLIER)


class Attachment(PublicModel):
    """A file that someone hung on an object, kept as it came under a random key."""

    subject_type = models.CharField(max_length=60, editable=False)
    subject_id = models.BigIntegerField(editable=False)
    name = models.CharField(_("name"), max_length=200)
    content_type = models.CharField(_("type"), max_length=100)
    size = models.PositiveBigIntegerField(_("size"))
    sha256 = models.CharField(max_length=64)
    audience = models.CharField(_("for"), max_length=10, choices=Audience, default=Audience.INTERNAL)
    file = models.FileField(upload_to=random_key, max_length=60, editable=False)
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    uploaded_at = models.DateTimeField(db_default=Now(), editable=False)
    removed_at = models.DateTimeField(null=True, editable=False)

    objects = AttachmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("file")
        verbose_name_plural = _("files")
        indexes = [models.Index(fields=["subject_type", "subject_id"], name="attachment_subject")]

    def __str__(self) -> str:
        return self.name
