"""Joint plans on the supplier's side: what the buyer has shared, the same verbs."""

from typing import Any

from django.conf import settings
from django.db.models import Count, Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from srm.ui.doors import portal_page
from srm.ui.views import act, handle
from suppliers.forms.performance import ActionForm
from suppliers.models import JointAction, JointPlan
from suppliers.queries.plan import plan_view
from suppliers.services import (
    agree_joint_action,
    complete_joint_action,
    decline_joint_action,
    propose_joint_action,
)
from suppliers.states import ActionStatus, Side


def own_plan(request: Any, public_id: str) -> JointPlan:
    rows = JointPlan.objects.for_supplier(request.supplier).select_related("supplier", "owner")
    return get_object_or_404(rows, public_id=public_id)


def own_action(request: Any, public_id: str) -> JointAction:
    rows = JointAction.objects.for_supplier(request.supplier).select_related("plan__supplier")
    return get_object_or_404(rows, public_id=public_id)


def page_of(plan: JointPlan) -> str:
    return reverse("suppliers:portal-joint-plan-detail", args=[plan.public_id])


@portal_page
def plan_list(request: Any) -> HttpResponse:
    answers = Q(actions__status=ActionStatus.PROPOSED, actions__proposed_by_side=Side.BUYER)
    todo = Q(actions__status=ActionStatus.AGREED, actions__side=Side.SUPPLIER)
    rows = JointPlan.objects.for_supplier(request.supplier).select_related("owner")
    plans = rows.annotate(answers=Count("actions", filter=answers), todo=Count("actions", filter=todo))
    return render(request, "portal/suppliers/plan/list.html", {"supplier": request.supplier, "plans": plans})


@portal_page
def plan_detail(request: Any, public_id: str) -> HttpResponse:
    plan = own_plan(request, public_id)
    view = plan_view(plan, request.user, buyer=settings.ORGANISATION_NAME)
    return render(
        request, "portal/suppliers/plan/detail.html", {"plan": plan, "view": view, "supplier": request.supplier}
    )


@portal_page
def action_propose(request: Any, public_id: str) -> HttpResponse:
    plan = own_plan(request, public_id)
    form = ActionForm(request.POST or None, plan=plan, buyer=settings.ORGANISATION_NAME)
    return handle(
        request, form, lambda data: propose_joint_action(plan=plan, by=request.user, **data),
        template="components/pages/form.html", to=page_of(plan), done=_("Proposed: the buyer answers."),
        context={
            "title": _("Propose a step"), "submit": _("Propose"), "back": page_of(plan), "back_label": plan.title,
        },
    )  # fmt: skip


@require_POST
@portal_page
def action_agree(request: Any, public_id: str) -> HttpResponse:
    action = own_action(request, public_id)
    verb = lambda: agree_joint_action(action=action, by=request.user)  # noqa: E731
    return act(request, verb, to=page_of(action.plan), done=_("Agreed."))


@require_POST
@portal_page
def action_decline(request: Any, public_id: str) -> HttpResponse:
    action, reason = own_action(request, public_id), request.POST.get("reason", "")
    verb = lambda: decline_joint_action(action=action, reason=reason, by=request.user)  # noqa: E731
    return act(request, verb, to=page_of(action.plan), done=_("Declined: the buyer reads why."))


@require_POST
@portal_page
def action_complete(request: Any, public_id: str) -> HttpResponse:
    action = own_action(request, public_id)
    verb = lambda: complete_joint_action(action=action, by=request.user)  # noqa: E731
    return act(request, verb, to=page_of(action.plan), done=_("Done."))
