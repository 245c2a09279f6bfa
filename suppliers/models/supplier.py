from typing import Any

from django.conf import settings
from django.db import models
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from srm.accounts.models import User
from srm.accounts.states import ORGANISATION_ROLES, Kind
from srm.lifecycle.models import TrackedModel
from suppliers.states import BankAccountStatus, SupplierStatus


class SupplierQuerySet(models.QuerySet):
    def visible_to(self, user: Any) -> "SupplierQuerySet":
        """Staff see all suppliers; a supplier's person enters by `for_supplier` instead."""
        return self if getattr(user, "kind", None) == Kind.STAFF else self.none()

    def for_supplier(self, supplier: "Supplier") -> "SupplierQuerySet":
        """The portal's only way in: one's own company."""
        return self.filter(pk=supplier.pk)

    def active(self) -> "SupplierQuerySet":
        return self.filter(status=SupplierStatus.ACTIVE)

    def outside(self) -> "SupplierQuerySet":
        """The market: without our own warehouses."""
        return self.filter(is_own=False)

    def of_person(self, user: User) -> "SupplierQuerySet":
        """The companies the portal person acts for."""
        return self.filter(memberships__user=user, memberships__is_active=True)


class Supplier(TrackedModel):
    """A company we buy from or might buy from."""

    number = models.CharField(_("number"), max_length=20, unique=True, editable=False)
    name = models.CharField(_("name"), max_length=200)
    legal_name = models.CharField(_("registered name"), max_length=300, blank=True)
    tax_id = models.CharField(_("tax id"), max_length=40, blank=True)
    country = models.CharField(_("country"), max_length=2, blank=True)
    city = models.CharField(_("city"), max_length=120, blank=True)
    address = models.TextField(_("address"), blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    phone = models.CharField(_("phone"), max_length=40, blank=True)
    website = models.URLField(_("website"), blank=True)
    currency = models.CharField(_("currency"), max_length=3, default="EUR")
    categories = models.ManyToManyField("reference.Category", related_name="suppliers", blank=True)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="owned_suppliers"
    )
    is_own = models.BooleanField(
        _("our own warehouse"), default=False,
        help_text=_("Its deliveries count as spend, but it is no supplier in the measures of the market."),
    )  # fmt: skip
    status = models.CharField(_("status"), max_length=20, choices=SupplierStatus, default=SupplierStatus.PROSPECT)
    status_reason = models.CharField(_("reason"), max_length=300, blank=True)
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, editable=False, related_name="+"
    )
    confirmed_at = models.DateTimeField(null=True, editable=False)

    objects = SupplierQuerySet.as_manager()

    class Meta:
        ordering = ["name", "pk"]
        verbose_name = _("supplier")
        verbose_name_plural = _("suppliers")
        indexes = [
            models.Index(fields=["name", "id"], name="supplier_by_name"),
            models.Index(fields=["status"], name="supplier_status"),
            models.Index(fields=["country"], name="supplier_country"),
        ]
        constraints = [
            models.UniqueConstraint(
                "country", Lower("tax_id"), name="supplier_tax_id_once", condition=~models.Q(tax_id="")
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("suppliers:supplier-detail", args=[self.public_id])


class BankAccountQuerySet(models.QuerySet):
    def visible_to(self, user: Any) -> "BankAccountQuerySet":
        """Those who see the organisation's purchases."""
        return self if user.has_role(*ORGANISATION_ROLES) else self.none()

    def for_supplier(self, supplier: Supplier) -> "BankAccountQuerySet":
        return self.filter(supplier=supplier)

    def proposed(self) -> "BankAccountQuerySet":
        return self.filter(status=BankAccountStatus.PROPOSED)


class BankAccount(TrackedModel):
    """Where a supplier is paid; used only after somebody other than who entered it has confirmed it."""

    supplier = models.ForeignKey(Supplier, on_delete=models.CASCADE, related_name="bank_accounts")
    iban = models.CharField(_("IBAN or account"), max_length=40)
    bank_name = models.CharField(_("bank"), max_length=200, blank=True)
    currency = models.CharField(_("currency"), max_length=3)
    status = models.CharField(_("status"), max_length=20, choices=BankAccountStatus, default=BankAccountStatus.PROPOSED)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, editable=False, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, editable=False)
    reason = models.CharField(_("reason"), max_length=300, blank=True)

    objects = BankAccountQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at"]
        verbose_name = _("bank account")
        verbose_name_plural = _("bank accounts")
        constraints = [
            models.UniqueConstraint(
                fields=["supplier", "currency"],
                condition=models.Q(status=BankAccountStatus.CONFIRMED),
                name="bank_account_one_confirmed",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.iban} ({self.currency})"
