from datetime import date

from django.db import models
from django.utils.translation import gettext_lazy as _

from procurement.states import PriceSource
from srm.accounts.models import LegalEntity
from srm.lifecycle.models import TrackedModel
from srm.reference.models import Category, Item, Unit
from suppliers.models import Supplier


class ArrangementQuerySet(models.QuerySet):
    def in_force(self, on: date) -> "ArrangementQuerySet":
        return self.filter(valid_from__lte=on, valid_to__gte=on, is_active=True)


class Arrangement(TrackedModel):
    """A price at which something can be had now: from a contract or catalogue; what routes a line and prices it.

    Registered by the later stages (contracts, awards), which it does not know: `reference` and `link` name them.
    """

    kind = models.CharField(max_length=20, choices=PriceSource)
    source_key = models.CharField(max_length=120, unique=True)
    reference = models.CharField(_("reference"), max_length=60)
    link = models.CharField(max_length=200, blank=True)
    supplier = models.ForeignKey(Supplier, on_delete=models.PROTECT, related_name="arrangements")
    legal_entity = models.ForeignKey(LegalEntity, on_delete=models.PROTECT, null=True, related_name="+")
    category = models.ForeignKey(Category, on_delete=models.PROTECT, related_name="arrangements")
    item = models.ForeignKey(Item, on_delete=models.PROTECT, null=True, blank=True, related_name="arrangements")
    description = models.CharField(_("description"), max_length=500, blank=True)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    unit_price = models.DecimalField(_("unit price"), max_digits=18, decimal_places=6)
    price_per = models.PositiveSmallIntegerField(_("price for"), default=1)  # 1, 100 or 1,000 units
    currency = models.CharField(_("currency"), max_length=3)
    lead_days = models.PositiveSmallIntegerField(_("delivery, days"), null=True, blank=True)
    valid_from = models.DateField(_("from"))
    valid_to = models.DateField(_("to"))
    is_active = models.BooleanField(_("active"), default=True)

    objects = ArrangementQuerySet.as_manager()

    class Meta:
        ordering = ["category", "item", "unit_price"]
        verbose_name = _("arrangement")
        verbose_name_plural = _("arrangements")

    def __str__(self) -> str:
        return f"{self.reference}: {self.item or self.description}"
