from collections.abc import Hashable
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from contracts.models.contract import Contract, ContractLine
from contracts.states import OrderStatus
from procurement.models import RequisitionLine
from srm.accounts.models import LegalEntity
from srm.accounts.states import ORGANISATION_ROLES, Role
from srm.lifecycle.models import PublicModel, TrackedModel
from srm.reference.models import Category, Item, Place, Unit
from suppliers.models import Supplier

OPEN = [OrderStatus.SENT, OrderStatus.CONFIRMED, OrderStatus.PART_RECEIVED]


class OrderQuerySet(models.QuerySet):
    def visible_to(self, user: Any) -> "OrderQuerySet":
        """Procurement, finance, warehouse, auditor: all; a requester and his heads: what serves their requisitions."""
        if user.has_role(*ORGANISATION_ROLES, Role.WAREHOUSE):
            return self
        served = Q(lines__requisition_line__requisition__requester_id=user.pk)
        for path in user.headed_department_paths:
            served |= Q(lines__requisition_line__requisition__department__path__startswith=path)
        return self.filter(pk__in=self.model._base_manager.filter(served).values("pk"))

    def for_supplier(self, supplier: Supplier) -> "OrderQuerySet":
        """The supplier's own, once sent."""
        return self.filter(supplier=supplier, sent_at__isnull=False)

    def open(self) -> "OrderQuerySet":
        return self.filter(status__in=OPEN)

    def overdue(self, on: Any) -> "OrderQuerySet":
        """Open orders with something promised before the day and not yet received."""
        return self.open().filter(due_on__lt=on)


class OrderLineQuerySet(models.QuerySet):
    def awaited(self) -> "OrderLineQuerySet":
        """Of open orders, and not all here yet."""
        return self.filter(order__status__in=OPEN, accepted__lt=F("quantity"))


class PurchaseOrder(TrackedModel):
    """We ask a supplier to deliver, under a contract or by itself."""

    number = models.CharField(_("number"), max_length=20, unique=True, editable=False)
    supplier = models.ForeignKey(Supplier, on_delete=models.PROTECT, related_name="orders")
    legal_entity = models.ForeignKey(LegalEntity, on_delete=models.PROTECT, related_name="orders")
    contract = models.ForeignKey(Contract, on_delete=models.PROTECT, null=True, blank=True, related_name="orders")
    place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="orders")
    orderer = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="orders")
    currency = models.CharField(_("currency"), max_length=3)
    total = models.DecimalField(_("total"), max_digits=18, decimal_places=2, default=0)  # net
    status = models.CharField(_("status"), max_length=16, choices=OrderStatus, default=OrderStatus.DRAFT)
    status_reason = models.CharField(_("reason"), max_length=500, blank=True)
    sent_at = models.DateTimeField(null=True, editable=False)
    confirmed_at = models.DateTimeField(null=True, editable=False)
    due_on = models.DateField(  # the first day on which something awaited of an open order is due
        _("due"), null=True, editable=False
    )
    note = models.TextField(_("note"), blank=True)

    objects = OrderQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at"]
        verbose_name = _("purchase order")
        verbose_name_plural = _("purchase orders")
        indexes = [
            models.Index(fields=["-created_at", "id"], name="order_newest"),
            models.Index(fields=["status"], name="order_status"),
            models.Index(fields=["due_on", "-created_at"], name="order_due"),
        ]

    def __str__(self) -> str:
        return self.number

    def get_absolute_url(self) -> str:
        return reverse("contracts:order-detail", args=[self.public_id])


class OrderLine(PublicModel):
    """One thing ordered; what came and what was invoiced is summed here under the order's lock."""

    order = models.ForeignKey(PurchaseOrder, on_delete=models.CASCADE, related_name="lines")
    position = models.PositiveSmallIntegerField()
    contract_line = models.ForeignKey(
        ContractLine, on_delete=models.PROTECT, null=True, blank=True, related_name="order_lines"
    )
    requisition_line = models.ForeignKey(
        RequisitionLine, on_delete=models.PROTECT, null=True, blank=True, related_name="order_lines"
    )
    category = models.ForeignKey(Category, on_delete=models.PROTECT, related_name="+")
    item = models.ForeignKey(Item, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    description = models.CharField(_("description"), max_length=500)
    quantity = models.DecimalField(_("quantity"), max_digits=18, decimal_places=3)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    unit_price = models.DecimalField(_("unit price"), max_digits=18, decimal_places=6)
    amount = models.DecimalField(_("amount"), max_digits=18, decimal_places=2)
    tax_rate = models.DecimalField(_("tax, %"), max_digits=5, decimal_places=2, default=20)
    needed_on = models.DateField(_("needed on"), null=True, blank=True)
    promised_on = models.DateField(_("promised on"), null=True, blank=True)
    accepted = models.DecimalField(_("accepted"), max_digits=18, decimal_places=3, default=0)
    rejected = models.DecimalField(_("rejected"), max_digits=18, decimal_places=3, default=0)
    invoiced = models.DecimalField(_("invoiced"), max_digits=18, decimal_places=3, default=0)

    objects = OrderLineQuerySet.as_manager()

    class Meta:
        ordering = ["order", "position"]
        indexes = [
            models.Index(
                fields=["order", "promised_on", "needed_on"], name="order_line_awaited",
                condition=models.Q(accepted__lt=models.F("quantity")),
            ),
        ]  # fmt: skip
        constraints = [
            models.UniqueConstraint(fields=["order", "position"], name="order_line_position"),
            models.CheckConstraint(
                condition=models.Q(quantity__gt=0, unit_price__gte=0, accepted__gte=0, rejected__gte=0),
                name="order_line_amounts",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.description} × {self.quantity}"

    @property
    def thing(self) -> Hashable:
        """What must be equal for two lines to ask for the same thing: deliveries of it serve either."""
        if self.contract_line_id:
            return self.contract_line_id
        what = self.item_id or self.description.casefold()
        return what, self.unit_id, self.unit_price.normalize(), self.tax_rate.normalize()

    @property
    def due_on(self) -> Any:
        """The day on which it is expected: promised, else needed."""
        return self.promised_on or self.needed_on

    @property
    def awaited(self) -> Decimal:
        """What is still to come."""
        return max(self.quantity - self.accepted, Decimal(0))
