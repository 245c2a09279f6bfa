from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from procurement.states import PowerFactor
from srm.accounts.states import ORGANISATION_ROLES
from srm.lifecycle.models import TrackedModel
from srm.reference.models import Category


class PowerScoreQuerySet(models.QuerySet):
    def visible_to(self, user: Any) -> "PowerScoreQuerySet":
        """Procurement, finance and the auditor."""
        return self if user.has_role(*ORGANISATION_ROLES) else self.none()


class PowerScore(TrackedModel):
    """How strong we, or the supply market, are in one factor of a category: 1 weak to 5 strong, with the reason."""

    category = models.ForeignKey(Category, on_delete=models.CASCADE, related_name="power_scores")
    factor = models.CharField(_("factor"), max_length=20, choices=PowerFactor)
    score = models.DecimalField(_("score"), max_digits=3, decimal_places=2)
    reason = models.CharField(_("reason"), max_length=300)

    objects = PowerScoreQuerySet.as_manager()

    class Meta:
        ordering = ["category", "pk"]
        verbose_name = _("score of strength")
        verbose_name_plural = _("scores of strength")
        constraints = [
            models.UniqueConstraint(fields=["category", "factor"], name="power_score_once"),
            models.CheckConstraint(condition=models.Q(score__gte=1, score__lte=5), name="power_score_1_5"),
        ]

    def __str__(self) -> str:
        return f"{self.category} {self.get_factor_display()}: {self.score}"
