from typing import Any

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from analytics.states import FindingStatus
from procurement.models import Cycle
from procurement.states import Stage
from srm.lifecycle.models import TrackedModel


class CycleReviewQuerySet(models.QuerySet):
    def visible_to(self, user: Any) -> "CycleReviewQuerySet":
        """All staff, as the cycle."""
        return self.filter(cycle__in=Cycle.objects.visible_to(user))


class FindingQuerySet(models.QuerySet):
    def visible_to(self, user: Any) -> "FindingQuerySet":
        """All staff, as the cycle."""
        return self.filter(review__in=CycleReview.objects.visible_to(user))


class CycleReview(TrackedModel):
    """A cycle looked at: its measures against its goals, its findings, what was decided for the next."""

    cycle = models.OneToOneField(Cycle, on_delete=models.PROTECT, related_name="review")
    measured_at = models.DateTimeField(null=True, editable=False)
    summary = models.CharField(_("in one sentence"), max_length=200, blank=True)
    closed_at = models.DateTimeField(null=True, editable=False)

    objects = CycleReviewQuerySet.as_manager()

    class Meta:
        verbose_name = _("cycle review")
        verbose_name_plural = _("cycle reviews")

    def __str__(self) -> str:
        return str(self.cycle)

    def get_absolute_url(self) -> str:
        return reverse("analytics:cycle-review", args=[self.cycle.public_id])


class Measure(models.Model):
    """One measured result of a stage in a cycle, beside its goal; `count` is how many facts it rests on."""

    review = models.ForeignKey(CycleReview, on_delete=models.CASCADE, related_name="measures")
    stage = models.CharField(max_length=10, choices=Stage)
    code = models.CharField(max_length=40)
    value = models.DecimalField(max_digits=18, decimal_places=2, null=True)
    goal = models.DecimalField(max_digits=18, decimal_places=2, null=True)
    at_least = models.BooleanField(default=True)
    count = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["review", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["review", "code"], name="measure_once"),
        ]

    def __str__(self) -> str:
        return f"{self.code}: {self.value}"

    @property
    def is_met(self) -> bool | None:
        """Whether the goal was reached; None where either is unknown."""
        if self.value is None or self.goal is None:
            return None
        return self.value >= self.goal if self.at_least else self.value <= self.goal


class Finding(TrackedModel):
    """Something the review found, with its evidence, an owner and, once decided, an action for the next cycle."""

    review = models.ForeignKey(CycleReview, on_delete=models.CASCADE, related_name="findings")
    stage = models.CharField(_("stage"), max_length=10, choices=Stage)
    problem = models.CharField(_("problem"), max_length=300)
    evidence = models.CharField(_("evidence"), max_length=200, blank=True)
    evidence_link = models.CharField(max_length=200, blank=True)
    action = models.CharField(_("decided action"), max_length=300, blank=True)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="findings"
    )
    expected_effect = models.CharField(_("expected effect"), max_length=120, blank=True)
    status = models.CharField(_("status"), max_length=10, choices=FindingStatus, default=FindingStatus.OPEN)

    objects = FindingQuerySet.as_manager()

    class Meta:
        ordering = ["review", "pk"]
        verbose_name = _("finding")
        verbose_name_plural = _("findings")

    def __str__(self) -> str:
        return self.problem

    def get_absolute_url(self) -> str:
        return self.review.get_absolute_url()
