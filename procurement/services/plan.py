"""The supply plan of a quarter: known needs and forecast by category, with the procedure and when to start."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import F, Sum
from django.utils.translation import gettext as _

from procurement.events import SupplyPlanApproved, SupplyPlanCreated
from procurement.models import PlanLine, RequisitionLine, SupplyPlan
from procurement.policies.planning import may_approve_supply_plan, may_plan_supply
from procurement.queries.measure import window
from procurement.queries.proposal import proposal_for
from procurement.states import PLAN, Procedure, RequisitionStatus
from srm.authz import person, require
from srm.clock import database_now
from srm.errors import Invalid
from srm.events.services import record
from srm.reference.models import Category
from srm.reference.services import add_workdays, next_number
from suppliers.models import SupplyFact

CENT = Decimal("0.01")
LEAD_WORKDAYS = {
    Procedure.CALL_OFF: 5, Procedure.RFQ: 25, Procedure.RFQ_AUCTION: 30, Procedure.RFP: 45,
    Procedure.NEGOTIATED_RFP: 60, Procedure.NEGOTIATION: 20,
}  # fmt: skip


@transaction.atomic
def create_supply_plan(*, period_from: date, period_to: date, by: Any) -> SupplyPlan:
    """Draft the plan of a period (known needs, and what history lets expect beyond them). Records SupplyPlanCreated."""
    require(may_plan_supply(by), _("Supply plans are made by procurement."))
    if period_to <= period_from:
        raise Invalid({"period_to": _("The period must end after it starts.")})
    plan = SupplyPlan.objects.create(
        number=next_number("SP"), period_from=period_from, period_to=period_to, created_by=person(by),
        currency=settings.ORGANISATION_CURRENCY,
    )  # fmt: skip
    known, expected = _known_needs(period_from, period_to), _expected((period_to - period_from).days + 1)
    categories = Category.objects.filter(pk__in={*known, *expected}).order_by("path")
    PlanLine.objects.bulk_create(
        _line(plan, category, known.get(category.pk, Decimal(0)), expected.get(category.pk, Decimal(0)))
        for category in categories
    )
    record(SupplyPlanCreated(plan.number), subject=plan, by=by)
    return plan


@transaction.atomic
def approve_supply_plan(*, plan: SupplyPlan, by: Any) -> SupplyPlan:
    """Approve a plan; never who made it. Records SupplyPlanApproved."""
    plan = SupplyPlan.objects.select_for_update(of=("self",)).get(pk=plan.pk)
    require(may_approve_supply_plan(by, plan), _("Finance or the head of procurement approves, not the author."))
    PLAN.perform(plan, "approve", approved_by=by, approved_at=database_now())
    record(SupplyPlanApproved(plan.number), subject=plan, by=by)
    return plan


def _line(plan: SupplyPlan, category: Category, known: Decimal, expected: Decimal) -> PlanLine:
    procedure = proposal_for(category).procedure
    return PlanLine(
        plan=plan, category=category, known_amount=known, forecast_amount=max(expected - known, Decimal(0)),
        procedure=procedure, start_on=add_workdays(plan.period_from, -LEAD_WORKDAYS[Procedure(procedure)]),
    )  # fmt: skip


def _known_needs(period_from: date, period_to: date) -> dict[int, Decimal]:
    """Sent and approved lines needed in the period, in the organisation's currency, by category id."""
    live = [RequisitionStatus.SUBMITTED, RequisitionStatus.APPROVED]
    rows = RequisitionLine.objects.filter(
        requisition__status__in=live, needed_on__range=(period_from, period_to)
    ).values("category")
    totals = rows.annotate(total=Sum(F("amount") * F("requisition__base_rate"))).values_list("category", "total")
    return {category: total.quantize(CENT) for category, total in totals}


def _expected(days: int) -> dict[int, Decimal]:
    """The average spend of so many days over the window of the facts, by category id."""
    measured = window()
    if not measured:
        return {}
    length = (measured[1] - measured[0]) // timedelta(days=1)
    rows = SupplyFact.objects.filter(received_on__range=measured).values("category").annotate(total=Sum("amount"))
    return {r["category"]: (r["total"] * days / length).quantize(CENT) for r in rows}
