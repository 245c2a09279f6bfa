from django.db import models
from django.utils.translation import gettext_lazy as _

from srm.lifecycle.models import TrackedModel
from suppliers.models.supplier import Supplier


class Certificate(TrackedModel):
    """A document a supplier holds (ISO 9001, insurance) with the day it ends; its file is an attachment of it."""

    supplier = models.ForeignKey(Supplier, on_delete=models.CASCADE, related_name="certificates")
    name = models.CharField(_("name"), max_length=200)
    number = models.CharField(_("number"), max_length=80, blank=True)
    issued_on = models.DateField(_("issued on"), null=True, blank=True)
    expires_on = models.DateField(_("expires on"), null=True, blank=True)

    class Meta:
        ordering = ["expires_on", "name"]
        verbose_name = _("certificate")
        verbose_name_plural = _("certificates")

    def __str__(self) -> str:
        return self.name
