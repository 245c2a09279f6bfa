"""Cycles and their reviews."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from analytics import services
from analytics.forms.review import CloseForm
from analytics.models import CycleReview
from analytics.policies.review import may_add_finding, may_open_survey, may_review_cycle
from analytics.queries.links import page
from analytics.queries.review import checks_of, findings_of, review_of, stages_of
from analytics.queries.survey import results_of
from analytics.states import SurveyAudience
from procurement.models import Cycle
from procurement.queries import current_cycle
from procurement.states import CycleStatus
from srm.accounts.states import ORGANISATION_ROLES
from srm.ui.doors import staff_page
from srm.ui.views import act, handle


@require_safe
@staff_page
def review_current(request: HttpRequest) -> HttpResponse:
    """Lead to the review of the cycle that runs, or to all cycles when none does."""
    cycle = current_cycle()
    if cycle is None:
        return redirect("procurement:cycle-list")
    return redirect("analytics:cycle-review", cycle.public_id)


def visible(request: HttpRequest, public_id: str) -> Cycle:
    rows = Cycle.objects.visible_to(request.user).select_related("predecessor", "owner")
    return get_object_or_404(rows, public_id=public_id)


def review_or_404(request: HttpRequest, public_id: str) -> CycleReview:
    rows = CycleReview.objects.visible_to(request.user).select_related("cycle")
    return get_object_or_404(rows, cycle__public_id=public_id)


@require_safe
@staff_page
def cycle_review(request: HttpRequest, public_id: str) -> HttpResponse:
    """A cycle against its goals, what was found and decided, what both sides say of it."""
    cycle = visible(request, public_id)
    review = review_of(cycle)
    findings = findings_of(review)
    reads_surveys = request.user.has_role(*ORGANISATION_ROLES)
    results = results_of(cycle) if reads_surveys else []
    closed = cycle.status == CycleStatus.CLOSED
    stages = stages_of(cycle, review)
    context = {
        "cycle": cycle, "review": review, "stages": stages, "findings": findings,
        "met": sum(stage.met for stage in stages), "judged": sum(stage.judged for stage in stages),
        "checks": checks_of(review, [r.survey for r in results], findings) if review and not closed else [],
        "results": results, "not_asked": _not_asked(request, cycle, results),
        "decisions": list(cycle.decisions.select_related("owner")), "successor": getattr(cycle, "successor", None),
        "may_review": may_review_cycle(request.user) and not closed,
        "may_add": review is not None and not closed and may_add_finding(request.user),
    }  # fmt: skip
    return render(request, "analytics/cycle/review.html", context)


def _not_asked(request: HttpRequest, cycle: Cycle, results: list[Any]) -> list[tuple[str, str]]:
    if not may_open_survey(request.user) or cycle.status == CycleStatus.CLOSED:
        return []
    asked = {result.survey.audience for result in results}
    return [(value, label) for value, label in SurveyAudience.choices if value not in asked]


@require_POST
@staff_page
def cycle_open_review(request: HttpRequest, public_id: str) -> HttpResponse:
    cycle = visible(request, public_id)
    here = page("analytics:cycle-review", cycle.public_id)
    return act(request, lambda: services.open_review(cycle=cycle, by=request.user), to=here, done=_("Measured."))


@require_POST
@staff_page
def cycle_measure(request: HttpRequest, public_id: str) -> HttpResponse:
    review = review_or_404(request, public_id)
    return act(
        request, lambda: services.measure_cycle(review=review, by=request.user), to=review, done=_("Measured anew.")
    )


@require_http_methods(["GET", "HEAD", "POST"])
@staff_page
def cycle_close(request: HttpRequest, public_id: str) -> HttpResponse:
    """Close the cycle and start the next one with what was decided."""
    review = review_or_404(request, public_id)
    form = CloseForm(request.POST or None, cycle=review.cycle)
    return handle(
        request, form, lambda data: services.close_cycle(review=review, by=request.user, **data),
        template="analytics/cycle/close.html", done=_("The next cycle runs."),
        to=lambda cycle: page("analytics:cycle-review", cycle.public_id),
        context={"review": review, "findings": findings_of(review)},
    )  # fmt: skip
