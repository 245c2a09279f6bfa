from typing import Any

from django.db import models
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from srm.accounts.states import Role
from srm.authz import SYSTEM
from srm.documents.models.attachment import random_key
from srm.imports.states import ImportStatus
from srm.lifecycle.models import TrackedModel


class ImportRunQuerySet(models.QuerySet):
    def visible_to(self, user: Any) -> "ImportRunQuerySet":
        """One's own; an administrator's and an auditor's: all."""
        return self if user.has_role(Role.ADMIN, Role.AUDITOR) else self.filter(created_by=user)


class ImportRun(TrackedModel):
    """One spreadsheet on its way in: kept as it came, nothing of it stored elsewhere until it is confirmed."""

    kind = models.CharField(_("kind"), max_length=60)
    name = models.CharField(_("file"), max_length=200)
    file = models.FileField(upload_to=random_key, max_length=60, editable=False)
    size = models.PositiveBigIntegerField(default=0)
    sha256 = models.CharField(max_length=64)
    format = models.CharField(max_length=4)
    status = models.CharField(_("status"), max_length=10, choices=ImportStatus, default=ImportStatus.UPLOADED)
    heads = models.JSONField(default=list)
    mapping = models.JSONField(default=dict)
    options = models.JSONField(default=dict, blank=True)
    rows_total = models.PositiveIntegerField(default=0)
    rows_good = models.PositiveIntegerField(default=0)
    rows_rejected = models.PositiveIntegerField(default=0)
    rows_done = models.PositiveIntegerField(default=0)
    sample = models.JSONField(default=list)
    problems = models.JSONField(default=list)
    result = models.JSONField(default=dict)
    fixes = models.JSONField(default=dict, blank=True)  # cell → what was typed instead of what the file says
    undo_data = models.JSONField(default=list, blank=True)  # what the kind needs to take it back
    rejects_file = models.FileField(upload_to=random_key, max_length=60, editable=False, blank=True)
    message = models.TextField(blank=True)
    cancel_asked_at = models.DateTimeField(null=True, editable=False)
    finished_at = models.DateTimeField(null=True, editable=False)

    objects = ImportRunQuerySet.as_manager()

    class Meta:
        verbose_name = _("import")
        verbose_name_plural = _("imports")
        ordering = ["-pk"]

    @property
    def owner(self) -> Any:
        """In whose name the rows are imported: who uploaded the file, or the house itself."""
        return self.created_by or SYSTEM

    @property
    def language(self) -> str:
        """In which language problems are told."""
        return self.created_by.language if self.created_by else get_language() or "en"

    def keep_for_undo(self, data: list[Any]) -> None:
        """Remember what the kind needs to take this run back; written with the run's last move."""
        self.undo_data = data

    def get_absolute_url(self) -> str:
        return reverse("imports:run", args=[self.public_id])

    def __str__(self) -> str:
        return self.name
