"""What finance decides of a budget: rates, leave for more, the end of its period; and what a line is booked on."""

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from procurement import services
from procurement.forms.budget import AccountForm, BudgetRateForm, CarryOverForm, OverrunForm
from procurement.models import Budget, BudgetRate
from procurement.policies.planning import may_allow_overrun, may_assign_line, may_set_budget
from procurement.queries.budget import next_budget, standings_of, undecided_budgets
from procurement.views.requisition import visible as visible_requisition
from srm.authz import require
from srm.clock import organisation_today
from srm.ui.doors import staff_page
from srm.ui.views import Column, Empty, ListPage, handle


class BudgetRateList(ListPage):
    title = gettext_lazy("Budget rates")
    kind = gettext_lazy("Budgets")
    search_fields = ("currency", "legal_entity__name")
    default_sort = "currency"
    primary = (gettext_lazy("Set a rate"), "procurement:budget-rate-create")
    columns = (
        Column("currency", gettext_lazy("Currency"), "strong", "currency", sort="currency"),
        Column("rate", gettext_lazy("Rate"), "number", lambda row: f"{row.rate.normalize():f}"),
        Column("own", gettext_lazy("Company's currency"), value="legal_entity.currency"),
        Column("company", gettext_lazy("Company"), value="legal_entity", sort="legal_entity__name"),
        Column("from", gettext_lazy("From"), "day", "period_from", sort="period_from"),
        Column("to", gettext_lazy("To"), "day", "period_to"),
    )
    empty = Empty(
        gettext_lazy("No rate is fixed"), gettext_lazy("Budgets count other currencies at the rate of the day."),
        icon="wallet",
    )  # fmt: skip

    def may_primary(self) -> bool:
        return may_set_budget(self.request.user)

    def get_queryset(self) -> QuerySet:
        return BudgetRate.objects.select_related("legal_entity")


budget_rate_list = staff_page(BudgetRateList.as_view())


@require_http_methods(["GET", "HEAD", "POST"])
@staff_page
def budget_rate_create(request: HttpRequest) -> HttpResponse:
    """Fix a rate; the same company, currency and start again changes it."""
    require(may_set_budget(request.user), _("Budgets are set by finance."))
    back = reverse("procurement:budget-rate-list")
    return handle(
        request, BudgetRateForm(request.POST or None), lambda data: services.set_budget_rate(by=request.user, **data),
        template="components/pages/form.html", to=back, done=_("Saved."),
        context={"title": _("Set a rate"), "back": back, "back_label": _("Budget rates")},
    )  # fmt: skip


def _visible(request: HttpRequest, public_id: str) -> Budget:
    rows = Budget.objects.visible_to(request.user).select_related("cost_centre", "legal_entity")
    return get_object_or_404(rows, public_id=public_id)


@require_http_methods(["GET", "HEAD", "POST"])
@staff_page
def budget_overrun(request: HttpRequest, public_id: str) -> HttpResponse:
    """Let one request take more than is left."""
    budget = _visible(request, public_id)
    message = _("Only the role that this budget names allows more, and not for an own request.")
    require(may_allow_overrun(request.user, budget), message)
    form = OverrunForm(request.POST or None, user=request.user, initial={"requisition": request.GET.get("for")})
    context = {"title": _("Allow more"), "kind": str(budget.cost_centre), "back": budget.get_absolute_url(),
               "back_label": str(budget.cost_centre)}  # fmt: skip
    return handle(
        request, form, lambda data: services.allow_overrun(budget=budget, by=request.user, **data),
        template="components/pages/form.html", to=budget, done=_("Allowed."), context=context,
    )  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
@staff_page
def budget_carry_over(request: HttpRequest, public_id: str) -> HttpResponse:
    """Decide what becomes of what is still open."""
    budget = _visible(request, public_id)
    require(may_set_budget(request.user), _("Budgets are set by finance."))
    context = {
        "title": _("End of the period"), "kind": str(budget.cost_centre), "back": budget.get_absolute_url(),
        "back_label": str(budget.cost_centre), "intro": _what_is_open(budget),
    }  # fmt: skip
    return handle(
        request, CarryOverForm(request.POST or None),
        lambda data: services.carry_over_budget(budget=budget, by=request.user, **data),
        template="components/pages/form.html", to=budget, done=_("Decided."), context=context,
    )  # fmt: skip


def _what_is_open(budget: Budget) -> str:
    now, target = standings_of([budget])[0].standing, next_budget(budget)
    words = {
        "amount": number_format(now.open, 2, force_grouping=True), "currency": budget.currency,
        "left": number_format(now.left, 2, force_grouping=True), "target": target or "–",
    }  # fmt: skip
    return (
        _("%(amount)s %(currency)s is approved or ordered and not here yet; %(left)s is left. Next: %(target)s.")
        % words
    )


@require_safe
@staff_page
def carry_over_list(request: HttpRequest) -> HttpResponse:
    """The budgets that have ended with something open, to be decided one by one."""
    require(may_set_budget(request.user), _("Budgets are set by finance."))
    rows: list[dict[str, Any]] = [
        {"budget": row.budget, "now": row.standing} for row in standings_of(undecided_budgets(organisation_today()))
    ]
    return render(request, "procurement/budget/carry_over.html", {"rows": rows})


@require_http_methods(["GET", "HEAD", "POST"])
@staff_page
def line_account(request: HttpRequest, public_id: str, position: int) -> HttpResponse:
    """Say of which article and project a line is."""
    requisition = visible_requisition(request, public_id)
    line = get_object_or_404(requisition.lines.select_related("requisition"), position=position)
    require(may_assign_line(request.user, requisition), _("The requester or finance says what a line is booked on."))
    form = AccountForm(request.POST or None, initial={"article": line.article, "project": line.project})
    return handle(
        request, form, lambda data: services.assign_line(line=line, by=request.user, **data), to=requisition,
        template="components/pages/form.html", done=_("Saved."),
        context={"title": line.description, "kind": _("Booked on"), "back": requisition.get_absolute_url(),
                 "back_label": requisition.number},
    )  # fmt: skip
