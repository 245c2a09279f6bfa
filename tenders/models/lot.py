from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from procurement.models import Bundle, RequisitionLine
from srm.lifecycle.models import PublicModel
from srm.reference.models import Item, Place, Unit
from suppliers.models import Supplier
from tenders.models.tender import Tender


class LotQuerySet(models.QuerySet):
    def visible_to(self, user: Any) -> "LotQuerySet":
        """Whoever may see the tender."""
        return self.filter(tender__in=Tender.objects.visible_to(user))

    def for_supplier(self, supplier: Supplier) -> "LotQuerySet":
        return self.filter(tender__in=Tender.objects.for_supplier(supplier))


class Lot(PublicModel):
    """A part of a tender that is bid for and awarded by itself."""

    tender = models.ForeignKey(Tender, on_delete=models.CASCADE, related_name="lots")
    number = models.PositiveSmallIntegerField(_("lot"))
    title = models.CharField(_("title"), max_length=200)
    bundle = models.ForeignKey(Bundle, on_delete=models.PROTECT, null=True, blank=True, related_name="lots")
    estimate = models.DecimalField(_("estimate"), max_digits=18, decimal_places=2, null=True, blank=True)

    objects = LotQuerySet.as_manager()

    class Meta:
        ordering = ["tender", "number"]
        verbose_name = _("lot")
        verbose_name_plural = _("lots")
        constraints = [
            models.UniqueConstraint(fields=["tender", "number"], name="lot_number"),
        ]

    def __str__(self) -> str:
        return f"{self.number}. {self.title}"

    @property
    def full_number(self) -> str:
        """The number that names the lot in published records: its tender's and its own."""
        return f"{self.tender.number}/{self.number}"


class LotItem(PublicModel):
    """A thing and quantity within a lot, with its own unit price in a bid."""

    lot = models.ForeignKey(Lot, on_delete=models.CASCADE, related_name="items")
    position = models.PositiveSmallIntegerField()
    item = models.ForeignKey(Item, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    description = models.CharField(_("description"), max_length=500)
    quantity = models.DecimalField(_("quantity"), max_digits=18, decimal_places=3)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    place = models.ForeignKey(Place, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    needed_on = models.DateField(_("needed on"), null=True, blank=True)

    class Meta:
        ordering = ["lot", "position"]
        constraints = [
            models.UniqueConstraint(fields=["lot", "position"], name="lot_item_position"),
            models.CheckConstraint(condition=models.Q(quantity__gt=0), name="lot_item_quantity"),
        ]

    def __str__(self) -> str:
        return f"{self.description} × {self.quantity}"


class LotItemSource(models.Model):
    """Which requisition line a lot item serves, and with how much of it."""

    lot_item = models.ForeignKey(LotItem, on_delete=models.CASCADE, related_name="sources")
    line = models.ForeignKey(RequisitionLine, on_delete=models.PROTECT, related_name="lot_items")
    quantity = models.DecimalField(max_digits=18, decimal_places=3)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["lot_item", "line"], name="lot_item_source_once"),
        ]

    def __str__(self) -> str:
        return f"{self.line_id} → {self.lot_item_id}"
