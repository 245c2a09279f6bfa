from typing import Any

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from procurement.models.cycle import Cycle
from procurement.rules.matrix import points
from procurement.states import Quadrant
from srm.accounts.states import ORGANISATION_ROLES
from srm.lifecycle.models import TrackedModel
from srm.reference.models import Category


class PositionQuerySet(models.QuerySet):
    def visible_to(self, user: Any) -> "PositionQuerySet":
        """Procurement, finance and the auditor."""
        return self if user.has_role(*ORGANISATION_ROLES) else self.none()

    def current(self) -> "PositionQuerySet":
        """The newest position of each category."""
        return self.filter(is_current=True)


class Position(TrackedModel):
    """Where a category stood on the matrix at a measurement, with all that led to it; a new one never edits an old."""

    category = models.ForeignKey(Category, on_delete=models.CASCADE, related_name="positions")
    cycle = models.ForeignKey(Cycle, on_delete=models.PROTECT, null=True, related_name="positions")
    supply_risk = models.DecimalField(max_digits=8, decimal_places=7, null=True)  # axis value 0–1; empty: unknown
    profit_impact = models.DecimalField(max_digits=8, decimal_places=7, null=True)
    quadrant = models.CharField(_("quadrant"), max_length=12, choices=Quadrant, blank=True)
    measured_quadrant = models.CharField(max_length=12, choices=Quadrant, blank=True)  # before the rule of two
    stability = models.JSONField(default=dict)
    risk_coverage = models.DecimalField(max_digits=3, decimal_places=2, default=0)
    impact_coverage = models.DecimalField(max_digits=3, decimal_places=2, default=0)
    spend = models.DecimalField(_("spend"), max_digits=18, decimal_places=2, default=0)
    evidence = models.JSONField(default=dict)  # criterion code → what is known of it: see `queries.evidence`
    beside = models.JSONField(default=dict)  # shown beside, in no axis: name → {"value", "count"}
    inputs = models.JSONField(default=dict)  # the item as `srm calc kraljic` takes it
    is_current = models.BooleanField(default=True)

    objects = PositionQuerySet.as_manager()

    class Meta:
        ordering = ["category", "-created_at"]
        verbose_name = _("position")
        verbose_name_plural = _("positions")
        constraints = [
            models.UniqueConstraint(
                fields=["category"], condition=models.Q(is_current=True), name="position_one_current"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.category}: {self.quadrant or '?'}"

    def get_absolute_url(self) -> str:
        return reverse("procurement:category-detail", args=[self.category.public_id])

    @property
    def risk(self) -> int | None:
        """The supply risk from 0 to 100, as people read it."""
        return None if self.supply_risk is None else points(self.supply_risk)

    @property
    def impact(self) -> int | None:
        """The profit impact from 0 to 100, as people read it."""
        return None if self.profit_impact is None else points(self.profit_impact)

    @property
    def certainty(self) -> float:
        """The share of re-runs that end in the quadrant that holds."""
        return float(self.stability.get(self.quadrant, 0.0))
