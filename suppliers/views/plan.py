"""Joint plans on the buyers' side."""

from typing import Any

from django.db.models import Count, Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.decorators import method_decorator
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from srm.ui.actions import open_actions
from srm.ui.doors import staff_page
from srm.ui.views import Column, Empty, Filter, ListPage, act, handle
from suppliers.forms.performance import ActionForm, PlanForm
from suppliers.models import JointAction, JointPlan, Supplier
from suppliers.policies.supplier import may_manage_plan
from suppliers.queries.plan import plan_view
from suppliers.services import (
    agree_joint_action,
    close_joint_plan,
    complete_joint_action,
    create_joint_plan,
    decline_joint_action,
    propose_joint_action,
    share_joint_plan,
)
from suppliers.states import PLAN, ActionStatus, PlanStatus


def plan_or_404(request: HttpRequest, public_id: str) -> JointPlan:
    rows = JointPlan.objects.visible_to(request.user).select_related("supplier", "owner")
    return get_object_or_404(rows, public_id=public_id)


def action_or_404(request: HttpRequest, public_id: str) -> JointAction:
    rows = JointAction.objects.visible_to(request.user).select_related("plan__supplier")
    return get_object_or_404(rows, public_id=public_id)


@method_decorator(staff_page, name="dispatch")
class PlanList(ListPage):
    title = _("Joint plans")
    search_fields = ("number", "title", "supplier__name")
    default_sort = "-created_at"
    primary = (_("New joint plan"), "suppliers:joint-plan-create")
    columns = (
        Column("number", _("Number"), "id", sort="number"),
        Column("title", _("Plan"), sub="supplier.name", sort="title"),
        Column("owner", _("Owner"), "person"),
        Column("open", _("Steps to do"), "number"),
        Column("review_on", _("Review on"), "day", sort="review_on"),
        Column("status", _("Status"), "status", sort="status"),
        Column("created_at", _("Made"), "when", sort="created_at", hidden=True),
    )
    filters = (
        Filter("status", _("Status"), PlanStatus.choices),
        Filter("mine", _("Whose"), [("me", _("Mine"))], apply=lambda rows, _values: rows),
    )
    empty = Empty(
        _("No joint plans yet"),
        _("What you and a supplier mean to reach together: steps for both sides, agreed by both."),
        _("New joint plan"),
        "suppliers:joint-plan-create",
        "users-group",
    )

    def get_queryset(self) -> QuerySet:
        todo = Q(actions__status__in=[ActionStatus.PROPOSED, ActionStatus.AGREED])
        rows = JointPlan.objects.visible_to(self.request.user).select_related("supplier", "owner")
        mine = "me" in self.request.GET.getlist("mine")
        return (rows.filter(owner=self.request.user) if mine else rows).annotate(open=Count("actions", filter=todo))

    def may_primary(self) -> bool:
        return may_manage_plan(self.request.user)


@staff_page
def plan_create(request: HttpRequest) -> HttpResponse:
    if not may_manage_plan(request.user):
        raise Http404
    suppliers = Supplier.objects.visible_to(request.user).active()
    form = PlanForm(request.POST or None, suppliers=suppliers, initial={"supplier": request.GET.get("supplier")})
    return handle(
        request, form, lambda data: create_joint_plan(by=request.user, **data), template="components/pages/form.html",
        done=_("Drafted. Add steps, then share it."),
        context={"title": _("New joint plan"), "submit": _("Make draft")},
    )  # fmt: skip


@staff_page
def plan_detail(request: HttpRequest, public_id: str) -> HttpResponse:
    plan = plan_or_404(request, public_id)
    actions = open_actions(
        request.user, plan, PLAN, {"share": may_manage_plan, "close": may_manage_plan},
        url_name="suppliers:joint-plan-{verb}", primary={"share"},
        confirms={"close": _("The plan takes no more steps.")},
    )  # fmt: skip
    context: dict[str, Any] = {"plan": plan, "view": plan_view(plan, request.user), "actions": actions}
    return render(request, "suppliers/plan/detail.html", context)


@require_POST
@staff_page
def plan_share(request: HttpRequest, public_id: str) -> HttpResponse:
    plan = plan_or_404(request, public_id)
    return act(request, lambda: share_joint_plan(plan=plan, by=request.user), to=plan, done=_("Shared."))


@require_POST
@staff_page
def plan_close(request: HttpRequest, public_id: str) -> HttpResponse:
    plan = plan_or_404(request, public_id)
    return act(request, lambda: close_joint_plan(plan=plan, by=request.user), to=plan, done=_("Closed."))


@staff_page
def action_propose(request: HttpRequest, public_id: str) -> HttpResponse:
    plan = plan_or_404(request, public_id)
    if not may_manage_plan(request.user, plan):
        raise Http404
    return handle(
        request, ActionForm(request.POST or None, plan=plan),
        lambda data: propose_joint_action(plan=plan, by=request.user, **data), template="components/pages/form.html",
        to=plan, done=_("Proposed: the supplier answers."),
        context={
            "title": _("Propose a step"), "submit": _("Propose"), "back": plan.get_absolute_url(),
            "back_label": plan.title,
        },
    )  # fmt: skip


@require_POST
@staff_page
def action_agree(request: HttpRequest, public_id: str) -> HttpResponse:
    action = action_or_404(request, public_id)
    verb = lambda: agree_joint_action(action=action, by=request.user)  # noqa: E731
    return act(request, verb, to=action.plan, done=_("Agreed."))


@require_POST
@staff_page
def action_decline(request: HttpRequest, public_id: str) -> HttpResponse:
    action, reason = action_or_404(request, public_id), request.POST.get("reason", "")
    verb = lambda: decline_joint_action(action=action, reason=reason, by=request.user)  # noqa: E731
    return act(request, verb, to=action.plan, done=_("Declined: the supplier reads why."))


@require_POST
@staff_page
def action_complete(request: HttpRequest, public_id: str) -> HttpResponse:
    action = action_or_404(request, public_id)
    verb = lambda: complete_joint_action(action=action, by=request.user)  # noqa: E731
    return act(request, verb, to=action.plan, done=_("Done."))
