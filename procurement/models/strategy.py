from typing import Any

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from procurement.models.cycle import Cycle
from procurement.states import (
    ApprovalLevel,
    AuctionFormat,
    Direction,
    OutdatedBy,
    Procedure,
    Quadrant,
    StrategyStatus,
    outdated_words,
)
from srm.accounts.states import ORGANISATION_ROLES
from srm.lifecycle.models import TrackedModel
from srm.reference.models import Category


class StrategyQuerySet(models.QuerySet):
    def visible_to(self, user: Any) -> "StrategyQuerySet":
        """Procurement, finance and the auditor."""
        return self if user.has_role(*ORGANISATION_ROLES) else self.none()

    def in_force(self) -> "StrategyQuerySet":
        return self.filter(status__in=[StrategyStatus.IN_FORCE, StrategyStatus.OUT_OF_DATE])

    def deciding(self) -> "StrategyQuerySet":
        """Those that say how a category is bought: past the review too, but not when the category has moved away."""
        moved = models.Q(outdated_code__in=[OutdatedBy.MOVED, OutdatedBy.TOLD])
        return self.in_force().exclude(moved)


class Strategy(TrackedModel):
    """How a category is bought until the review: a version, with its evidence frozen, approved by another."""

    number = models.CharField(_("number"), max_length=20, unique=True, editable=False)
    category = models.ForeignKey(Category, on_delete=models.PROTECT, related_name="strategies")
    version = models.PositiveSmallIntegerField(_("version"))
    status = models.CharField(_("status"), max_length=20, choices=StrategyStatus, default=StrategyStatus.DRAFT)
    quadrant = models.CharField(_("quadrant"), max_length=12, choices=Quadrant)
    procedure = models.CharField(_("procedure"), max_length=20, choices=Procedure)
    auction_format = models.CharField(_("auction"), max_length=12, choices=AuctionFormat, default=AuctionFormat.NONE)
    price_weight = models.PositiveSmallIntegerField(_("weight of the price, %"))
    minimum_bidders = models.PositiveSmallIntegerField(_("least number of bidders"))
    contract_months = models.PositiveSmallIntegerField(_("contract length, months"), default=12)
    review_on = models.DateField(_("review on"))
    direction = models.CharField(_("direction"), max_length=10, choices=Direction, blank=True)  # of the second step
    approval_level = models.CharField(
        _("approval level"), max_length=10, choices=ApprovalLevel, default=ApprovalLevel.NORMAL
    )
    supplier_review_months = models.PositiveSmallIntegerField(_("months between supplier reviews"), default=12)
    criteria = models.JSONField(_("criteria besides the price"), default=list)  # [{"code", "weight"}], percent
    goals = models.JSONField(_("goals"), default=list)  # [{"measure", "name", "start", "target", "by"}]
    levers = models.JSONField(_("levers"), default=list)  # [{"code", "name", "expected", "owner", "measured"}]
    milestones = models.JSONField(_("milestones"), default=list)  # [{"name", "due_on", "owner", "done_on"}]
    cycle = models.ForeignKey(Cycle, on_delete=models.PROTECT, null=True, editable=False, related_name="strategies")
    overruled_reason = models.CharField(_("reason for differing from the proposal"), max_length=500, blank=True)
    evidence = models.JSONField(default=dict)  # the position and measures, frozen at approval
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, editable=False, related_name="+"
    )
    approved_at = models.DateTimeField(null=True, editable=False)
    outdated_code = models.CharField(max_length=10, choices=OutdatedBy, blank=True, editable=False)
    outdated_params = models.JSONField(default=dict, editable=False)  # moved: old, new; review: day; told: text

    objects = StrategyQuerySet.as_manager()

    class Meta:
        ordering = ["category", "-version"]
        verbose_name = _("strategy")
        verbose_name_plural = _("strategies")
        constraints = [
            models.UniqueConstraint(fields=["category", "version"], name="strategy_version"),
            models.UniqueConstraint(
                fields=["category"],
                condition=models.Q(status__in=["in_force", "out_of_date"]),
                name="strategy_one_in_force",
            ),
            models.CheckConstraint(condition=models.Q(price_weight__lte=100), name="strategy_price_weight"),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.category} v{self.version}"

    @property
    def outdated_reason(self) -> str:
        """Why it is out of date, in the reader's language."""
        return outdated_words(self.outdated_code, self.outdated_params)

    def get_absolute_url(self) -> str:
        return reverse("procurement:strategy-detail", args=[self.public_id])
