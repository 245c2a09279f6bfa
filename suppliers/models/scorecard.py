from decimal import Decimal
from typing import Any

from django.db import models
from django.urls import reverse
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from srm.lifecycle.models import TrackedModel
from suppliers.models.supplier import Supplier
from suppliers.states import Band, RunStatus


class ScorecardCriterion(models.Model):
    """One criterion of the scorecard: measured from supply facts or asked of people, with its weight."""

    code = models.SlugField(_("code"), max_length=40, unique=True)
    name = models.CharField(_("name"), max_length=120)
    names = models.JSONField(_("name in other languages"), default=dict, blank=True)
    kind = models.CharField(
        _("kind"), max_length=10, choices=[("measured", _("Measured")), ("survey", pgettext_lazy("people", "Asked"))]
    )
    weight = models.DecimalField(_("weight"), max_digits=6, decimal_places=2)
    critical_below = models.DecimalField(_("critical below"), max_digits=5, decimal_places=2, null=True, blank=True)
    is_active = models.BooleanField(_("active"), default=True)

    class Meta:
        ordering = ["-weight", "code"]
        verbose_name = _("scorecard criterion")
        verbose_name_plural = _("scorecard criteria")

    def __str__(self) -> str:
        return self.names.get(get_language() or "en") or self.name


class ScorecardQuerySet(models.QuerySet):
    def visible_to(self, user: Any) -> "ScorecardQuerySet":
        """All staff; a supplier's person enters by `for_supplier` instead."""
        return self.filter(supplier__in=Supplier.objects.visible_to(user))

    def for_supplier(self, supplier: Supplier) -> "ScorecardQuerySet":
        return self.filter(supplier=supplier)

    def newest(self) -> "ScorecardQuerySet":
        """The one of each supplier that counts: of the newest period, computed last."""
        last = Scorecard.objects.filter(supplier=models.OuterRef("supplier")).order_by("-period_to", "-pk")
        return self.filter(pk=models.Subquery(last.values("pk")[:1]))


class Scorecard(TrackedModel):
    """A supplier's measured and asked performance over a period; each computing is a new row, the last one counts."""

    supplier = models.ForeignKey(Supplier, on_delete=models.CASCADE, related_name="scorecards")
    period_from = models.DateField(_("from"))
    period_to = models.DateField(_("to"))
    total = models.DecimalField(_("total"), max_digits=5, decimal_places=2, null=True)
    coverage = models.DecimalField(_("coverage"), max_digits=3, decimal_places=2)
    band = models.CharField(_("band"), max_length=20, choices=Band, blank=True)
    critical = models.JSONField(default=list)
    scores = models.JSONField(default=dict)  # criterion code → decimal text or null
    inputs = models.JSONField(default=dict)  # the calculation's input, as `srm calc scorecard` takes it
    facts = models.JSONField(default=dict)  # criterion code → {"value", "count", "of"}: the evidence

    objects = ScorecardQuerySet.as_manager()

    class Meta:
        ordering = ["supplier", "-period_to", "-pk"]
        verbose_name = _("scorecard")
        verbose_name_plural = _("scorecards")
        indexes = [models.Index(fields=["supplier", "-period_to"], name="scorecard_latest")]

    def __str__(self) -> str:
        return f"{self.supplier} {self.period_from}–{self.period_to}"

    def get_absolute_url(self) -> str:
        return reverse("suppliers:scorecard-detail", args=[self.public_id])

    @property
    def question(self) -> dict[str, Any]:
        """The input to compute it again by; empty where no criterion had a weight, as there was nothing to compute."""
        return self.inputs if any(Decimal(row["weight"]) for row in self.inputs.get("criteria", [])) else {}


class ScorecardRun(TrackedModel):
    """Everybody is measured over one period: asked for by a person, done by a worker."""

    period_from = models.DateField(_("from"))
    period_to = models.DateField(_("to"))
    status = models.CharField(_("status"), max_length=10, choices=RunStatus, default=RunStatus.WAITING)
    computed = models.PositiveIntegerField(default=0)
    done_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        ordering = ["-pk"]
        verbose_name = _("measuring of all suppliers")
        verbose_name_plural = _("measurings of all suppliers")

    def __str__(self) -> str:
        return f"{self.period_from}–{self.period_to}"
