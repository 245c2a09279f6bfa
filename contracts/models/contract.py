from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from contracts.states import ContractKind, ContractStatus, ObligationStatus
from srm.accounts.models import LegalEntity
from srm.accounts.states import ORGANISATION_ROLES, Role
from srm.lifecycle.models import PublicModel, TrackedModel
from srm.reference.models import Category, Item, Unit
from suppliers.models import Supplier
from suppliers.states import Side
from tenders.models import Award, LotItem

EXPIRING_DAYS = 60


class ContractQuerySet(models.QuerySet):
    def visible_to(self, user: Any) -> "ContractQuerySet":
        """Procurement, finance, warehouse and the auditor: all; a requester: those that serve his requisitions."""
        if user.has_role(*ORGANISATION_ROLES, Role.WAREHOUSE):
            return self
        awarded = Q(award__lot__items__sources__line__requisition__requester_id=user.pk)
        ordered = Q(orders__lines__requisition_line__requisition__requester_id=user.pk)
        served = self.model._base_manager.filter(awarded | ordered).values("pk")
        return self.filter(pk__in=served).exclude(status__in=[ContractStatus.DRAFT, ContractStatus.CANCELLED])

    def for_supplier(self, supplier: Supplier) -> "ContractQuerySet":
        """The supplier's own, once sent to him."""
        return self.filter(supplier=supplier).exclude(status__in=[ContractStatus.DRAFT, ContractStatus.CANCELLED])

    def active(self) -> "ContractQuerySet":
        return self.filter(status=ContractStatus.ACTIVE)

    def in_force(self, on: date) -> "ContractQuerySet":
        """What can be called off from on that day."""
        return self.active().filter(starts_on__lte=on, ends_on__gte=on)

    def expiring(self, on: date, days: int = EXPIRING_DAYS) -> "ContractQuerySet":
        """In force, and over within so many days (or over already and not ended)."""
        return self.active().filter(ends_on__lte=on + timedelta(days=days))


