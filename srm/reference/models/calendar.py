from django.db import models
from django.utils.translation import gettext_lazy as _

from srm.accounts.models import LegalEntity


class Holiday(models.Model):
    """A day that is not worked (or, `is_workday`, a weekend day that is): of one legal entity, or of all."""

    on = models.DateField(_("day"))
    name = models.CharField(_("name"), max_length=100)
    legal_entity = models.ForeignKey(
        LegalEntity, on_delete=models.CASCADE, null=True, blank=True, related_name="holidays"
    )
    is_workday = models.BooleanField(_("worked all the same"), default=False)

    class Meta:
        ordering = ["on"]
        verbose_name = _("holiday")
        verbose_name_plural = _("holidays")
        constraints = [
            models.UniqueConstraint(fields=["on", "legal_entity"], name="holiday_once", nulls_distinct=False),
        ]

    def __str__(self) -> str:
        return f"{self.on} {self.name}"
