from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from srm.accounts.states import ORGANISATION_ROLES
from srm.reference.models import Category, Item
from suppliers.models.supplier import Supplier


class SupplyFactQuerySet(models.QuerySet):
    def visible_to(self, user: Any) -> "SupplyFactQuerySet":
        """Those who see the organisation's purchases: prices are no business of a single department."""
        return self if user.has_role(*ORGANISATION_ROLES) else self.none()

    def for_supplier(self, supplier: Supplier) -> "SupplyFactQuerySet":
        return self.filter(supplier=supplier)

    def delivered(self) -> "SupplyFactQuerySet":
        return self.filter(received_on__isnull=False)

    def late(self) -> "SupplyFactQuerySet":
        """Delivered after the promised day; where no day was promised lateness is unknown, not false."""
        return self.filter(received_on__gt=models.F("promised_on"))


class SupplyFact(models.Model):
    """One line that was supplied: written by contracts and by imported history, only read by everyone else.

    `amount` is in the organisation's currency; `quantity` is what was received, `rejected` of it refused.
    """

    supplier = models.ForeignKey(Supplier, on_delete=models.PROTECT, related_name="facts")
    category = models.ForeignKey(Category, on_delete=models.PROTECT, related_name="facts")
    item = models.ForeignKey(Item, on_delete=models.PROTECT, null=True, blank=True, related_name="facts")
    description = models.CharField(_("description"), max_length=500, blank=True)
    ordered_on = models.DateField(_("ordered on"), null=True, blank=True)
    promised_on = models.DateField(_("promised on"), null=True, blank=True)
    received_on = models.DateField(_("received on"), null=True, blank=True)
    quantity = models.DecimalField(_("quantity"), max_digits=18, decimal_places=3)
    rejected = models.DecimalField(_("rejected"), max_digits=18, decimal_places=3, null=True, blank=True)
    unit_price = models.DecimalField(_("unit price"), max_digits=18, decimal_places=6, null=True, blank=True)
    amount = models.DecimalField(_("amount"), max_digits=18, decimal_places=2)
    country = models.CharField(_("country"), max_length=60, blank=True)
    source = models.CharField(_("source"), max_length=40)  # `receipt`, `import:scms`
    source_key = models.CharField(_("source key"), max_length=120)

    objects = SupplyFactQuerySet.as_manager()

    class Meta:
        ordering = ["-received_on", "-pk"]
        verbose_name = _("supply fact")
        verbose_name_plural = _("supply facts")
        constraints = [
            models.UniqueConstraint(fields=["source", "source_key"], name="fact_once_per_source"),
            models.CheckConstraint(condition=models.Q(quantity__gte=0, amount__gte=0), name="fact_not_negative"),
        ]
        indexes = [
            models.Index(fields=["category", "received_on"], name="fact_category_day"),
            models.Index(fields=["supplier", "received_on"], include=["amount"], name="fact_supplier_spend"),
            models.Index(fields=["received_on"], name="fact_day"),
        ]

    def __str__(self) -> str:
        return f"{self.supplier} {self.received_on}: {self.amount}"

    @property
    def is_late(self) -> bool | None:
        """Tell whether it came after the promised day; None where that is not known."""
        if self.promised_on is None or self.received_on is None:
            return None
        return self.received_on > self.promised_on
