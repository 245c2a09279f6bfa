"""Deciding with more than a button: line by line, or with one more opinion."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from procurement import services
from procurement.forms.requisition import LineDecisionForm, PersonForm
from procurement.policies.requisition import decider_for
from procurement.queries.approval import current_steps
from procurement.views.requisition import standings_for, visible
from srm.authz import require
from srm.clock import database_now
from srm.ui.doors import staff_page
from srm.ui.views import handle


@require_http_methods(["GET", "HEAD", "POST"])
@staff_page
def requisition_decide(request: HttpRequest, public_id: str) -> HttpResponse:
    """Approve with some lines left out, each with its reason."""
    requisition = _to_decide(request, public_id)
    lines = list(requisition.lines.kept().select_related("unit", "category"))
    form = LineDecisionForm(request.POST or None, lines=lines)

    def save(data: dict[str, Any]) -> Any:
        return services.approve_requisition(
            requisition=requisition, by=request.user, comment=data["comment"], rejected=form.rejected()
        )

    return handle(
        request, form, save, to=requisition, done=_("Approved."), template="procurement/requisition/decide_lines.html",
        context={
            "requisition": requisition, "standings": standings_for(requisition, lines),
            **_page(requisition, _("Approve line by line")),
        },
    )  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
@staff_page
def requisition_ask(request: HttpRequest, public_id: str) -> HttpResponse:
    """Ask one more person, together with oneself or afterwards."""
    requisition = _to_decide(request, public_id)
    form = PersonForm(request.POST or None)
    return handle(
        request, form, lambda data: services.add_approver(requisition=requisition, by=request.user, **data),
        to=requisition, done=_("Asked."), template="components/pages/form.html",
        context={**_page(requisition, _("Ask somebody else as well")), "kind": requisition.title},
    )  # fmt: skip


def _to_decide(request: HttpRequest, public_id: str) -> Any:
    """The request, for whoever may decide it now."""
    requisition, now = visible(request, public_id), database_now()
    steps = list(current_steps().filter(requisition=requisition).prefetch_related("votes"))
    for step in steps:
        step.requisition = requisition
    mine = any(decider_for(request.user, step, now)[0] for step in steps)
    require(mine, _("This approval is not yours, is your own request, or is beyond the limit."))
    return requisition


def _page(requisition: Any, title: str) -> dict[str, Any]:
    return {"title": title, "back": requisition.get_absolute_url(), "back_label": requisition.number}
