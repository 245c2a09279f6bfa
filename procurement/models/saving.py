from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import models
from django.db.models import Count, Sum
from django.utils.translation import gettext_lazy as _

from procurement.models.cycle import Cycle
from srm.accounts.states import ORGANISATION_ROLES
from srm.reference.models import Category

Sums = tuple[Decimal, Decimal, int]  # estimated, awarded, number of awards


class AwardSavingQuerySet(models.QuerySet):
    def visible_to(self, user: Any) -> "AwardSavingQuerySet":
        """Procurement, finance and the auditor."""
        return self if user.has_role(*ORGANISATION_ROLES) else self.none()

    def between(self, since: date, until: date) -> "AwardSavingQuerySet":
        return self.filter(awarded_on__range=(since, until))

    def sums(self) -> Sums | None:
        """Return what they come to together; None where there is none."""
        row = self.aggregate(estimated=Sum("estimate"), awarded_for=Sum("awarded"), number=Count("pk"))
        return (row["estimated"], row["awarded_for"], row["number"]) if row["number"] else None

    def sums_by_cycle(self, cycles: Iterable[Cycle]) -> dict[int, Sums]:
        """Return cycle → what its awards come to; one query."""
        each = self.filter(cycle__in=cycles).order_by().values("cycle")
        rows = each.annotate(estimated=Sum("estimate"), awarded_for=Sum("awarded"), number=Count("pk"))
        return {row["cycle"]: (row["estimated"], row["awarded_for"], row["number"]) for row in rows}


class AwardSaving(models.Model):
    """What an award costs beside its estimate, in the organisation's currency: told by the stage that awards."""

    source_key = models.CharField(max_length=120, unique=True)  # `award:…`
    category = models.ForeignKey(Category, on_delete=models.PROTECT, related_name="award_savings")
    cycle = models.ForeignKey(Cycle, on_delete=models.PROTECT, null=True, related_name="award_savings")
    reference = models.CharField(_("reference"), max_length=60)
    link = models.CharField(max_length=200, blank=True)
    estimate = models.DecimalField(_("estimate"), max_digits=18, decimal_places=2)
    awarded = models.DecimalField(_("awarded"), max_digits=18, decimal_places=2)
    currency = models.CharField(_("currency"), max_length=3)  # in which it was awarded
    rate = models.DecimalField(_("rate"), max_digits=18, decimal_places=8)  # of the day, to the organisation's
    awarded_on = models.DateField(_("awarded on"))

    objects = AwardSavingQuerySet.as_manager()

    class Meta:
        ordering = ["-awarded_on", "-pk"]
        verbose_name = _("saving of an award")
        verbose_name_plural = _("savings of awards")
        indexes = [models.Index(fields=["category", "awarded_on"], name="award_saving_category")]
        constraints = [
            models.CheckConstraint(condition=models.Q(estimate__gt=0, awarded__gte=0), name="award_saving_amounts"),
        ]

    def __str__(self) -> str:
        return f"{self.reference}: {self.estimate} → {self.awarded}"
