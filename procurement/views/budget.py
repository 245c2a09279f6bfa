"""Budgets: what was set, asked, approved, ordered, received and spent."""

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from procurement.forms.budget import BudgetForm
from procurement.models import Budget, BudgetCarryOver
from procurement.policies.planning import may_allow_overrun, may_set_budget
from procurement.queries.budget import rate_difference, standings_of, undecided_budgets
from procurement.services import set_budget
from srm.authz import require
from srm.clock import organisation_today
from srm.ui.doors import staff_page
from srm.ui.views import Column, Empty, Filter, ListPage, handle

WHEN = (("now", gettext_lazy("In force")), ("past", gettext_lazy("Past")), ("future", gettext_lazy("To come")))


def _in_time(rows: QuerySet, values: list[str]) -> QuerySet:
    today = organisation_today()
    kinds = {
        "now": rows.filter(period_from__lte=today, period_to__gte=today),
        "past": rows.filter(period_to__lt=today), "future": rows.filter(period_from__gt=today),
    }  # fmt: skip
    found = rows.none()
    for value in values:
        found = found | kinds[value]
    return found


class BudgetList(ListPage):
    title = gettext_lazy("Budgets")
    template_name = "procurement/budget/list.html"
    search_fields = ("cost_centre__code", "cost_centre__name", "article", "project")
    default_sort = "centre"
    primary = (gettext_lazy("Set a budget"), "procurement:budget-create")
    columns = (
        Column("centre", gettext_lazy("Cost centre"), "strong", "cost_centre", sub="article", sort="cost_centre__code"),
        Column("from", gettext_lazy("From"), "day", "period_from", sort="period_from"),
        Column("to", gettext_lazy("To"), "day", "period_to", sort="period_to"),
        Column("amount", gettext_lazy("Amount"), "money", currency="currency", sort="amount"),
    )
    filters = (Filter("when", gettext_lazy("Period"), WHEN, apply=_in_time),)
    empty = Empty(
        gettext_lazy("No budgets yet"), gettext_lazy("Without a budget nothing is checked."), icon="wallet"
    )  # fmt: skip

    def may_primary(self) -> bool:
        return may_set_budget(self.request.user)

    def get_queryset(self) -> QuerySet:
        return Budget.objects.visible_to(self.request.user).select_related("cost_centre", "legal_entity")

    def get_context(self) -> dict[str, Any]:
        may_set = may_set_budget(self.request.user)
        ended = len(undecided_budgets(organisation_today())) if may_set else 0
        return {"standings": standings_of(self.page.object_list), "may_set": may_set, "ended": ended}


budget_list = staff_page(BudgetList.as_view())


@require_safe
@staff_page
def budget_detail(request: HttpRequest, public_id: str) -> HttpResponse:
    """One budget and its latest bookings."""
    rows = Budget.objects.visible_to(request.user).select_related("cost_centre__owner", "legal_entity")
    budget = get_object_or_404(rows, public_id=public_id)
    entries = budget.entries.select_related("line__requisition").order_by("-at", "-pk")[:50]
    context = {
        "budget": budget, "now": standings_of([budget])[0].standing, "entries": entries,
        "may_set": may_set_budget(request.user), "may_allow": may_allow_overrun(request.user, budget),
        "difference": rate_difference(budget), "overruns": budget.overruns.select_related("requisition", "created_by"),
        "carried": BudgetCarryOver.objects.filter(budget=budget).select_related("target", "created_by").first(),
        "ended": budget.period_to < organisation_today(),
    }  # fmt: skip
    return render(request, "procurement/budget/detail.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@staff_page
def budget_create(request: HttpRequest) -> HttpResponse:
    """Set a budget; the same cost centre and start again changes its amount."""
    require(may_set_budget(request.user), _("Budgets are set by finance."))
    form = BudgetForm(request.POST or None, initial=_initial(request))
    return handle(
        request, form, lambda data: set_budget(by=request.user, **data), template="components/pages/form.html",
        context={"title": _("Set a budget"), "back": "/budgets/", "back_label": _("Budgets")}, done=_("Saved."),
    )  # fmt: skip


def _initial(request: HttpRequest) -> dict[str, Any]:
    """The values of the budget that is to be changed (`?of=`)."""
    budget = Budget.objects.filter(public_id=request.GET.get("of", "")).select_related("cost_centre").first()
    if budget is None:
        return {}
    return {
        "cost_centre": budget.cost_centre.public_id, "article": budget.article, "project": budget.project,
        "period_from": budget.period_from, "period_to": budget.period_to, "amount": budget.amount,
        "control": budget.control, "exception_role": budget.exception_role,
    }  # fmt: skip
