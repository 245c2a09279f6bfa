from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from contracts.states import ContractKind, ContractStatus, ObligationStatus
from srm.accounts.models import LegalEntity
from srm.accounts.states import ORGANISATION_ROLES, Role
from srm.lifecycle.models import PublicModel, TrackedModel
from srm.reference.models import Category, Item, Unit
from suppliers.models import Supplier
from suppliers.states import Side
from tenders.models import Award, LotItem


class ContractQuerySet(models.QuerySet):
    def visible_to(self, user: Any) -> "ContractQuerySet":
        """Procurement, finance, warehouse and the auditor."""
        return self if user.has_role(*ORGANISATION_ROLES, Role.WAREHOUSE) else self.none()

    def for_supplier(self, supplier: Supplier) -> "ContractQuerySet":
        """The supplier's own, once sent to him."""
        return self.filter(supplier=supplier).exclude(status=ContractStatus.DRAFT)

    def active(self) -> "ContractQuerySet":
        return self.filter(status=ContractStatus.ACTIVE)


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
    accepted_at = models.DateTimeField(null=True, editable=False)
    accepted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, editable=False, related_name="+"
    )

    objects = ContractQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at"]
        verbose_name = _("contract")
        verbose_name_plural = _("contracts")
        constraints = [
            models.CheckConstraint(condition=models.Q(ends_on__gte=models.F("starts_on")), name="contract_period"),
            models.CheckConstraint(
                condition=models.Q(called_off__gte=0, called_off__lte=models.F("ceiling")), name="contract_ceiling"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.title}"


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


class Obligation(TrackedModel):
    """Something one side owes under a contract by a day (a report, an insurance, a price review)."""

    contract = models.ForeignKey(Contract, on_delete=models.CASCADE, related_name="obligations")
    title = models.CharField(_("title"), max_length=200)
    side = models.CharField(_("who acts"), max_length=10, choices=Side)
    due_on = models.DateField(_("due on"))
    status = models.CharField(_("status"), max_length=10, choices=ObligationStatus, default=ObligationStatus.OPEN)
    done_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        ordering = ["due_on"]
        verbose_name = _("obligation")
        verbose_name_plural = _("obligations")

    def __str__(self) -> str:
        return self.title
