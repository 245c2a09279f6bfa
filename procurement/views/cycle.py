"""The cycle: its goals, what the last one decided, how far it is. Its review belongs to analytics (a panel)."""

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from procurement.forms.segments import CycleForm, GoalFormSet
from procurement.forms.strategy import rows_of
from procurement.models import Cycle, CycleDecision
from procurement.policies.planning import may_complete_decision, may_manage_cycle
from procurement.queries.cycle import current_cycle, days_of, goals_by_stage
from procurement.services import GoalInput, complete_decision, create_cycle, start_cycle
from procurement.states import CYCLE, CycleStatus
from srm.ui.actions import open_actions
from srm.ui.doors import staff_page
from srm.ui.views import Column, Empty, Filter, ListPage, act, handle


def cycle_or_404(request: HttpRequest, public_id: str) -> Cycle:
    rows = Cycle.objects.visible_to(request.user).select_related("owner", "predecessor", "successor")
    return get_object_or_404(rows, public_id=public_id)


class CycleList(ListPage):
    """All turns of the loop, the newest first."""

    title = _("Cycles")
    default_sort = "-starts_on"
    primary = (_("New cycle"), "procurement:cycle-create")
    columns = (
        Column("code", _("Cycle"), "strong", sort="code"),
        Column("starts_on", _("From"), "day", sort="starts_on"),
        Column("ends_on", _("To"), "day", sort="ends_on"),
        Column("status", _("Status"), "status", sort="status"),
        Column("owner", _("Owner"), "person"),
        Column("predecessor", _("Follows"), value="predecessor.code"),
    )
    filters = (Filter("status", _("Status"), CycleStatus.choices),)
    empty = Empty(_("No cycle yet"), _("A cycle has a period and goals for the four stages."), icon="rotate-clockwise")

    def get_queryset(self) -> QuerySet:
        return Cycle.objects.visible_to(self.request.user).select_related("owner", "predecessor")

    def may_primary(self) -> bool:
        return may_manage_cycle(self.request.user)


@staff_page
def cycle_detail(request: HttpRequest, public_id: str) -> HttpResponse:
    cycle = cycle_or_404(request, public_id)
    decisions = list(cycle.decisions.select_related("owner", "cycle"))
    day, days = days_of(cycle)
    actions = open_actions(
        request.user, cycle, CYCLE, {"start": _starts}, url_name="procurement:cycle-{verb}", primary={"start"}
    )
    context = {
        "cycle": cycle, "stages": goals_by_stage(cycle), "actions": actions, "day": day, "days": days,
        "decisions": [(d, d.done_at is None and may_complete_decision(request.user, d)) for d in decisions],
        "done": sum(1 for d in decisions if d.done_at), "is_current": cycle == current_cycle(),
        "successor": getattr(cycle, "successor", None),
    }  # fmt: skip
    return render(request, "procurement/cycle/detail.html", context)


def _starts(user: Any, _cycle: Cycle) -> bool:
    return may_manage_cycle(user)


@staff_page
def cycle_create(request: HttpRequest) -> HttpResponse:
    form = CycleForm(request.POST or None)
    goals = GoalFormSet(request.POST or None, prefix="goals", initial=_last_goals())
    context = {
        "title": _("New cycle"), "submit": _("Plan the cycle"), "back": reverse("procurement:cycle-list"),
        "back_label": _("Cycles"), "lines": goals, "intro": _("The goals start from those of the last cycle."),
    }  # fmt: skip

    def verb(data: dict[str, Any]) -> Cycle:
        return create_cycle(by=request.user, goals=[GoalInput(**row) for row in rows_of(goals)], **data)

    return handle(
        request, form, verb, template="components/pages/form.html", context=context, formsets=[goals],
        done=_("Planned."),
    )  # fmt: skip


def _last_goals() -> list[dict[str, Any]]:
    last = Cycle.objects.order_by("-starts_on").first()
    goals = last.goals.all() if last else []
    return [
        {"stage": g.stage, "measure": g.measure, "target": g.target, "at_least": "1" if g.at_least else "0"}
        for g in goals
    ]


@require_POST
@staff_page
def cycle_start(request: HttpRequest, public_id: str) -> HttpResponse:
    cycle = cycle_or_404(request, public_id)
    return act(request, lambda: start_cycle(cycle=cycle, by=request.user), to=cycle, done=_("The cycle runs."))


@require_POST
@staff_page
def decision_complete(request: HttpRequest, public_id: str, decision: int) -> HttpResponse:
    cycle = cycle_or_404(request, public_id)
    row = get_object_or_404(CycleDecision, pk=decision, cycle=cycle)
    return act(request, lambda: complete_decision(decision=row, by=request.user), to=cycle, done=_("Ticked off."))
