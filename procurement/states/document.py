from collections.abc import Mapping

from django.db import models
from django.utils.dateparse import parse_date
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from procurement.rules import goal
from procurement.rules import procedure as rules
from procurement.states.procedure import Quadrant
from srm.accounts.states import Role
from srm.ui import formats


class ApprovalLevel(models.TextChoices):
    """Who has to stand behind a strategy and what is bought by it."""

    LIGHT = rules.ApprovalLevel.LIGHT.value, pgettext_lazy("approval", "Light: another category manager")
    NORMAL = rules.ApprovalLevel.NORMAL.value, pgettext_lazy("approval", "Normal: head of procurement or finance")
    EXECUTIVE = rules.ApprovalLevel.EXECUTIVE.value, pgettext_lazy("approval", "Executive: the head of procurement")


APPROVERS_AT: dict[str, tuple[Role, ...]] = {
    ApprovalLevel.LIGHT: (Role.CATEGORY_MANAGER, Role.PROCUREMENT_HEAD, Role.FINANCE),
    ApprovalLevel.NORMAL: (Role.PROCUREMENT_HEAD, Role.FINANCE),
    ApprovalLevel.EXECUTIVE: (Role.PROCUREMENT_HEAD,),
}


class Asked(models.TextChoices):
    """What bids are judged by besides the price."""

    QUALITY = rules.Asked.QUALITY.value, _("Quality, delivery and service")
    DELIVERY = rules.Asked.DELIVERY.value, _("Delivery and service")
    SUPPLY_SECURITY = rules.Asked.SUPPLY_SECURITY.value, _("Security of supply")
    CAPABILITY = rules.Asked.CAPABILITY.value, _("Capability and technology")
    PARTNERSHIP = rules.Asked.PARTNERSHIP.value, _("Readiness for a joint plan")


class StrategyLever(models.TextChoices):
    BUNDLE = rules.Lever.BUNDLE.value, _("Bundle needs")
    AUCTION = rules.Lever.AUCTION.value, _("Auction after quotation")
    QUALIFY = rules.Lever.QUALIFY.value, _("Qualify another supplier")
    CATALOGUE = rules.Lever.CATALOGUE.value, _("Catalogue and call-off")
    AUTOMATE = rules.Lever.AUTOMATE.value, _("Quote and order automatically")
    SAFETY_STOCK = rules.Lever.SAFETY_STOCK.value, _("Safety stock")
    ALTERNATIVES = rules.Lever.ALTERNATIVES.value, _("Look for other sources and materials")
    LONG_CONTRACT = rules.Lever.LONG_CONTRACT.value, _("Longer contracts")
    JOINT_PLAN = rules.Lever.JOINT_PLAN.value, _("Joint plan with the supplier")
    SHARED_FORECAST = rules.Lever.SHARED_FORECAST.value, _("Shared forecast")
    SPREAD_VOLUME = rules.Lever.SPREAD_VOLUME.value, _("Spread the volume")


class GoalMeasure(models.TextChoices):
    SAVINGS = goal.GoalMeasure.SAVINGS.value, _("Saved against last year's prices, %")
    AWARD_SAVINGS = goal.GoalMeasure.AWARD_SAVINGS.value, _("Saved by awards against estimates, %")
    RISK = goal.GoalMeasure.RISK.value, _("Supply risk, points")
    SUPPLIERS = goal.GoalMeasure.SUPPLIERS.value, _("Suppliers who deliver")
    CONTRACT_MONTHS = goal.GoalMeasure.CONTRACT_MONTHS.value, _("Contract length, months")
    LARGEST_SHARE = goal.GoalMeasure.LARGEST_SHARE.value, _("Share of the largest supplier, %")
    ON_TIME = goal.GoalMeasure.ON_TIME.value, _("On time, %")


class OutdatedBy(models.TextChoices):
    """Why a strategy is out of date; the sentence is worded from its parameters in `queries.outdated`."""

    MOVED = "moved", _("the category has moved")
    REVIEW = "review", _("its review is due")
    TOLD = "told", _("for a reason written before codes were kept")


GOALS_OF: dict[str, tuple[str, ...]] = {
    rules.Quadrant.LEVERAGE: (GoalMeasure.SAVINGS, GoalMeasure.SUPPLIERS),
    rules.Quadrant.ROUTINE: (GoalMeasure.SUPPLIERS, GoalMeasure.CONTRACT_MONTHS),
    rules.Quadrant.BOTTLENECK: (GoalMeasure.RISK, GoalMeasure.CONTRACT_MONTHS, GoalMeasure.ON_TIME),
    rules.Quadrant.STRATEGIC: (
        GoalMeasure.RISK, GoalMeasure.SAVINGS, GoalMeasure.SUPPLIERS, GoalMeasure.CONTRACT_MONTHS,
    ),
}  # fmt: skip


def outdated_words(code: str, params: Mapping[str, str]) -> str:
    """Return why a strategy is out of date, in the reader's language; empty for one that is not."""
    if code == OutdatedBy.MOVED:
        words = {name: _quadrant(params.get(name, "")) for name in ("old", "new")}
        return gettext("The category has moved from %(old)s to %(new)s.") % words
    if code == OutdatedBy.REVIEW:
        return gettext("Its review was due on %(day)s.") % {"day": formats.day(parse_date(params["day"]))}
    return params.get("text", "")


def _quadrant(name: str) -> str:
    return str(Quadrant(name).label) if name else "?"
