from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from srm.accounts.states import ORGANISATION_ROLES
from srm.lifecycle.models import PublicModel, TrackedModel
from srm.reference.models import Category


class Axis(models.TextChoices):
    SUPPLY_RISK = "supply_risk", _("Supply risk")
    PROFIT_IMPACT = "profit_impact", _("Profit impact")


class CriterionQuerySet(models.QuerySet):
    def visible_to(self, user: Any) -> "CriterionQuerySet":
        """Procurement, finance and the auditor."""
        return self if user.has_role(*ORGANISATION_ROLES) else self.none()

    def active(self) -> "CriterionQuerySet":
        return self.filter(is_active=True)


class CriterionScoreQuerySet(models.QuerySet):
    def visible_to(self, user: Any) -> "CriterionScoreQuerySet":
        """Procurement, finance and the auditor."""
        return self if user.has_role(*ORGANISATION_ROLES) else self.none()


class Criterion(PublicModel):
    """One criterion of an axis of the matrix: scored by people or measured from the supply facts, on scale 1–5.

    High always means more risk or more impact. `measure` names the function that measures it (empty: scored).
    `bounds` are the raw values at 1 and at 5; `minimum_facts` below which it is unknown.
    """

    axis = models.CharField(_("axis"), max_length=20, choices=Axis)
    code = models.SlugField(_("code"), max_length=40, unique=True)
    name = models.CharField(_("name"), max_length=120)
    names = models.JSONField(_("name in other languages"), default=dict, blank=True)
    weight = models.DecimalField(_("weight"), max_digits=6, decimal_places=3)
    measure = models.CharField(_("measure"), max_length=40, blank=True)
    bounds = models.JSONField(default=list, blank=True)
    minimum_facts = models.PositiveSmallIntegerField(default=5)
    is_active = models.BooleanField(_("active"), default=True)

    objects = CriterionQuerySet.as_manager()

    class Meta:
        ordering = ["axis", "-weight", "code"]
        verbose_name = _("criterion")
        verbose_name_plural = _("criteria")

    def __str__(self) -> str:
        return self.names.get(get_language() or "en") or self.name


class CriterionScore(TrackedModel):
    """A person's score (1–5) of a category on a criterion, with the reason; over a measured one it is an override."""

    category = models.ForeignKey(Category, on_delete=models.CASCADE, related_name="criterion_scores")
    criterion = models.ForeignKey(Criterion, on_delete=models.CASCADE, related_name="scores")
    scorer = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    score = models.DecimalField(_("score"), max_digits=4, decimal_places=2)
    reason = models.CharField(_("reason"), max_length=300, blank=True)

    objects = CriterionScoreQuerySet.as_manager()

    class Meta:
        ordering = ["category", "criterion", "-created_at"]
        verbose_name = _("score")
        verbose_name_plural = _("scores")
        constraints = [
            models.UniqueConstraint(fields=["category", "criterion", "scorer"], name="score_once_per_scorer"),
            models.CheckConstraint(condition=models.Q(score__gte=1, score__lte=5), name="score_1_5"),
        ]

    def __str__(self) -> str:
        return f"{self.category} {self.criterion}: {self.score}"
