"""The supply plan: known needs and forecast by category and quarter, with the procedure and when to begin."""

from datetime import date
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from procurement.events import PlanLineRemoved, PlanLineSet, SupplyPlanApproved, SupplyPlanCreated
from procurement.models import PlanLine, SupplyPlan
from procurement.policies.planning import may_approve_supply_plan, may_plan_supply
from procurement.queries.cycle_time import delivery_days, procedure_days
from procurement.queries.plan import Ending, Known, ending_contracts, expected_spend, known_needs, reorder_spend
from procurement.queries.proposal import proposal_for
from procurement.rules.plan import dates_back, expected_beyond, quarters
from procurement.states import PLAN, PlanStatus, Procedure
from srm.authz import person, require
from srm.clock import database_now
from srm.errors import Invalid, Refused
from srm.events.services import record
from srm.reference.models import Category
from srm.reference.services import add_workdays, next_number

ZERO = Decimal(0)
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
    basis = _Basis()
    for start, end in quarters(period_from, period_to):
        PlanLine.objects.bulk_create(basis.lines(plan, start, end))
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


@transaction.atomic
def set_plan_line(
    *, plan: SupplyPlan, category: Category, quarter: date, known_amount: Decimal, forecast_amount: Decimal, by: Any,
    procedure: str = "", needed_on: date | None = None, note: str = "",
) -> PlanLine:  # fmt: skip
    """Change a draft plan's line, or add one; its dates are counted back from the day of need. Records PlanLineSet.

    Raises Invalid for a day that is in no quarter of the plan, Refused once it is approved.
    """
    plan = SupplyPlan.objects.select_for_update(of=("self",)).get(pk=plan.pk)
    require(may_plan_supply(by), _("Supply plans are made by procurement."))
    if plan.status != PlanStatus.DRAFT:
        raise Refused(_("An approved plan is not changed."), code="wrong_state")
    part = next((q for q in quarters(plan.period_from, plan.period_to) if q[0] <= quarter <= q[1]), None)
    if part is None:
        raise Invalid({"quarter": _("This day is in no quarter of the plan.")})
    basis, chosen = _Basis(), procedure or proposal_for(category).procedure
    fields = {
        "quarter_to": part[1], "known_amount": known_amount, "forecast_amount": forecast_amount, "note": note,
        "procedure": chosen, **basis.dates(category, chosen, needed_on or part[0]),
    }  # fmt: skip
    line, _created = PlanLine.objects.update_or_create(plan=plan, category=category, quarter=part[0], defaults=fields)
    record(PlanLineSet(category.code, part[0].isoformat(), known_amount + forecast_amount), subject=plan, by=by)
    return line


@transaction.atomic
def remove_plan_line(*, line: PlanLine, by: Any) -> None:
    """Take a line out of a draft plan. Records PlanLineRemoved."""
    plan = SupplyPlan.objects.select_for_update(of=("self",)).get(pk=line.plan_id)
    require(may_plan_supply(by), _("Supply plans are made by procurement."))
    if plan.status != PlanStatus.DRAFT:
        raise Refused(_("An approved plan is not changed."), code="wrong_state")
    record(PlanLineRemoved(line.category.code, line.quarter.isoformat()), subject=plan, by=by)
    line.delete()


class _Basis:
    """What all lines of a plan are worked out from, read once."""

    def __init__(self) -> None:
        self._procedures, self._deliveries = procedure_days(), delivery_days()
        self._reorders = reorder_spend()
        self._proposed: dict[int, str] = {}

    def lines(self, plan: SupplyPlan, start: date, end: date) -> list[PlanLine]:
        """Return one line for each category of which something is known, expected or ending in the quarter."""
        known, history = known_needs(start, end), expected_spend((end - start).days + 1)
        ending = ending_contracts(start, end)
        reorders = self._reorders if start == plan.period_from else {}
        rows = Category.objects.filter(pk__in={*known, *history, *ending, *reorders}).order_by("path")
        return [
            self._line(plan, category, (start, end), known.get(category.pk), history.get(category.pk, ZERO),
                       reorders.get(category.pk, ZERO), ending.get(category.pk))
            for category in rows
        ]  # fmt: skip

    def dates(self, category: Category, procedure: str, needed_on: date) -> dict[str, Any]:
        """Return the fields of the dates, backwards from the day of need, by measured times where there are enough."""
        delivery = self._deliveries.get(category.pk, 0)
        measured = self._procedures.get(procedure)
        days = LEAD_WORKDAYS[Procedure(procedure)] if measured is None else measured
        found = dates_back(needed_on, delivery, days, add_workdays if measured is None else None)
        return {
            "needed_on": needed_on, "order_on": found.order_on, "start_on": found.start_on, "delivery_days": delivery,
            "procedure_days": days, "is_measured": measured is not None,
        }  # fmt: skip

    def _line(
        self, plan: SupplyPlan, category: Category, quarter: tuple[date, date], known: Known | None, history: Decimal,
        reorders: Decimal, ending: Ending | None,
    ) -> PlanLine:  # fmt: skip
        if category.pk not in self._proposed:
            self._proposed[category.pk] = proposal_for(category).procedure
        procedure, amount = self._proposed[category.pk], known.amount if known else ZERO
        needed_on = min([day for day in (known and known.first, ending and ending.on) if day], default=quarter[0])
        return PlanLine(
            plan=plan, category=category, quarter=quarter[0], quarter_to=quarter[1], known_amount=amount,
            forecast_amount=expected_beyond(amount, history, reorders), reorder_amount=reorders, procedure=procedure,
            contract_ends_on=ending.on if ending else None, contract_reference=ending.reference if ending else "",
            **self.dates(category, procedure, needed_on),
        )  # fmt: skip
