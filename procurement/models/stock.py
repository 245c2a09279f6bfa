from django.db import models
from django.utils.translation import gettext_lazy as _

from procurement.models.requisition import RequisitionLine
from procurement.states import ReservationStatus
from srm.lifecycle.models import PublicModel
from srm.reference.models import Item, Place


class Stock(PublicModel):
    """An item at a place. Available = on hand − reserved − blocked − safety."""

    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="stock")
    place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="stock")
    on_hand = models.DecimalField(_("on hand"), max_digits=18, decimal_places=3, default=0)
    reserved = models.DecimalField(_("reserved"), max_digits=18, decimal_places=3, default=0)
    blocked = models.DecimalField(_("blocked"), max_digits=18, decimal_places=3, default=0)
    safety = models.DecimalField(_("safety stock"), max_digits=18, decimal_places=3, default=0)
    reorder_point = models.DecimalField(_("reorder point"), max_digits=18, decimal_places=3, null=True, blank=True)
    maximum = models.DecimalField(_("maximum"), max_digits=18, decimal_places=3, null=True, blank=True)

    class Meta:
        ordering = ["item", "place"]
        verbose_name = _("stock")
        verbose_name_plural = _("stock")
        constraints = [
            models.UniqueConstraint(fields=["item", "place"], name="stock_once_per_place"),
            models.CheckConstraint(
                condition=models.Q(on_hand__gte=0, reserved__gte=0, blocked__gte=0), name="stock_not_negative"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.item} @ {self.place}"

    @property
    def available(self):
        """What may still be promised; never below zero."""
        return max(self.on_hand - self.reserved - self.blocked - self.safety, 0)


class StockMovement(models.Model):
    """What came to or went from a stock, and why; the source key keeps a repeated message from counting twice."""

    stock = models.ForeignKey(Stock, on_delete=models.PROTECT, related_name="movements")
    quantity = models.DecimalField(max_digits=18, decimal_places=3)  # minus: issued
    reason = models.CharField(max_length=60)
    source_key = models.CharField(max_length=120)
    at = models.DateTimeField()

    class Meta:
        ordering = ["-at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["stock", "source_key"], name="movement_once"),
        ]

    def __str__(self) -> str:
        return f"{self.stock}: {self.quantity}"


class StockReservation(models.Model):
    """A quantity kept for a requisition line: held at submission, confirmed at approval, then issued or released."""

    stock = models.ForeignKey(Stock, on_delete=models.PROTECT, related_name="reservations")
    line = models.ForeignKey(RequisitionLine, on_delete=models.PROTECT, related_name="reservations")
    quantity = models.DecimalField(max_digits=18, decimal_places=3)
    status = models.CharField(max_length=20, choices=ReservationStatus, default=ReservationStatus.HELD)
    expires_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(condition=models.Q(quantity__gt=0), name="reservation_positive"),
        ]

    def __str__(self) -> str:
        return f"{self.quantity} for {self.line_id}"
