from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from procurement.models.requisition import RequisitionLine
from procurement.states import ReservationStatus, TransferStatus
from srm.lifecycle.models import PublicModel, TrackedModel
from srm.reference.models import CostCentre, Item, Place


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
    unit_cost = models.DecimalField(
        _("cost of one"), max_digits=18, decimal_places=6, null=True, blank=True
    )  # averaged
    planner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )  # in whose name what runs low is asked for
    cost_centre = models.ForeignKey(CostCentre, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

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
    cost = models.DecimalField(max_digits=18, decimal_places=2, null=True)  # currency of the place's legal entity
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


class StockExpectation(models.Model):
    """What an order will bring into a stock that no requisition asked for: told by the later stage, by its own key."""

    stock = models.ForeignKey(Stock, on_delete=models.CASCADE, related_name="expectations")
    quantity = models.DecimalField(max_digits=18, decimal_places=3)
    source_key = models.CharField(max_length=120, unique=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(condition=models.Q(quantity__gt=0), name="expectation_positive"),
        ]

    def __str__(self) -> str:
        return f"{self.quantity} by {self.source_key}"


class StockTransfer(TrackedModel):
    """Pieces that go from one place to another, also of another legal entity: asked for, handed out, received."""

    number = models.CharField(_("number"), max_length=20, unique=True, editable=False)
    source = models.ForeignKey(Stock, on_delete=models.PROTECT, related_name="transfers_out")
    place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="transfers_in")
    quantity = models.DecimalField(_("quantity"), max_digits=18, decimal_places=3)
    reason = models.CharField(_("why it is needed"), max_length=500)
    status = models.CharField(_("status"), max_length=20, choices=TransferStatus, default=TransferStatus.REQUESTED)
    status_reason = models.CharField(_("reason"), max_length=500, blank=True)
    value = models.DecimalField(_("value"), max_digits=18, decimal_places=2, null=True, editable=False)
    issued_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, editable=False, related_name="+"
    )
    issued_at = models.DateTimeField(null=True, editable=False)
    received_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, editable=False, related_name="+"
    )
    received_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        ordering = ["-created_at", "-pk"]
        verbose_name = _("stock transfer")
        verbose_name_plural = _("stock transfers")
        constraints = [
            models.CheckConstraint(condition=models.Q(quantity__gt=0), name="transfer_positive"),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.source.item}"

    def get_absolute_url(self) -> str:
        return reverse("procurement:transfer-detail", args=[self.public_id])

    @property
    def between_companies(self) -> bool:
        """Tell whether it leaves the legal entity: then its value is charged between the two."""
        return self.source.place.legal_entity_id != self.place.legal_entity_id
