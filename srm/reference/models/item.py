from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from srm.lifecycle.models import PublicModel
from srm.reference.models.category import Category
from srm.reference.models.unit import Unit


class Item(PublicModel):
    """A thing with a code and a specification that is asked for again and again."""

    code = models.CharField(_("code"), max_length=60, unique=True)
    name = models.CharField(_("name"), max_length=300)
    names = models.JSONField(_("name in other languages"), default=dict, blank=True)
    specification = models.TextField(_("specification"), blank=True)
    category = models.ForeignKey(Category, on_delete=models.PROTECT, related_name="items")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    pack_quantity = models.DecimalField(_("sold in packs of"), max_digits=18, decimal_places=3, default=0)  # 0: any
    minimum_order = models.DecimalField(_("least order"), max_digits=18, decimal_places=3, default=0)
    sole_source_reason = models.CharField(
        _("why nobody else can supply it"), max_length=200, blank=True,
        help_text=_("Left empty: others could. Where we chose one supplier, leave it empty too."),
    )  # fmt: skip
    is_active = models.BooleanField(_("active"), default=True)

    class Meta:
        ordering = ["code"]
        verbose_name = _("item")
        verbose_name_plural = _("items")

    def __str__(self) -> str:
        return self.names.get(get_language() or "en") or self.name
