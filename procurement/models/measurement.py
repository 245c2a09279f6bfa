from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from srm.accounts.states import ORGANISATION_ROLES
from srm.lifecycle.models import TrackedModel


class MeasurementQuerySet(models.QuerySet):
    def visible_to(self, user: Any) -> "MeasurementQuerySet":
        """Procurement, finance and the auditor."""
        return self if user.has_role(*ORGANISATION_ROLES) else self.none()

    def due(self, now: Any) -> "MeasurementQuerySet":
        """Asked for by fresh facts, and the time for gathering more is over."""
        return self.filter(finished_at=None, due_at__lte=now)

    def running(self) -> "MeasurementQuerySet":
        return self.filter(finished_at=None)


class Measurement(TrackedModel):
    """One measuring of the whole portfolio: asked for by a person or by fresh facts, done by a worker.

    `due_at` is empty when it is to be done at once; fresh facts are gathered until then. `criteria` is what was
    measured by, frozen: axes with their scales, and every criterion that counted.
    """

    due_at = models.DateTimeField(_("due"), null=True, editable=False)
    criteria = models.JSONField(default=dict, editable=False)
    finished_at = models.DateTimeField(_("finished"), null=True, editable=False)
    categories = models.PositiveIntegerField(_("categories"), default=0)
    placed = models.PositiveIntegerField(_("placed"), default=0)
    changed = models.PositiveIntegerField(_("moved to another quadrant"), default=0)

    objects = MeasurementQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-pk"]
        verbose_name = _("measurement")
        verbose_name_plural = _("measurements")
        constraints = [
            models.UniqueConstraint(
                models.Value(1), condition=models.Q(finished_at=None), name="measurement_one_running"
            ),
        ]

    def __str__(self) -> str:
        return str(self.created_at)
