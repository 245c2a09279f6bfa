from typing import Any

from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from srm.accounts.states import ORGANISATION_ROLES
from srm.reference.models import Category
from suppliers.models.supplier import Supplier
from suppliers.states import Care, Segment


class SupplierSegmentQuerySet(models.QuerySet):
    def visible_to(self, user: Any) -> "SupplierSegmentQuerySet":
        """Those who see the organisation's purchases: a share of spend is no business of a single department."""
        return self if user.has_role(*ORGANISATION_ROLES) else self.none()


class SupplierSegment(models.Model):
    """How a supplier stands in a category: quadrant × performance × share, and the care that follows."""

    supplier = models.ForeignKey(Supplier, on_delete=models.CASCADE, related_name="segments")
    category = models.ForeignKey(Category, on_delete=models.CASCADE, related_name="segments")
    quadrant = models.CharField(_("quadrant"), max_length=12, blank=True)
    share = models.DecimalField(_("share of spend"), max_digits=5, decimal_places=4, null=True)
    performance = models.DecimalField(_("performance"), max_digits=5, decimal_places=2, null=True)
    segment = models.CharField(_("segment"), max_length=12, choices=Segment)
    care = models.CharField(_("care"), max_length=12, choices=Care)
    computed_at = models.DateTimeField(db_default=Now())

    objects = SupplierSegmentQuerySet.as_manager()

    class Meta:
        ordering = ["category", "-share"]
        verbose_name = _("supplier segment")
        verbose_name_plural = _("supplier segments")
        constraints = [
            models.UniqueConstraint(fields=["supplier", "category"], name="segment_once"),
        ]

    def __str__(self) -> str:
        return f"{self.supplier} in {self.category}: {self.get_segment_display()}"
