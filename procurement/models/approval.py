from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from procurement.models.requisition import Requisition
from procurement.states import ApprovalStatus, PolicyFlag
from srm.accounts.models import Department
from srm.accounts.states import Role
from srm.lifecycle.models import PublicModel
from srm.reference.models import Category


class ApprovalRule(PublicModel):
    """From an amount on (organisation's currency), a head, an owner, a role, a person or a group has to approve.

    Rules of the same order are asked at the same time. `quorum`: how many of a role or group have to agree.
    """

    name = models.CharField(_("name"), max_length=120)
    order = models.PositiveSmallIntegerField(_("order"), default=10)
    amount_from = models.DecimalField(_("from amount"), max_digits=18, decimal_places=2, default=0)
    category = models.ForeignKey(Category, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    department = models.ForeignKey(Department, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    project = models.CharField(_("project"), max_length=40, blank=True)
    flag = models.CharField(_("only when"), max_length=20, choices=PolicyFlag, blank=True)
    by_head = models.BooleanField(_("the department's head"), default=False)
    by_category_owner = models.BooleanField(_("the category's owner"), default=False)
    by_centre_owner = models.BooleanField(_("the cost centre's owner"), default=False)
    role = models.CharField(_("anyone with the role"), max_length=30, choices=Role, blank=True)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    people = models.ManyToManyField(settings.AUTH_USER_MODEL, blank=True, related_name="+")
    quorum = models.PositiveSmallIntegerField(_("how many of them"), default=1)
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
    """One approval that a submitted requisition needs; frozen at submission, decided in order.

    Steps of the same order wait at the same time. With a quorum each voice is an `ApprovalVote`.
    """

    requisition = models.ForeignKey(Requisition, on_delete=models.CASCADE, related_name="approval_steps")
    round = models.PositiveSmallIntegerField(default=1)  # a returned requisition starts a new round
    order = models.PositiveSmallIntegerField()
    rule_name = models.CharField(max_length=120)
    approver = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="approval_steps"
    )
    role = models.CharField(max_length=30, choices=Role, blank=True)  # anyone with it, when no person is named
    people = ArrayField(models.BigIntegerField(), default=list, blank=True)  # any of them, when neither is named
    quorum = models.PositiveSmallIntegerField(default=1)
    added_by = models.ForeignKey(  # an approver who wanted one more opinion
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    asked_at = models.DateTimeField(null=True)  # when its turn came
    due_at = models.DateTimeField(null=True)
    escalated_at = models.DateTimeField(null=True)
    escalated_to = models.ForeignKey(  # may decide as well, since it was overdue
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
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
        indexes = [
            models.Index(
                fields=["requisition", "order"], name="approval_waiting", condition=models.Q(status="waiting")
            ),
            models.Index(fields=["due_at"], name="approval_due", condition=models.Q(status="waiting")),
        ]
        constraints = [
            models.CheckConstraint(condition=models.Q(quorum__gte=1), name="approval_step_quorum"),
        ]

    def __str__(self) -> str:
        return f"{self.requisition_id}/{self.order}: {self.status}"


class ApprovalVote(models.Model):
    """One voice for a step that needs several: nobody speaks twice, and nobody is spoken for twice."""

    step = models.ForeignKey(ApprovalStep, on_delete=models.CASCADE, related_name="votes")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    for_whom = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    comment = models.CharField(_("comment"), max_length=500, blank=True)

    class Meta:
        ordering = ["step", "at"]
        constraints = [
            models.UniqueConstraint(fields=["step", "by"], name="approval_vote_once"),
            models.UniqueConstraint(fields=["step", "for_whom"], name="approval_vote_for_once"),
        ]

    def __str__(self) -> str:
        return f"{self.step_id}: {self.by_id}"


class RequisitionWatcher(models.Model):
    """A person who sees a request and hears how it ends, without deciding anything."""

    requisition = models.ForeignKey(Requisition, on_delete=models.CASCADE, related_name="watchers")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["requisition", "pk"]
        constraints = [models.UniqueConstraint(fields=["requisition", "person"], name="watcher_once")]

    def __str__(self) -> str:
        return f"{self.requisition_id}: {self.person_id}"
