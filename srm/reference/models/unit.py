from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _


class Unit(models.Model):
    """A unit of measure by its UN/ECE Recommendation 20 code (`KGM`), with the OKEI code where accounting asks."""

    code = models.CharField(_("code"), max_length=3, primary_key=True)
    name = models.CharField(_("name"), max_length=60)
    symbol = models.CharField(_("symbol"), max_length=12)
    symbols = models.JSONField(_("symbol in other languages"), default=dict, blank=True)
    okei = models.CharField(_("OKEI code"), max_length=4, blank=True)

    class Meta:
        ordering = ["code"]
        verbose_name = _("unit")
        verbose_name_plural = _("units")

    def __str__(self) -> str:
        return self.symbols.get(get_language() or "en") or self.symbol


class UnitConversion(models.Model):
    """One `source` is `factor` `target`; of one item only, or of all when `item` is empty."""

    source = models.ForeignKey(Unit, on_delete=models.CASCADE, related_name="conversions")
    target = models.ForeignKey(Unit, on_delete=models.CASCADE, related_name="+")
    item = models.ForeignKey("reference.Item", on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    factor = models.DecimalField(_("factor"), max_digits=24, decimal_places=12)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["source", "target", "item"], name="conversion_once", nulls_distinct=False),
            models.CheckConstraint(condition=models.Q(factor__gt=0), name="conversion_factor_positive"),
        ]

    def __str__(self) -> str:
        return f"1 {self.source_id} = {self.factor.normalize():f} {self.target_id}"
