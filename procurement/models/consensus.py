from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from procurement.models.criterion import Axis, Criterion
from srm.accounts.states import ORGANISATION_ROLES
from srm.lifecycle.models import TrackedModel
from srm.reference.models import Category


class ForOrganisation(models.QuerySet):
    def visible_to(self, user: Any) -> "ForOrganisation":
        """Procurement, finance and the auditor."""
        return self if user.has_role(*ORGANISATION_ROLES) else self.none()

    def current(self) -> "ForOrganisation":
        """What holds now; the earlier ones stay as a record."""
        return self.filter(is_current=True)


class ScoreConsensus(TrackedModel):
    """What several assessors agreed on for a category's criterion; `scores` are what each had given before."""

    category = models.ForeignKey(Category, on_delete=models.CASCADE, related_name="consensuses")
    criterion = models.ForeignKey(Criterion, on_delete=models.CASCADE, related_name="consensuses")
    score = models.DecimalField(_("score"), max_digits=5, decimal_places=2)
    reason = models.CharField(_("reason"), max_length=300)
    scores = models.JSONField(default=list)  # [{"by": name, "score": "4.00"}]
    is_current = models.BooleanField(default=True)

    objects = ForOrganisation.as_manager()

    class Meta:
        ordering = ["-created_at", "-pk"]
        verbose_name = _("consensus")
        verbose_name_plural = _("consensuses")
        constraints = [
            models.UniqueConstraint(
                fields=["category", "criterion"], condition=models.Q(is_current=True), name="consensus_one_current"
            ),
            models.CheckConstraint(condition=models.Q(score__gte=0), name="consensus_not_negative"),
        ]

    def __str__(self) -> str:
        return f"{self.category} {self.criterion}: {self.score}"


class AxisWeighing(TrackedModel):
    """Weights of an axis found by comparing its criteria in pairs (AHP), with how consistent the judgements were."""

    axis = models.CharField(_("axis"), max_length=20, choices=Axis)
    judgements = models.JSONField(default=list)  # [[code, code, "3" or "1/3"]]: how much more the first one weighs
    weights = models.JSONField(default=dict)  # code → "0.1234"
    consistency_ratio = models.DecimalField(_("consistency ratio"), max_digits=6, decimal_places=4)

    objects = ForOrganisation.as_manager()

    class Meta:
        ordering = ["-created_at", "-pk"]
        verbose_name = _("comparison in pairs")
        verbose_name_plural = _("comparisons in pairs")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(consistency_ratio__gte=0, consistency_ratio__lte="0.1"), name="weighing_consistent"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_axis_display()} {self.created_at}"
