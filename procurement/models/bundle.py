from typing import Any

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from procurement.models.requisition import RequisitionLine
from procurement.states import AuctionFormat, BundleStatus, Procedure, Quadrant
from srm.accounts.models import LegalEntity
from srm.accounts.states import ORGANISATION_ROLES
from srm.lifecycle.models import PublicModel, TrackedModel
from srm.reference.models import Category, Item, Place, Unit


class BundleQuerySet(models.QuerySet):
    def visible_to(self, user: Any) -> "BundleQuerySet":
        """Procurement, finance and the auditor."""
        return self if user.has_role(*ORGANISATION_ROLES) else self.none()


class Bundle(TrackedModel):
    """Approved lines of one category and legal entity that are bought together, by the procedure of their quadrant."""

    number = models.CharField(_("number"), max_length=20, unique=True, editable=False)
    title = models.CharField(_("title"), max_length=200)
    category = models.ForeignKey(Category, on_delete=models.PROTECT, related_name="bundles")
    legal_entity = models.ForeignKey(LegalEntity, on_delete=models.PROTECT, related_name="bundles")
    buyer = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="bundles"
    )
    place = models.ForeignKey(Place, on_delete=models.PROTECT, null=True, blank=True, related_name="+")  # None: several
    status = models.CharField(_("status"), max_length=20, choices=BundleStatus, default=BundleStatus.OPEN)
    currency = models.CharField(_("currency"), max_length=3)
    amount = models.DecimalField(_("estimated amount"), max_digits=18, decimal_places=2, default=0)
    needed_on = models.DateField(_("first needed on"), null=True, blank=True)
    quadrant = models.CharField(_("quadrant"), max_length=12, choices=Quadrant, blank=True)
    proposed_procedure = models.CharField(_("proposed procedure"), max_length=20, choices=Procedure, blank=True)
    procedure = models.CharField(_("procedure"), max_length=20, choices=Procedure, blank=True)
    auction_format = models.CharField(_("auction"), max_length=12, choices=AuctionFormat, default=AuctionFormat.NONE)
    procedure_reason = models.CharField(_("reason for another procedure"), max_length=500, blank=True)

    objects = BundleQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at"]
        verbose_name = _("bundle")
        verbose_name_plural = _("bundles")

    def __str__(self) -> str:
        return f"{self.number} {self.title}"

    def get_absolute_url(self) -> str:
        return reverse("procurement:bundle-detail", args=[self.public_id])


class BundleLine(PublicModel):
    """What is bought: needs of one specification in one unit. What packs or a least order add has an owner by name."""

    bundle = models.ForeignKey(Bundle, on_delete=models.CASCADE, related_name="merged")
    position = models.PositiveSmallIntegerField()
    item = models.ForeignKey(Item, on_delete=models.PROTECT, null=True, related_name="+")
    description = models.CharField(_("description"), max_length=500)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="+")
    quantity = models.DecimalField(_("quantity"), max_digits=18, decimal_places=3)
    amount = models.DecimalField(_("estimated amount"), max_digits=18, decimal_places=2)
    needed_on = models.DateField(_("needed on"))
    surplus = models.DecimalField(_("surplus"), max_digits=18, decimal_places=3, default=0)
    surplus_owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering = ["bundle", "position"]
        verbose_name = _("line to buy")
        verbose_name_plural = _("lines to buy")
        constraints = [
            models.UniqueConstraint(
                fields=["bundle", "position"], name="bundle_line_position", deferrable=models.Deferrable.DEFERRED
            ),
            models.CheckConstraint(condition=models.Q(quantity__gt=0, surplus__gte=0), name="bundle_line_amounts"),
        ]

    def __str__(self) -> str:
        return f"{self.description} × {self.quantity}"


class BundlePart(models.Model):
    """Whose a part of a line to buy is, in that line's unit."""

    bundle_line = models.ForeignKey(BundleLine, on_delete=models.CASCADE, related_name="parts")
    line = models.OneToOneField(RequisitionLine, on_delete=models.PROTECT, related_name="bundle_part")
    quantity = models.DecimalField(max_digits=18, decimal_places=3)

    class Meta:
        ordering = ["bundle_line", "pk"]

    def __str__(self) -> str:
        return f"{self.quantity} of {self.line_id}"
