from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from procurement.rules import measures
from srm.accounts.states import ORGANISATION_ROLES
from srm.lifecycle.models import PublicModel, TrackedModel
from srm.reference.models import Category


class Axis(models.TextChoices):
    SUPPLY_RISK = "supply_risk", _("Supply risk")
    PROFIT_IMPACT = "profit_impact", _("Profit impact")


class Scoring(models.TextChoices):
    LINEAR = measures.Scoring.LINEAR.value, _("in equal steps")
    LOG = measures.Scoring.LOG.value, _("in equal ratios (logarithm)")
    PERCENTILE = measures.Scoring.PERCENTILE.value, _("by its place among all categories")


class Measure(models.TextChoices):
    CAPABLE_SUPPLIERS = measures.Measure.CAPABLE_SUPPLIERS.value, _("Number of capable suppliers")
    LARGEST_SHARE = measures.Measure.LARGEST_SHARE.value, _("Share of the largest supplier")
    CONCENTRATION = measures.Measure.CONCENTRATION.value, _("Concentration of spend (HHI)")
    LEAD_TIME = measures.Measure.LEAD_TIME.value, _("Lead time of the market")
    LEAD_TIME_SPREAD = measures.Measure.LEAD_TIME_SPREAD.value, _("Spread of the market's lead time")
    DELAY_SPREAD = measures.Measure.DELAY_SPREAD.value, _("Spread of the market's delays")
    PRICE_VOLATILITY = measures.Measure.PRICE_VOLATILITY.value, _("Volatility of prices")
    SOLE_SOURCED = measures.Measure.SOLE_SOURCED.value, _("Share of items without alternative")
    GEOGRAPHY = measures.Measure.GEOGRAPHY.value, _("Concentration by country")
    SPEND = measures.Measure.SPEND.value, _("Spend")


class AxisScaleQuerySet(models.QuerySet):
    def visible_to(self, user: Any) -> "AxisScaleQuerySet":
        """Procurement, finance and the auditor."""
        return self if user.has_role(*ORGANISATION_ROLES) else self.none()


class AxisScale(PublicModel):
    """The scale on which an axis is scored, its direction, and how a score becomes a value of 0 to 1.

    `rho` is the risk attitude of the exponential value function; 0 is a straight line.
    """

    axis = models.CharField(_("axis"), max_length=20, choices=Axis, unique=True)
    low = models.DecimalField(_("lowest score"), max_digits=5, decimal_places=2, default=1)
    high = models.DecimalField(_("highest score"), max_digits=5, decimal_places=2, default=5)
    inverted = models.BooleanField(_("a high score means little risk or impact"), default=False)
    rho = models.DecimalField(_("bend of the value function (rho)"), max_digits=6, decimal_places=3, default=0)

    objects = AxisScaleQuerySet.as_manager()

    class Meta:
        ordering = ["-axis"]
        verbose_name = _("scale of an axis")
        verbose_name_plural = _("scales of the axes")
        constraints = [
            models.CheckConstraint(condition=models.Q(low__gte=0, high__gt=models.F("low")), name="axis_scale_rises"),
            models.CheckConstraint(condition=models.Q(rho__gte=-10, rho__lte=10), name="axis_rho_bounded"),
        ]

    def __str__(self) -> str:
        return self.get_axis_display()


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
    """One criterion of an axis of the matrix: scored by people, or measured from the facts of a window.

    `measure` names what measures it (empty: scored). `bounds` are the raw values of the least and of the most risk or
    impact; with fewer facts than `minimum_facts` in the last `window_days` it is unknown.
    """

    axis = models.CharField(_("axis"), max_length=20, choices=Axis)
    code = models.SlugField(_("code"), max_length=40, unique=True)
    name = models.CharField(_("name"), max_length=120)
    names = models.JSONField(_("name in other languages"), default=dict, blank=True)
    weight = models.DecimalField(_("weight"), max_digits=6, decimal_places=3)
    measure = models.CharField(_("measure"), max_length=40, choices=Measure, blank=True)
    scoring = models.CharField(_("scored"), max_length=12, choices=Scoring, default=Scoring.LINEAR)
    bounds = models.JSONField(default=list, blank=True)
    minimum_facts = models.PositiveSmallIntegerField(_("least number of facts"), default=5)
    window_days = models.PositiveSmallIntegerField(_("window, days"), default=730)
    is_active = models.BooleanField(_("active"), default=True)

    objects = CriterionQuerySet.as_manager()

    class Meta:
        ordering = ["axis", "-weight", "code"]
        verbose_name = _("criterion")
        verbose_name_plural = _("criteria")
        constraints = [
            models.CheckConstraint(condition=models.Q(weight__gte=0), name="criterion_weight_not_negative"),
            models.CheckConstraint(
                condition=models.Q(minimum_facts__gte=1, window_days__gte=1), name="criterion_window_and_facts"
            ),
        ]

    def __str__(self) -> str:
        return self.names.get(get_language() or "en") or self.name


class CriterionScore(TrackedModel):
    """A person's score of a category on a criterion, with the reason; over a measured one it is an override."""

    category = models.ForeignKey(Category, on_delete=models.CASCADE, related_name="criterion_scores")
    criterion = models.ForeignKey(Criterion, on_delete=models.CASCADE, related_name="scores")
    scorer = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    score = models.DecimalField(_("score"), max_digits=5, decimal_places=2)
    reason = models.CharField(_("reason"), max_length=300, blank=True)

    objects = CriterionScoreQuerySet.as_manager()

    class Meta:
        ordering = ["category", "criterion", "-created_at"]
        verbose_name = _("score")
        verbose_name_plural = _("scores")
        constraints = [
            models.UniqueConstraint(fields=["category", "criterion", "scorer"], name="score_once_per_scorer"),
            models.CheckConstraint(condition=models.Q(score__gte=0), name="score_not_negative"),
        ]

    def __str__(self) -> str:
        return f"{self.category} {self.criterion}: {self.score}"
