from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from procurement.models.requisition import Requisition
from procurement.states import ApprovalStatus
from srm.accounts.models import Department
from srm.accounts.states import Role
from srm.lifecycle.models import PublicModel
from srm.reference.models import Category


class ApprovalRule(PublicModel):
    """From an amount on (organisation's currency), a head, a role or a person has to approve."""

    name = models.CharField(_("name"), max_length=120)
    order = models.PositiveSmallIntegerField(_("order"), default=10)
    amount_from = models.DecimalField(_("from amount"), max_digits=18, decimal_places=2, default=0)
    category = models.ForeignKey(Category, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    department = models.ForeignKey(Department, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    by_head = models.BooleanField(_("the department's head"), default=False)
    by_category_owner = models.BooleanField(_("the category's owner"), default=False)
    role = models.CharField(_("anyone with the role"), max_length=30, choices=Role, blank=True)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    is_active = models.BooleanField(_("active"), default=True)

    class Meta:
        ordering = ["order", "amount_from", "pk"]
        verbose_name = _("approval rule")
        verbose_name_plural = _("approval rules")

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("procurement:approval-rule-edit", args=[self.public_id])


class ApprovalStep(PublicModel):
    """One approval that a submitted requisition needs; frozen at submission, decided in order."""

    requisition = models.ForeignKey(Requisition, on_delete=models.CASCADE, related_name="approval_steps")
    round = models.PositiveSmallIntegerField(default=1)  # a returned requisition starts a new round
    order = models.PositiveSmallIntegerField()
    rule_name = models.CharField(max_length=120)
    approver = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="approval_steps"
    )
    role = models.CharField(max_length=30, choices=Role, blank=True)  # anyone with it, when no person is named
    status = models.CharField(max_length=20, choices=ApprovalStatus, default=ApprovalStatus.WAITING)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="approvals_decided"
    )
    decided_at = models.DateTimeField(null=True)
    comment = models.CharField(_("comment"), max_length=500, blank=True)

    class Meta:
        ordering = ["requisition", "round", "order"]
        verbose_name = _("approval")
        verbose_name_plural = _("approvals")
        constraints = [
            models.UniqueConstraint(fields=["requisition", "round", "order"], name="approval_step_order"),
        ]

    def __str__(self) -> str:
        return f"{self.requisition_id}/{self.order}: {self.status}"
