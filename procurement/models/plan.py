from typing import Any

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from procurement.states import PlanStatus, Procedure
from srm.accounts.states import ORGANISATION_ROLES
from srm.lifecycle.models import TrackedModel
from srm.reference.models import Category


class SupplyPlanQuerySet(models.QuerySet):
    def visible_to(self, user: Any) -> "SupplyPlanQuerySet":
        """Procurement, finance and the auditor."""
        return self if user.has_role(*ORGANISATION_ROLES) else self.none()


class SupplyPlan(TrackedModel):
    """What will be bought in a quarter, by category, with its budget and dates."""

    number = models.CharField(_("number"), max_length=20, unique=True, editable=False)
    period_from = models.DateField(_("from"))
    period_to = models.DateField(_("to"))
    currency = models.CharField(_("currency"), max_length=3)
    status = models.CharField(_("status"), max_length=20, choices=PlanStatus, default=PlanStatus.DRAFT)
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, editable=False, related_name="+"
    )
    approved_at = models.DateTimeField(null=True, editable=False)

    objects = SupplyPlanQuerySet.as_manager()

    class Meta:
        ordering = ["-period_from", "-pk"]
        verbose_name = _("supply plan")
        verbose_name_plural = _("supply plans")

    def __str__(self) -> str:
        return f"{self.number} {self.period_from}–{self.period_to}"

    def get_absolute_url(self) -> str:
        return reverse("procurement:supply-plan-detail", args=[self.public_id])


class PlanLine(models.Model):
    """One category's share of a quarter of a supply plan: known needs and forecast apart, procedure and dates."""

    plan = models.ForeignKey(SupplyPlan, on_delete=models.CASCADE, related_name="lines")
    category = models.ForeignKey(Category, on_delete=models.PROTECT, related_name="plan_lines")
    quarter = models.DateField(_("quarter from"))
    quarter_to = models.DateField(_("quarter to"))
    known_amount = models.DecimalField(_("known needs"), max_digits=18, decimal_places=2, default=0)
    forecast_amount = models.DecimalField(_("forecast"), max_digits=18, decimal_places=2, default=0)
    procedure = models.CharField(_("procedure"), max_length=20, choices=Procedure, blank=True)
    reorder_amount = models.DecimalField(_("reorders"), max_digits=18, decimal_places=2, default=0)  # in the forecast
    contract_ends_on = models.DateField(_("contract ends"), null=True, blank=True)
    contract_reference = models.CharField(_("contract"), max_length=60, blank=True)
    needed_on = models.DateField(_("needed on"), null=True, blank=True)
    order_on = models.DateField(_("order by"), null=True, blank=True)
    delivery_days = models.PositiveSmallIntegerField(_("delivery, days"), default=0)
    procedure_days = models.PositiveSmallIntegerField(_("procedure, days"), default=0)
    is_measured = models.BooleanField(_("days measured"), default=False)  # the procedure's: else a rule of thumb
    start_on = models.DateField(_("start on"), null=True, blank=True)
    note = models.CharField(_("note"), max_length=300, blank=True)

    class Meta:
        ordering = ["plan", "quarter", "category"]
        constraints = [
            models.UniqueConstraint(fields=["plan", "category", "quarter"], name="plan_line_once"),
        ]

    def __str__(self) -> str:
        return f"{self.plan}: {self.category}"
