from typing import Any

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from contracts.models.order import OrderLine, PurchaseOrder
from contracts.states import ReceiptStatus
from srm.lifecycle.models import TrackedModel


class ReceiptQuerySet(models.QuerySet):
    def visible_to(self, user: Any) -> "ReceiptQuerySet":
        """Whoever may see the order."""
        return self.filter(order__in=PurchaseOrder.objects.visible_to(user))


class GoodsReceipt(TrackedModel):
    """What arrived for an order: accepted and rejected, by whom and when."""

    number = models.CharField(_("number"), max_length=20, unique=True, editable=False)
    order = models.ForeignKey(PurchaseOrder, on_delete=models.PROTECT, related_name="receipts")
    received_on = models.DateField(_("received on"))
    received_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="receipts")
    delivery_note = models.CharField(_("delivery note"), max_length=60, blank=True)
    status = models.CharField(_("status"), max_length=10, choices=ReceiptStatus, default=ReceiptStatus.POSTED)
    reason = models.CharField(_("reason"), max_length=300, blank=True)

    objects = ReceiptQuerySet.as_manager()

    class Meta:
        ordering = ["-received_on", "-pk"]
        verbose_name = _("goods receipt")
        verbose_name_plural = _("goods receipts")

    def __str__(self) -> str:
        return self.number

    def get_absolute_url(self) -> str:
        return reverse("contracts:receipt-detail", args=[self.public_id])


class ReceiptLine(models.Model):
    """How much of an order line was accepted and rejected in one receipt."""

    receipt = models.ForeignKey(GoodsReceipt, on_delete=models.CASCADE, related_name="lines")
    order_line = models.ForeignKey(OrderLine, on_delete=models.PROTECT, related_name="receipt_lines")
    accepted = models.DecimalField(_("accepted"), max_digits=18, decimal_places=3)
    rejected = models.DecimalField(_("rejected"), max_digits=18, decimal_places=3, default=0)
    reason = models.CharField(_("reason for rejecting"), max_length=300, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["receipt", "order_line"], name="receipt_line_once"),
            models.CheckConstraint(condition=models.Q(accepted__gte=0, rejected__gte=0), name="receipt_line_sane"),
        ]

    def __str__(self) -> str:
        return f"{self.order_line_id}: {self.accepted}"
