from typing import Any

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from procurement.states import Quadrant
from srm.accounts.states import ORGANISATION_ROLES
from srm.lifecycle.models import TrackedModel
from srm.reference.models import Category


class CategoryTargetQuerySet(models.QuerySet):
    def visible_to(self, user: Any) -> "CategoryTargetQuerySet":
        """Procurement, finance and the auditor."""
        return self if user.has_role(*ORGANISATION_ROLES) else self.none()

    def current(self) -> "CategoryTargetQuerySet":
        """What each category should reach now."""
        return self.filter(is_current=True)


class CategoryTarget(TrackedModel):
    """Where on the matrix a category should come to stand, why and until when; a new one never edits an old."""

    category = models.ForeignKey(Category, on_delete=models.CASCADE, related_name="targets")
    supply_risk = models.DecimalField(_("supply risk"), max_digits=3, decimal_places=2)  # axis value 0–1
    profit_impact = models.DecimalField(_("profit impact"), max_digits=3, decimal_places=2)
    quadrant = models.CharField(_("quadrant"), max_length=12, choices=Quadrant)
    reason = models.CharField(_("reason"), max_length=500)
    due_on = models.DateField(_("until"), null=True, blank=True)
    is_current = models.BooleanField(default=True)

    objects = CategoryTargetQuerySet.as_manager()

    class Meta:
        ordering = ["category", "-created_at"]
        verbose_name = _("target position")
        verbose_name_plural = _("target positions")
        constraints = [
            models.UniqueConstraint(
                fields=["category"], condition=models.Q(is_current=True), name="target_one_current"
            ),
            models.CheckConstraint(
                condition=models.Q(supply_risk__gte=0, supply_risk__lte=1, profit_impact__gte=0, profit_impact__lte=1),
                name="target_on_the_matrix",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.category} → {self.get_quadrant_display()}"

    def get_absolute_url(self) -> str:
        return reverse("procurement:category-detail", args=[self.category.public_id])

    @property
    def risk(self) -> int:
        """The supply risk from 0 to 100, as people read it."""
        return round(self.supply_risk * 100)

    @property
    def impact(self) -> int:
        """The profit impact from 0 to 100, as people read it."""
        return round(self.profit_impact * 100)
