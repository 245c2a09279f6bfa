from typing import Any

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from srm.accounts.states import PROCUREMENT_ROLES, Role
from srm.lifecycle.models import TrackedModel
from suppliers.models.supplier import Supplier
from suppliers.states import ActionStatus, PlanStatus, Side


class JointPlanQuerySet(models.QuerySet):
    def visible_to(self, user: Any) -> "JointPlanQuerySet":
        """Procurement and the auditor."""
        return self if user.has_role(*PROCUREMENT_ROLES, Role.AUDITOR) else self.none()

    def for_supplier(self, supplier: Supplier) -> "JointPlanQuerySet":
        """What was shared with this supplier."""
        return self.filter(supplier=supplier).exclude(status=PlanStatus.DRAFT)


class JointPlan(TrackedModel):
    """What we and a supplier mean to reach together in a period."""

    number = models.CharField(_("number"), max_length=20, unique=True, editable=False)
    supplier = models.ForeignKey(Supplier, on_delete=models.PROTECT, related_name="joint_plans")
    title = models.CharField(_("title"), max_length=200)
    goal = models.TextField(_("goal"), blank=True)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    status = models.CharField(_("status"), max_length=20, choices=PlanStatus, default=PlanStatus.DRAFT)
    review_on = models.DateField(_("review on"), null=True, blank=True)

    objects = JointPlanQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at"]
        verbose_name = _("joint plan")
        verbose_name_plural = _("joint plans")

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("suppliers:joint-plan-detail", args=[self.public_id])


class JointActionQuerySet(models.QuerySet):
    def visible_to(self, user: Any) -> "JointActionQuerySet":
        return self.filter(plan__in=JointPlan.objects.visible_to(user))

    def for_supplier(self, supplier: Supplier) -> "JointActionQuerySet":
        return self.filter(plan__in=JointPlan.objects.for_supplier(supplier))

    def waiting_for(self, side: str) -> "JointActionQuerySet":
        """What this side has to answer: the other one proposed it, in a plan that both see."""
        open_plans = self.filter(plan__status=PlanStatus.SHARED, status=ActionStatus.PROPOSED)
        return open_plans.exclude(proposed_by_side=side)

    def owed_by(self, side: str) -> "JointActionQuerySet":
        """What this side agreed to do and has not done."""
        return self.filter(plan__status=PlanStatus.SHARED, status=ActionStatus.AGREED, side=side)


class JointAction(TrackedModel):
    """One step of a joint plan: one side proposes it, the other agrees."""

    plan = models.ForeignKey(JointPlan, on_delete=models.CASCADE, related_name="actions")
    title = models.CharField(_("title"), max_length=300)
    side = models.CharField(_("who acts"), max_length=10, choices=Side)
    proposed_by_side = models.CharField(max_length=10, choices=Side)
    due_on = models.DateField(_("due on"))
    expected_effect = models.CharField(_("expected effect"), max_length=200, blank=True)
    status = models.CharField(_("status"), max_length=20, choices=ActionStatus, default=ActionStatus.PROPOSED)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, editable=False, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, editable=False)
    reason = models.CharField(_("reason"), max_length=300, blank=True)

    objects = JointActionQuerySet.as_manager()

    class Meta:
        ordering = ["due_on", "pk"]
        verbose_name = _("joint action")
        verbose_name_plural = _("joint actions")

    def __str__(self) -> str:
        return self.title
