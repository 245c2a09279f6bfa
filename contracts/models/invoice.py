from typing import Any

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from contracts.models.order import OrderLine, PurchaseOrder
from contracts.states import InvoiceStatus
from srm.accounts.states import ORGANISATION_ROLES
from srm.lifecycle.models import TrackedModel
from suppliers.models import Supplier


class InvoiceQuerySet(models.QuerySet):
    def visible_to(self, user: Any) -> "InvoiceQuerySet":
        """Procurement, finance and the auditor."""
        return self if user.has_role(*ORGANISATION_ROLES) else self.none()

    def for_supplier(self, supplier: Supplier) -> "InvoiceQuerySet":
        return self.filter(supplier=supplier)


class Invoice(TrackedModel):
    """A supplier's bill for an order, matched three ways before anyone may approve it."""

    number = models.CharField(_("number"), max_length=20, unique=True, editable=False)
    supplier = models.ForeignKey(Supplier, on_delete=models.PROTECT, related_name="invoices")
    supplier_number = models.CharField(_("invoice number"), max_length=60)
    order = models.ForeignKey(PurchaseOrder, on_delete=models.PROTECT, related_name="invoices")
    issued_on = models.DateField(_("issued on"))
    due_on = models.DateField(_("due on"), null=True, blank=True)
    currency = models.CharField(_("currency"), max_length=3)
    net = models.DecimalField(_("net"), max_digits=18, decimal_places=2)
    tax = models.DecimalField(_("tax"), max_digits=18, decimal_places=2)
    gross = models.DecimalField(_("gross"), max_digits=18, decimal_places=2)
    status = models.CharField(_("status"), max_length=12, choices=InvoiceStatus, default=InvoiceStatus.RECEIVED)
    status_reason = models.CharField(_("reason"), max_length=500, blank=True)
    match_input = models.JSONField(default=dict, editable=False)
    match_result = models.JSONField(default=dict, editable=False)
    payable = models.DecimalField(_("payable"), max_digits=18, decimal_places=2, null=True, editable=False)
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, editable=False, related_name="+"
    )
    approved_at = models.DateTimeField(null=True, editable=False)
    paid_on = models.DateField(_("paid on"), null=True, blank=True)

    objects = InvoiceQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at"]
        verbose_name = _("invoice")
        verbose_name_plural = _("invoices")
        indexes = [
            models.Index(fields=["-created_at", "id"], name="invoice_newest"),
            models.Index(fields=["status"], name="invoice_status"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["supplier", "supplier_number"],
                condition=~models.Q(status="rejected"),
                name="invoice_number_once",
            ),
            models.CheckConstraint(condition=models.Q(gross=models.F("net") + models.F("tax")), name="invoice_adds_up"),
        ]

    def __str__(self) -> str:
        return self.number

    def get_absolute_url(self) -> str:
        return reverse("contracts:invoice-detail", args=[self.public_id])


class InvoiceLine(models.Model):
    """A line of an invoice for a line of the order, net."""

    invoice = models.ForeignKey(Invoice, on_delete=models.CASCADE, related_name="lines")
    order_line = models.ForeignKey(OrderLine, on_delete=models.PROTECT, related_name="invoice_lines")
    quantity = models.DecimalField(_("quantity"), max_digits=18, decimal_places=3)
    unit_price = models.DecimalField(_("unit price"), max_digits=18, decimal_places=6)
    amount = models.DecimalField(_("amount"), max_digits=18, decimal_places=2)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.order_line_id}: {self.amount}"


class InvoiceTax(models.Model):
    """A rate of tax on an invoice, with its base."""

    invoice = models.ForeignKey(Invoice, on_delete=models.CASCADE, related_name="taxes")
    rate = models.DecimalField(_("rate, %"), max_digits=5, decimal_places=2)
    base = models.DecimalField(_("base"), max_digits=18, decimal_places=2)
    amount = models.DecimalField(_("tax"), max_digits=18, decimal_places=2)

    class Meta:
        ordering = ["rate"]

    def __str__(self) -> str:
        return f"{self.rate} %: {self.amount}"
