from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from procurement.models.bundle import Bundle
from srm.accounts.states import ORGANISATION_ROLES
from srm.lifecycle.models import TrackedModel


class GatheringQuerySet(models.QuerySet):
    def visible_to(self, user: Any) -> "GatheringQuerySet":
        """Procurement, finance and the auditor."""
        return self if user.has_role(*ORGANISATION_ROLES) else self.none()

    def running(self) -> "GatheringQuerySet":
        return self.filter(finished_at=None)


class Gathering(TrackedModel):
    """All loose lines put into bundles, part by part, with how far that is."""

    lines = models.PositiveIntegerField(_("lines to gather"), default=0)
    gathered = models.PositiveIntegerField(_("gathered so far"), default=0)
    bundles = models.ManyToManyField(Bundle, related_name="+", editable=False)
    finished_at = models.DateTimeField(_("finished"), null=True, editable=False)

    objects = GatheringQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-pk"]
        verbose_name = _("gathering of lines")
        verbose_name_plural = _("gatherings of lines")
        constraints = [
            models.UniqueConstraint(models.Value(1), condition=models.Q(finished_at=None), name="gathering_one_runs"),
        ]

    def __str__(self) -> str:
        return f"{self.gathered} / {self.lines}"
