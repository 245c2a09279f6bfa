from datetime import date
from decimal import Decimal

from django.db.models import Sum

from procurement.models import Budget, RequisitionLine
from procurement.rules.budget import Standing, standing
from procurement.states import RequisitionStatus
from srm.reference.models import CostCentre


def budget_for(cost_centre: CostCentre, on: date) -> Budget | None:
    """Return the cost centre's budget whose period holds the day, or None."""
    return Budget.objects.filter(cost_centre=cost_centre, period_from__lte=on, period_to__gte=on).order_by("pk").first()


def standing_of(budget: Budget) -> Standing:
    """Return what stands on the budget: requested, approved, ordered, received, spent, left; in two queries."""
    rows = budget.entries.values("kind").annotate(total=Sum("amount")).values_list("kind", "total")
    return standing(budget.amount, dict(rows), _requested(budget))


def _requested(budget: Budget) -> Decimal:
    waiting = RequisitionLine.objects.filter(
        requisition__status=RequisitionStatus.SUBMITTED,
        requisition__cost_centre=budget.cost_centre,
        needed_on__range=(budget.period_from, budget.period_to),
    )
    return waiting.aggregate(total=Sum("amount"))["total"] or Decimal(0)
