from typing import Any

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from procurement.states import CycleStatus, Stage
from srm.accounts.states import Kind
from srm.lifecycle.models import TrackedModel


class CycleQuerySet(models.QuerySet):
    def visible_to(self, user: Any) -> "CycleQuerySet":
        """All staff: the cycle is everybody's."""
        return self if getattr(user, "kind", None) == Kind.STAFF else self.none()

    def running(self) -> "CycleQuerySet":
        return self.filter(status__in=[CycleStatus.RUNNING, CycleStatus.REVIEW])


class Cycle(TrackedModel):
    """One turn of the loop: a period with goals, and a successor that inherits what was decided."""

    code = models.CharField(_("code"), max_length=20, unique=True)  # 2026-H2
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("to"))
    status = models.CharField(_("status"), max_length=20, choices=CycleStatus, default=CycleStatus.PLANNED)
    predecessor = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="successor"
    )
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")

    objects = CycleQuerySet.as_manager()

    class Meta:
        ordering = ["-starts_on"]
        verbose_name = _("cycle")
        verbose_name_plural = _("cycles")
        constraints = [
            models.CheckConstraint(condition=models.Q(ends_on__gt=models.F("starts_on")), name="cycle_period"),
        ]

    def __str__(self) -> str:
        return self.code

    def get_absolute_url(self) -> str:
        return reverse("procurement:cycle-detail", args=[self.public_id])


class CycleGoal(models.Model):
    """What a cycle means to reach in a stage: a measure (named in analytics), a target and its direction."""

    cycle = models.ForeignKey(Cycle, on_delete=models.CASCADE, related_name="goals")
    stage = models.CharField(_("stage"), max_length=10, choices=Stage)
    measure = models.CharField(_("measure"), max_length=40)
    target = models.DecimalField(_("target"), max_digits=18, decimal_places=2)
    at_least = models.BooleanField(default=True)  # False: the less the better

    class Meta:
        ordering = ["cycle", "stage", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["cycle", "measure"], name="goal_once"),
        ]

    def __str__(self) -> str:
        return f"{self.cycle}: {self.measure}"


class CycleDecision(models.Model):
    """What the last cycle's review decided for this one, with its owner: shown on the first page, then ticked off."""

    cycle = models.ForeignKey(Cycle, on_delete=models.CASCADE, related_name="decisions")
    stage = models.CharField(_("stage"), max_length=10, choices=Stage)
    problem = models.CharField(_("problem"), max_length=300)
    action = models.CharField(_("decided action"), max_length=300)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    expected_effect = models.CharField(_("expected effect"), max_length=120, blank=True)
    source_key = models.CharField(max_length=120)  # `finding:…`
    done_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["cycle", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["cycle", "source_key"], name="decision_once"),
        ]

    def __str__(self) -> str:
        return self.action
