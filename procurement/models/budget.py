from typing import Any

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from procurement.models.requisition import Requisition, RequisitionLine
from procurement.states import BudgetControl, CarryOverDecision, EntryKind
from srm.accounts.models import LegalEntity
from srm.accounts.states import ORGANISATION_ROLES, Role
from srm.lifecycle.models import TrackedModel
from srm.reference.models import CostCentre


class BudgetQuerySet(models.QuerySet):
    def visible_to(self, user: Any) -> "BudgetQuerySet":
        """Procurement, finance, auditor: all; a person: cost centres he owns, of his department or those he heads."""
        if user.has_role(*ORGANISATION_ROLES, Role.ADMIN):
            return self
        mine = models.Q(cost_centre__owner_id=user.pk)
        if user.department_id:
            mine |= models.Q(cost_centre__department_id=user.department_id)
        for path in user.headed_department_paths:
            mine |= models.Q(cost_centre__department__path__startswith=path)
        return self.filter(mine)


class Budget(TrackedModel):
    """Money a cost centre may spend in a period, in its legal entity's currency.

    With an article (accounting's word, or the code of a category) or a project it takes only what is of these.
    """

    legal_entity = models.ForeignKey(LegalEntity, on_delete=models.PROTECT, related_name="budgets")
    cost_centre = models.ForeignKey(CostCentre, on_delete=models.PROTECT, related_name="budgets")
    article = models.CharField(_("article"), max_length=60, blank=True)
    project = models.CharField(_("project"), max_length=60, blank=True)
    period_from = models.DateField(_("from"))
    period_to = models.DateField(_("to"))
    currency = models.CharField(_("currency"), max_length=3)
    amount = models.DecimalField(_("amount"), max_digits=18, decimal_places=2)
    control = models.CharField(
        _("when it is exceeded"), max_length=10, choices=BudgetControl, blank=True
    )  # or BUDGET_CONTROL
    exception_role = models.CharField(_("who may allow more"), max_length=30, choices=Role, blank=True)

    objects = BudgetQuerySet.as_manager()

    class Meta:
        ordering = ["cost_centre", "-period_from"]
        verbose_name = _("budget")
        verbose_name_plural = _("budgets")
        constraints = [
            models.UniqueConstraint(
                fields=["cost_centre", "article", "project", "period_from"], name="budget_once_per_period"
            ),
            models.CheckConstraint(
                condition=models.Q(amount__gte=0, period_to__gte=models.F("period_from")), name="budget_sane"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.cost_centre} {self.period_from}–{self.period_to}"

    def get_absolute_url(self) -> str:
        return reverse("procurement:budget-detail", args=[self.public_id])


class BudgetEntry(models.Model):
    """A booking on a budget for one requisition line: what stands under each kind is the sum of its rows.

    A later kind books its own amount and takes the same away from the kind before (a row with a minus).
    """

    budget = models.ForeignKey(Budget, on_delete=models.PROTECT, related_name="entries")
    kind = models.CharField(max_length=20, choices=EntryKind)
    amount = models.DecimalField(max_digits=18, decimal_places=2)
    day_amount = models.DecimalField(max_digits=18, decimal_places=2, null=True)  # the same at the rate of the day
    line = models.ForeignKey(RequisitionLine, on_delete=models.PROTECT, null=True, related_name="budget_entries")
    source_key = models.CharField(max_length=120)  # `requisition:RQ-…/1`, `order:PO-…/2`, `receipt:…`
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["budget", "kind", "source_key"], name="budget_entry_once"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.amount}"


class BudgetRate(TrackedModel):
    """For budgets of a legal entity, one `currency` is worth `rate` of its own currency in a period."""

    legal_entity = models.ForeignKey(LegalEntity, on_delete=models.PROTECT, related_name="budget_rates")
    currency = models.CharField(_("currency"), max_length=3)
    period_from = models.DateField(_("from"))
    period_to = models.DateField(_("to"))
    rate = models.DecimalField(_("rate"), max_digits=18, decimal_places=8)

    class Meta:
        ordering = ["legal_entity", "currency", "-period_from"]
        verbose_name = _("budget rate")
        verbose_name_plural = _("budget rates")
        constraints = [
            models.UniqueConstraint(fields=["legal_entity", "currency", "period_from"], name="budget_rate_once"),
            models.CheckConstraint(
                condition=models.Q(rate__gt=0, period_to__gte=models.F("period_from")), name="budget_rate_sane"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.legal_entity.code}: 1 {self.currency} = {self.rate.normalize():f}"


class BudgetOverrun(TrackedModel):
    """Leave for one requisition to take more from a budget than is left, given by its exception role with a reason."""

    budget = models.ForeignKey(Budget, on_delete=models.PROTECT, related_name="overruns")
    requisition = models.ForeignKey(Requisition, on_delete=models.PROTECT, related_name="overruns")
    amount = models.DecimalField(_("amount"), max_digits=18, decimal_places=2)
    reason = models.CharField(_("reason"), max_length=500)

    class Meta:
        ordering = ["-pk"]
        verbose_name = _("leave beyond the budget")
        verbose_name_plural = _("leaves beyond the budget")
        constraints = [
            models.CheckConstraint(condition=models.Q(amount__gt=0), name="overrun_positive"),
        ]

    def __str__(self) -> str:
        return f"{self.requisition}: {self.amount}"


class BudgetCarryOver(TrackedModel):
    """What finance decided of a budget that ended: what was open goes on to the next, with its money or without."""

    budget = models.OneToOneField(Budget, on_delete=models.PROTECT, related_name="carry_over")
    target = models.ForeignKey(Budget, on_delete=models.PROTECT, related_name="carried_in")
    decision = models.CharField(_("decision"), max_length=20, choices=CarryOverDecision)
    carried = models.DecimalField(_("carried over"), max_digits=18, decimal_places=2)
    reason = models.CharField(_("reason"), max_length=500)

    class Meta:
        ordering = ["-pk"]
        verbose_name = _("carry-over")
        verbose_name_plural = _("carry-overs")

    def __str__(self) -> str:
        return f"{self.budget}: {self.decision}"
