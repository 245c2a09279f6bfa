"""What waits for a person's approval, alone or as somebody's substitute; decided one by one or together."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from procurement.models import Requisition, RequisitionLine
from procurement.policies.requisition import may_see_splits
from procurement.queries.approval import Waiting, waiting_for
from procurement.queries.budget import BudgetStanding, budgets_of_lines, standings_of
from procurement.queries.split import splits_for, suspects_of_year
from procurement.services import approve_requisitions, return_requisition
from srm.authz import require
from srm.clock import organisation_today
from srm.errors import SRMError
from srm.ui.doors import staff_page

MOST = 500  # requests decided together
SPLITS_SHOWN = 50  # on one page


@require_safe
@staff_page
def split_list(request: HttpRequest) -> HttpResponse:
    """The requests of this year that look like parts of one, for the auditor."""
    require(may_see_splits(request.user))
    suspects = suspects_of_year(organisation_today())
    page = Paginator(suspects, SPLITS_SHOWN).get_page(request.GET.get("page"))
    pages = {"page": page, "all": len(suspects)}
    context = {"suspects": page.object_list, "count": len(suspects), "list": pages}
    return render(request, "procurement/approval/splits.html", context)


@require_safe
@staff_page
def approval_list(request: HttpRequest) -> HttpResponse:
    """The requests that the reader may decide now, with what their budgets have left and what looks split."""
    waiting = waiting_for(request.user)
    budgets = _budgets(waiting)
    splits = splits_for(w.requisition for w in waiting) if waiting else {}
    rows = [
        {"waiting": w, "requisition": w.requisition, "budget": budgets.get(w.requisition.pk),
         "splits": splits.get(w.requisition.pk)}
        for w in waiting
    ]  # fmt: skip
    return render(request, "procurement/approval/list.html", {"rows": rows})


def _budgets(waiting: list[Waiting]) -> dict[int, BudgetStanding]:
    """Return by the request's id the budget that pays for its lines, of several the tightest; a few queries."""
    asked = RequisitionLine.objects.kept().filter(requisition__in=[w.requisition.pk for w in waiting])
    lines = list(asked.select_related("requisition"))
    pays = [(line.requisition_id, b) for line, b in zip(lines, budgets_of_lines(lines), strict=True) if b]
    standings = {row.budget.pk: row for row in standings_of({b for _pk, b in pays})}
    tightest = sorted(pays, key=lambda pair: -standings[pair[1].pk].standing.left)
    return {pk: standings[budget.pk] for pk, budget in tightest}


@require_POST
@staff_page
def approval_approve(request: HttpRequest) -> HttpResponse:
    """Approve all ticked requests that are the reader's to approve; each one by itself."""
    outcomes = approve_requisitions(requisitions=_ticked(request), by=request.user)
    for outcome in outcomes:
        if outcome.refusal:
            messages.error(request, f"{outcome.requisition.number}: {outcome.refusal.message}")
    done = sum(outcome.refusal is None for outcome in outcomes)
    text = ngettext("%(n)d request approved.", "%(n)d requests approved.", done) % {"n": done}
    if done:
        messages.success(request, text)
    return redirect("procurement:approval-list")


@require_POST
@staff_page
def approval_return(request: HttpRequest) -> HttpResponse:
    """Return all ticked requests with one reason; without it, ask for it."""
    rows, reason = _ticked(request), request.POST.get("reason", "").strip()
    if not reason:
        status = 422 if "reason" in request.POST else 200
        return render(request, "procurement/approval/return.html", {"rows": rows}, status=status)
    done = _each(request, rows, lambda r: return_requisition(requisition=r, comment=reason, by=request.user))
    if done:
        messages.success(request, ngettext("%(n)d request returned.", "%(n)d requests returned.", done) % {"n": done})
    return redirect("procurement:approval-list")


def _ticked(request: HttpRequest) -> list[Requisition]:
    ids = request.POST.getlist("only") or request.POST.getlist("ids")[:MOST]
    return list(Requisition.objects.visible_to(request.user).filter(public_id__in=ids).order_by("number"))


def _each(request: HttpRequest, rows: list[Requisition], verb: Callable[[Requisition], Any]) -> int:
    done = 0
    for requisition in rows:
        try:
            verb(requisition)
            done += 1
        except SRMError as error:
            messages.error(request, f"{requisition.number}: {error.message}")
    return done
