from typing import Any

from django.conf import settings
from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from srm.documents.models.attachment import random_key
from srm.documents.states import Audience, DocumentStatus
from srm.events.services import label_of
from srm.lifecycle.models import PublicModel


class GeneratedDocumentQuerySet(models.QuerySet):
    def of(self, subject: models.Model) -> "GeneratedDocumentQuerySet":
        """The documents made about the object, newest first."""
        return self.filter(subject_type=label_of(subject), subject_id=subject.pk).order_by("-pk")

    def for_reader(self, user: Any) -> "GeneratedDocumentQuerySet":
        """A supplier's person never gets what is internal."""
        return self.filter(audience=Audience.SUPPLIER) if user.is_portal else self


class GeneratedDocument(PublicModel):
    """A PDF made by the house about an object, in one language, kept with its fingerprint as it was made."""

    subject_type = models.CharField(max_length=60, editable=False)
    subject_id = models.BigIntegerField(editable=False)
    kind = models.CharField(_("kind"), max_length=60)
    language = models.CharField(_("language"), max_length=5)
    audience = models.CharField(_("for"), max_length=10, choices=Audience, default=Audience.INTERNAL)
    status = models.CharField(
        _("status"), max_length=10, choices=DocumentStatus, default=DocumentStatus.QUEUED, editable=False
    )
    file = models.FileField(upload_to=random_key, max_length=60, editable=False)
    name = models.CharField(_("name"), max_length=200, blank=True)
    size = models.PositiveBigIntegerField(default=0)
    sha256 = models.CharField(max_length=64, blank=True)
    error = models.CharField(max_length=500, blank=True)
    requested_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    requested_at = models.DateTimeField(db_default=Now(), editable=False)
    finished_at = models.DateTimeField(null=True, editable=False)

    objects = GeneratedDocumentQuerySet.as_manager()

    class Meta:
        verbose_name = _("document")
        verbose_name_plural = _("documents")
        indexes = [models.Index(fields=["subject_type", "subject_id"], name="document_subject")]

    def __str__(self) -> str:
        return self.name or self.kind