class Contract(TrackedModel):
    """What we and a supplier have agreed: a contract for a quantity, or a framework to call off from."""

    number = models.CharField(_("number"), max_length=20, unique=True, editable=False)
    kind = models.CharField(_("kind"), max_length=10, choices=ContractKind, default=ContractKind.CONTRACT)
    title = models.CharField(_("title"), max_length=200)
    supplier = models.ForeignKey(Supplier, on_delete=models.PROTECT, related_name="contracts")
    legal_entity = models.ForeignKey(LegalEntity, on_delete=models.PROTECT, related_name="contracts")
    category = models.ForeignKey(Category, on_delete=models.PROTECT, related_name="contracts")
    award = models.OneToOneField(Award, on_delete=models.PROTECT, null=True, blank=True, related_name="contract")
    manager = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="contracts")
    status = models.CharField(_("status"), max_length=12, choices=ContractStatus, default=ContractStatus.DRAFT)
    status_reason = models.CharField(_("reason"), max_length=500, blank=True)
    currency = models.CharField(_("currency"), max_length=3)
    ceiling = models.DecimalField(_("ceiling"), max_digits=18, decimal_places=2)
    called_off = models.DecimalField(_("called off"), max_digits=18, decimal_places=2, default=0)
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("to"))
    payment_days = models.PositiveSmallIntegerField(_("payment, days"), default=30)
    terms = models.TextField(_("terms"), blank=True)
    language = models.CharField(_("language"), max_length=5, default="en")
    sent_at = models.DateTimeField(null=True, editable=False)
    accepted_at = models.DateTimeField(null=True, editable=False)
    accepted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, editable=False, related_name="+"
    )

    objects = ContractQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at"]
        verbose_name = _("contract")
        verbose_name_plural = _("contracts")
        indexes = [
            models.Index(fields=["-created_at", "id"], name="contract_newest"),
            models.Index(fields=["status", "ends_on"], name="contract_status"),
        ]
        constraints = [
            models.CheckConstraint(condition=models.Q(ends_on__gte=models.F("starts_on")), name="contract_period"),
            models.CheckConstraint(
                condition=models.Q(called_off__gte=0, called_off__lte=models.F("ceiling")), name="contract_ceiling"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.title}"

    def get_absolute_url(self) -> str:
        return reverse("contracts:contract-detail", args=[self.public_id])

    @property
    def left(self) -> Decimal:
        """What may still be called off."""
        return self.ceiling - self.called_off


class ContractLine(PublicModel):
    """A thing at an agreed unit price."""

    contract = models.ForeignKey(Contract, on_delete=models.CASCADE, related_name="lines")
    position = models.PositiveSmallIntegerField()
    lot_item = models.ForeignKey(LotItem, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    item = models.ForeignKey(Item, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    description = models.CharField(_("description"), max_length=500)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    quantity = models.DecimalField(_("quantity"), max_digits=18, decimal_places=3, null=True, blank=True)
    ordered = models.DecimalField(_("ordered"), max_digits=18, decimal_places=3, default=0)
    unit_price = models.DecimalField(_("unit price"), max_digits=18, decimal_places=6)
    tax_rate = models.DecimalField(_("tax, %"), max_digits=5, decimal_places=2, default=20)
    lead_days = models.PositiveSmallIntegerField(_("delivery, days"), null=True, blank=True)

    class Meta:
        ordering = ["contract", "position"]
        constraints = [
            models.UniqueConstraint(fields=["contract", "position"], name="contract_line_position"),
            models.CheckConstraint(
                condition=models.Q(quantity=None) | models.Q(ordered__lte=models.F("quantity")),
                name="contract_line_not_overdrawn",
            ),
        ]

    def __str__(self) -> str:
        return self.description

    @property
    def left(self) -> Decimal | None:
        """What may still be ordered of it; None: as much as the ceiling allows."""
        return None if self.quantity is None else self.quantity - self.ordered


class ContractAmendment(TrackedModel):
    """A contract in force is changed by agreement; the old terms stay readable."""

    contract = models.ForeignKey(Contract, on_delete=models.CASCADE, related_name="amendments")
    number = models.PositiveSmallIntegerField()
    reason = models.CharField(_("reason"), max_length=500)
    changes = models.JSONField()

    class Meta:
        ordering = ["contract", "number"]
        constraints = [
            models.UniqueConstraint(fields=["contract", "number"], name="contract_amendment_number"),
        ]

    def __str__(self) -> str:
        return f"{self.contract.number} № {self.number}"


class ObligationQuerySet(models.QuerySet):
    def visible_to(self, user: Any) -> "ObligationQuerySet":
        """Whoever may see the contract."""
        return self.filter(contract__in=Contract.objects.visible_to(user))

    def for_supplier(self, supplier: Supplier) -> "ObligationQuerySet":
        return self.filter(contract__in=Contract.objects.for_supplier(supplier))

    def due(self, by: date) -> "ObligationQuerySet":
        """Open ones of contracts in force, due by that day."""
        return self.filter(status=ObligationStatus.OPEN, due_on__lte=by, contract__status=ContractStatus.ACTIVE)


class Obligation(TrackedModel):
    """Something one side owes under a contract by a day (a report, an insurance, a price review)."""

    contract = models.ForeignKey(Contract, on_delete=models.CASCADE, related_name="obligations")
    title = models.CharField(_("title"), max_length=200)
    side = models.CharField(_("who acts"), max_length=10, choices=Side)
    due_on = models.DateField(_("due on"))
    status = models.CharField(_("status"), max_length=10, choices=ObligationStatus, default=ObligationStatus.OPEN)
    done_at = models.DateTimeField(null=True, editable=False)

    objects = ObligationQuerySet.as_manager()

    class Meta:
        ordering = ["due_on"]
        verbose_name = _("obligation")
        verbose_name_plural = _("obligations")

    def __str__(self) -> str:
        return self.title
