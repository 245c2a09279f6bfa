"""What will be bought in a quarter."""

from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import F, QuerySet, Sum
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django.views.decorators.http import require_POST

from procurement.forms.segments import PlanLineForm, SupplyPlanForm
from procurement.models import PlanLine, SupplyPlan
from procurement.policies.planning import may_approve_supply_plan, may_plan_supply
from procurement.queries.plan import Against, plan_against_fact
from procurement.services import approve_supply_plan, create_supply_plan, set_plan_line
from procurement.states import PLAN, PlanStatus
from procurement.views.plan_timeline import timeline_of_plan
from srm.authz import require
from srm.clock import next_quarter, organisation_today
from srm.imports.export import xlsx_response
from srm.ui.actions import open_actions
from srm.ui.doors import staff_page
from srm.ui.views import Column, Empty, Filter, ListPage, act, handle

HEADS = (
    _("Category"), _("Quarter"), _("Known needs"), _("Forecast"), _("Together"), _("Ordered"), _("Received"),
    _("Difference"), _("Procedure"), _("Start on"), _("Order by"), _("Needed on"), _("Contract ends"), _("Note"),
)  # fmt: skip


def plan_or_404(request: HttpRequest, public_id: str) -> SupplyPlan:
    rows = SupplyPlan.objects.visible_to(request.user).select_related("created_by", "approved_by")
    return get_object_or_404(rows, public_id=public_id)


class SupplyPlanList(ListPage):
    """Supply plans, the newest period first."""

    title = _("Supply plans")
    search_fields = ("number",)
    search_label = _("Number")
    default_sort = "-period_from"
    primary = (_("New plan"), "procurement:supply-plan-create")
    columns = (
        Column("number", _("Number"), "id", sort="number"),
        Column("period_from", _("From"), "day", sort="period_from"),
        Column("period_to", _("To"), "day", sort="period_to"),
        Column("known", _("Known needs"), "money", currency="currency", sort="known"),
        Column("forecast", _("Forecast"), "money", currency="currency", sort="forecast"),
        Column("status", _("Status"), "status", sort="status"),
        Column("author", _("Author"), "person", value="created_by"),
    )
    filters = (Filter("status", _("Status"), PlanStatus.choices),)
    empty = Empty(
        _("No plan yet"), _("A plan gathers a quarter's known needs and forecast by category."), _("New plan"),
        "procurement:supply-plan-create", "calendar-dollar",
    )  # fmt: skip

    def get_queryset(self) -> QuerySet:
        rows = SupplyPlan.objects.visible_to(self.request.user).select_related("created_by")
        return rows.annotate(known=Sum("lines__known_amount"), forecast=Sum("lines__forecast_amount"))

    def may_primary(self) -> bool:
        return may_plan_supply(self.request.user)


@staff_page
def supply_plan_detail(request: HttpRequest, public_id: str) -> HttpResponse:
    plan = plan_or_404(request, public_id)
    lines = list(plan.lines.select_related("category").annotate(total=F("known_amount") + F("forecast_amount")))
    lines.sort(key=lambda line: (line.quarter, -line.total))
    against = plan_against_fact(plan, lines)
    if "export" in request.GET:
        return _export(plan, against)
    actions = open_actions(
        request.user, plan, PLAN, {"approve": may_approve_supply_plan}, url_name="procurement:supply-plan-{verb}",
        primary={"approve"},
    )  # fmt: skip
    context = {
        "plan": plan, "rows": against, "lines": lines, "timeline": timeline_of_plan(plan, lines),
        "may_edit": plan.status == PlanStatus.DRAFT and may_plan_supply(request.user), "actions": actions,
        "today": organisation_today(),
        "known": sum((line.known_amount for line in lines), Decimal(0)),
        "forecast": sum((line.forecast_amount for line in lines), Decimal(0)),
        "total": sum((line.total for line in lines), Decimal(0)),
        "ordered": sum((row.ordered for row in against), Decimal(0)),
        "received": sum((row.received for row in against), Decimal(0)),
        "next_start": _next_start(lines),
    }  # fmt: skip
    return render(request, "procurement/supply_plan/detail.html", context)


def _next_start(lines: list[PlanLine]) -> date | None:
    """The first day from today on that something must be started."""
    today = organisation_today()
    return min((line.start_on for line in lines if line.start_on and line.start_on >= today), default=None)


def _export(plan: SupplyPlan, rows: list[Against]) -> HttpResponse:
    sheet = [
        (str(r.line.category), r.line.quarter, r.line.known_amount, r.line.forecast_amount, r.planned, r.ordered,
         r.received, r.difference, r.line.get_procedure_display(), r.line.start_on, r.line.order_on, r.line.needed_on,
         r.line.contract_ends_on, r.line.note)
        for r in rows
    ]  # fmt: skip
    formats = {1: "date", **dict.fromkeys(range(2, 8), "money"), **dict.fromkeys(range(9, 13), "date")}
    return xlsx_response(f"{plan.number}.xlsx", title=plan.number, heads=HEADS, rows=sheet, formats=formats)


@staff_page
def plan_line_edit(request: HttpRequest, public_id: str, position: int) -> HttpResponse:
    """Change one line of a draft plan."""
    plan = plan_or_404(request, public_id)
    line = get_object_or_404(plan.lines.select_related("category"), pk=position)
    require(may_plan_supply(request.user), _("Supply plans are made by procurement."))
    names = ("known_amount", "forecast_amount", "procedure", "needed_on", "note")
    form = PlanLineForm(request.POST or None, initial={name: getattr(line, name) for name in names})

    def verb(data: dict[str, Any]) -> PlanLine:
        return set_plan_line(plan=plan, category=line.category, quarter=line.quarter, by=request.user, **data)

    context = {
        "title": str(line.category),
        "kind": plan.number,
        "back": plan.get_absolute_url(),
        "back_label": plan.number,
    }
    return handle(
        request, form, verb, template="components/pages/form.html", context=context, to=plan, done=_("Saved.")
    )  # fmt: skip


@staff_page
def supply_plan_create(request: HttpRequest) -> HttpResponse:
    start, end = next_quarter(organisation_today())
    form = SupplyPlanForm(request.POST or None, initial={"period_from": start, "period_to": end})

    def verb(data: dict[str, Any]) -> SupplyPlan:
        return create_supply_plan(by=request.user, **data)

    context = {
        "title": _("New supply plan"), "submit": _("Draft the plan"), "back": reverse("procurement:supply-plan-list"),
        "back_label": _("Supply plans"),
        "intro": _("Known needs come from requisitions sent and approved, the forecast from two years of deliveries."),
    }  # fmt: skip
    return handle(request, form, verb, template="components/pages/form.html", context=context, done=_("Drafted."))


@require_POST
@staff_page
def supply_plan_approve(request: HttpRequest, public_id: str) -> HttpResponse:
    plan = plan_or_404(request, public_id)
    return act(
        request,
        lambda: approve_supply_plan(plan=plan, by=request.user),
        to=plan,
        done=pgettext_lazy("decision", "Approved."),
    )
