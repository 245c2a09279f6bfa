from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import QuerySet, Sum

from procurement.models import Budget, BudgetEntry, RequisitionLine
from procurement.rules.budget import Standing, standing
from procurement.states import RequisitionStatus
from srm.reading import asked_once
from srm.reference.models import CostCentre


@dataclass(frozen=True)
class BudgetStanding:
    """A budget with what stands on it."""

    budget: Budget
    standing: Standing


@asked_once
def budget_for(cost_centre: CostCentre, on: date) -> Budget | None:
    """Return the cost centre's budget whose period holds the day, or None."""
    return Budget.objects.filter(cost_centre=cost_centre, period_from__lte=on, period_to__gte=on).order_by("pk").first()


def standing_of(budget: Budget) -> Standing:
    """Return what stands on the budget: requested, approved, ordered, received, spent, left; in two queries."""
    return standings_of([budget])[0].standing


def standings_of(budgets: Iterable[Budget]) -> list[BudgetStanding]:
    """Return the standings of many budgets, in their order; two queries for any number."""
    rows = list(budgets)
    booked: dict[int, dict[str, Decimal]] = {}
    sums = BudgetEntry.objects.filter(budget__in=rows).values_list("budget", "kind").annotate(total=Sum("amount"))
    for budget_id, kind, total in sums.order_by():
        booked.setdefault(budget_id, {})[kind] = total
    requested = _requested(rows)
    return [BudgetStanding(b, standing(b.amount, booked.get(b.pk, {}), requested.get(b.pk, Decimal(0)))) for b in rows]


def budgets_of_person(user: Any, on: date) -> QuerySet[Budget]:
    """Return the budgets that concern a person on a day: those he sees, his own department's cost centres first."""
    rows = Budget.objects.visible_to(user).filter(period_from__lte=on, period_to__gte=on)
    return rows.filter(cost_centre__department=user.department_id).select_related("cost_centre")


def _requested(budgets: list[Budget]) -> dict[int, Decimal]:
    centres = {b.cost_centre_id for b in budgets}
    waiting = RequisitionLine.objects.filter(
        requisition__status=RequisitionStatus.SUBMITTED, requisition__cost_centre__in=centres
    )
    rows = list(waiting.values_list("requisition__cost_centre", "needed_on").annotate(total=Sum("amount")).order_by())
    return {
        b.pk: sum((t for c, on, t in rows if c == b.cost_centre_id and b.period_from <= on <= b.period_to), Decimal(0))
        for b in budgets
    }
