from datetime import date, timedelta
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from srm.lifecycle.models import TrackedModel
from suppliers.models.supplier import Supplier
from suppliers.states import CertificateStatus

SOON = timedelta(days=60)


class CertificateQuerySet(models.QuerySet):
    def visible_to(self, user: Any) -> "CertificateQuerySet":
        """All staff; a supplier's person enters by `for_supplier` instead."""
        return self.filter(supplier__in=Supplier.objects.visible_to(user))

    def for_supplier(self, supplier: Supplier) -> "CertificateQuerySet":
        return self.filter(supplier=supplier)

    def current(self) -> "CertificateQuerySet":
        """Those that no newer one has replaced."""
        return self.filter(replaced_by=None)

    def expiring(self, today: date) -> "CertificateQuerySet":
        """Current ones that have ended or end soon."""
        return self.current().filter(expires_on__lte=today + SOON)


class Certificate(TrackedModel):
    """A document a supplier holds (ISO 9001, insurance) with the day it ends; its file is an attachment of it."""

    supplier = models.ForeignKey(Supplier, on_delete=models.CASCADE, related_name="certificates")
    name = models.CharField(_("name"), max_length=200)
    number = models.CharField(_("number"), max_length=80, blank=True)
    issued_on = models.DateField(pgettext_lazy("certificate", "issued on"), null=True, blank=True)
    expires_on = models.DateField(_("expires on"), null=True, blank=True)

    replaced_by = models.OneToOneField("self", on_delete=models.SET_NULL, null=True, editable=False, related_name="+")

    objects = CertificateQuerySet.as_manager()

    class Meta:
        ordering = ["expires_on", "name"]
        verbose_name = _("certificate")
        verbose_name_plural = _("certificates")

    def __str__(self) -> str:
        return self.name

    def state_on(self, today: date) -> CertificateStatus:
        """Return whether it is valid, ends soon or has ended on that day."""
        if self.expires_on is None or self.expires_on > today + SOON:
            return CertificateStatus.VALID
        return CertificateStatus.EXPIRING if self.expires_on >= today else CertificateStatus.EXPIRED
