from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from srm.accounts.states import ORGANISATION_ROLES
from srm.lifecycle.models import TrackedModel
from suppliers.models.supplier import Supplier


class SupplierRevenueQuerySet(models.QuerySet):
    def visible_to(self, user: Any) -> "SupplierRevenueQuerySet":
        """Those who see the organisation's purchases; it is public knowledge, so that scorers may read it, too."""
        return self if user.has_role(*ORGANISATION_ROLES) else self.none()


class SupplierRevenue(TrackedModel):
    """What we found out of a supplier's sales in a year, entered by us: it counts where he states nothing as new."""

    supplier = models.ForeignKey(Supplier, on_delete=models.CASCADE, related_name="revenues")
    year = models.PositiveSmallIntegerField(_("year"))
    revenue = models.DecimalField(_("annual revenue"), max_digits=18, decimal_places=2)
    currency = models.CharField(_("currency"), max_length=3)
    found_in = models.CharField(_("where from"), max_length=300, blank=True)  # empty: from the profile of old

    objects = SupplierRevenueQuerySet.as_manager()

    class Meta:
        ordering = ["supplier", "-year"]
        verbose_name = _("supplier revenue")
        verbose_name_plural = _("supplier revenues")
        constraints = [
            models.UniqueConstraint(fields=["supplier", "year"], name="revenue_once_a_year"),
            models.CheckConstraint(condition=models.Q(revenue__gt=0) & ~models.Q(currency=""), name="revenue_positive"),
        ]

    def __str__(self) -> str:
        return f"{self.supplier}: {self.year}"
