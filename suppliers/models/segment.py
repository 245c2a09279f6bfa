from typing import Any

from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from srm.accounts.states import ORGANISATION_ROLES
from srm.lifecycle.models import TrackedModel
from srm.reference.models import Category
from suppliers.models.supplier import Supplier
from suppliers.states import Care, Segment


class SupplierSegmentQuerySet(models.QuerySet):
    def visible_to(self, user: Any) -> "SupplierSegmentQuerySet":
        """Those who see the organisation's purchases: a share of spend is no business of a single department."""
        return self if user.has_role(*ORGANISATION_ROLES) else self.none()


class SegmentModel(models.Model):
    """How a supplier stands in a category: quadrant × performance × share, and what follows from them."""

    quadrant = models.CharField(_("quadrant"), max_length=12, blank=True)
    share = models.DecimalField(_("share of spend"), max_digits=5, decimal_places=4, null=True)
    performance = models.DecimalField(_("performance"), max_digits=5, decimal_places=2, null=True)
    segment = models.CharField(_("segment"), max_length=12, choices=Segment)
    period = models.CharField(_("cycle"), max_length=40, blank=True)  # its code; cycles are known above this app
    computed_at = models.DateTimeField(db_default=Now())

    class Meta:
        abstract = True


class SupplierSegment(SegmentModel):
    """The standing that holds now, and the care that follows."""

    supplier = models.ForeignKey(Supplier, on_delete=models.CASCADE, related_name="segments")
    category = models.ForeignKey(Category, on_delete=models.CASCADE, related_name="segments")
    care = models.CharField(_("care"), max_length=12, choices=Care)
    review_due_on = models.DateField(_("review due on"), null=True)

    objects = SupplierSegmentQuerySet.as_manager()

    class Meta:
        ordering = ["category", "-share"]
        verbose_name = _("supplier segment")
        verbose_name_plural = _("supplier segments")
        constraints = [
            models.UniqueConstraint(fields=["supplier", "category"], name="segment_once"),
        ]

    def __str__(self) -> str:
        return f"{self.supplier} in {self.category}: {self.get_segment_display()}"


class SegmentRecord(SegmentModel):
    """The last standing in a cycle: one row a supplier, category and cycle, kept when the next cycle begins."""

    supplier = models.ForeignKey(Supplier, on_delete=models.CASCADE, related_name="segment_records")
    category = models.ForeignKey(Category, on_delete=models.CASCADE, related_name="segment_records")

    objects = SupplierSegmentQuerySet.as_manager()

    class Meta:
        ordering = ["category", "supplier", "-computed_at"]
        verbose_name = _("segment of a cycle")
        verbose_name_plural = _("segments of cycles")
        constraints = [
            models.UniqueConstraint(fields=["supplier", "category", "period"], name="segment_record_once"),
        ]

    def __str__(self) -> str:
        return f"{self.period}: {self.supplier} in {self.category}: {self.get_segment_display()}"


class SupplierReview(TrackedModel):
    """We looked at a supplier's work in a category together with him, on a day."""

    supplier = models.ForeignKey(Supplier, on_delete=models.CASCADE, related_name="reviews")
    category = models.ForeignKey(Category, on_delete=models.CASCADE, related_name="supplier_reviews")
    held_on = models.DateField(_("held on"))
    note = models.TextField(_("what was agreed"), blank=True)

    objects = SupplierSegmentQuerySet.as_manager()

    class Meta:
        ordering = ["-held_on", "-pk"]
        verbose_name = _("supplier review")
        verbose_name_plural = _("supplier reviews")

    def __str__(self) -> str:
        return f"{self.supplier} in {self.category}: {self.held_on}"


class SupplyClass(models.Model):
    """How much of all spend a supplier or a category has (ABC) and how evenly it comes (XYZ), as last measured."""

    supplier = models.OneToOneField(Supplier, on_delete=models.CASCADE, null=True, related_name="supply_class")
    category = models.OneToOneField(Category, on_delete=models.CASCADE, null=True, related_name="supply_class")
    abc = models.CharField(max_length=1, choices=[("A", "A"), ("B", "B"), ("C", "C")], blank=True)
    xyz = models.CharField(max_length=1, choices=[("X", "X"), ("Y", "Y"), ("Z", "Z")], blank=True)
    spend = models.DecimalField(_("spend"), max_digits=18, decimal_places=2)
    months = models.PositiveSmallIntegerField(_("months"))
    variation = models.DecimalField(_("variation"), max_digits=6, decimal_places=2, null=True)
    period_from = models.DateField(_("from"))
    period_to = models.DateField(_("to"))
    computed_at = models.DateTimeField(db_default=Now())

    objects = SupplierSegmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("supply class")
        verbose_name_plural = _("supply classes")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(supplier__isnull=True) ^ models.Q(category__isnull=True),
                name="supply_class_of_one_thing",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.supplier or self.category}: {self.word}"

    @property
    def word(self) -> str:
        """AX, B, …: what is known of the two letters."""
        return f"{self.abc}{self.xyz}"
