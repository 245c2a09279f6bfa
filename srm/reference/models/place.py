from django.db import models
from django.utils.translation import gettext_lazy as _

from srm.accounts.models import LegalEntity
from srm.lifecycle.models import PublicModel


class Place(PublicModel):
    """A place of delivery and of stock, in its own time zone."""

    code = models.CharField(_("code"), max_length=20, unique=True)
    name = models.CharField(_("name"), max_length=200)
    address = models.TextField(_("address"), blank=True)
    legal_entity = models.ForeignKey(LegalEntity, on_delete=models.PROTECT, related_name="places")
    time_zone = models.CharField(_("time zone"), max_length=60, default="Europe/Kyiv")
    is_active = models.BooleanField(_("active"), default=True)

    class Meta:
        ordering = ["code"]
        verbose_name = _("place")
        verbose_name_plural = _("places")

    def __str__(self) -> str:
        return self.name
