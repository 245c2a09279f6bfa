from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from srm.lifecycle.models import TrackedModel
from srm.reference.models import Category
from suppliers.models.supplier import Supplier
from suppliers.states import QualificationStatus


class QualificationQuerySet(models.QuerySet):
    def visible_to(self, user: Any) -> "QualificationQuerySet":
        """All staff; a supplier's person enters by `for_supplier` instead."""
        return self.filter(supplier__in=Supplier.objects.visible_to(user))

    def for_supplier(self, supplier: Supplier) -> "QualificationQuerySet":
        return self.filter(supplier=supplier)

    def requested(self) -> "QualificationQuerySet":
        return self.filter(status=QualificationStatus.REQUESTED)


class Qualification(TrackedModel):
    """A supplier is found capable of a category, until a date."""

    supplier = models.ForeignKey(Supplier, on_delete=models.CASCADE, related_name="qualifications")
    category = models.ForeignKey(Category, on_delete=models.PROTECT, related_name="qualifications")
    status = models.CharField(
        _("status"), max_length=20, choices=QualificationStatus, default=QualificationStatus.REQUESTED
    )
    valid_until = models.DateField(_("valid until"), null=True, blank=True)
    note = models.TextField(_("note"), blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, editable=False, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, editable=False)

    objects = QualificationQuerySet.as_manager()

    class Meta:
        ordering = ["supplier", "category"]
        verbose_name = _("qualification")
        verbose_name_plural = _("qualifications")
        constraints = [
            models.UniqueConstraint(fields=["supplier", "category"], name="qualification_once"),
        ]

    def __str__(self) -> str:
        return f"{self.supplier}: {self.category}"
