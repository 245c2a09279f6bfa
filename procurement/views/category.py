"""A category: where it stands, why, how sure, and what follows from it."""

import json
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from procurement.forms.criteria import ConsensusForm, CriterionScoreForm
from procurement.models import Criterion, CriterionScore, Position, Strategy
from procurement.policies.planning import (
    may_draft_strategy,
    may_manage_category,
    may_position_category,
    may_score_category,
    may_see_portfolio,
)
from procurement.queries.category import assessed_by, axes_of, beside_of, spend_chart, stability_of
from procurement.queries.category_policy import SmallLimits
from procurement.queries.outlook import outlook
from procurement.queries.portfolio import small_matrix
from procurement.queries.proposal import explain_proposal, proposal_for, quadrant_proposal
from procurement.services import lift_consensus, position_category, record_consensus, score_criterion, withdraw_score
from procurement.states import StrategyStatus
from srm.calc.run import calculate_data
from srm.reading import one_reading
from srm.reference.models import Category
from srm.ui.doors import staff_page
from srm.ui.views import act, handle

CALC_PARTS = ("input", "output")


def category_or_404(request: HttpRequest, public_id: str) -> Category:
    if not may_see_portfolio(request.user):
        raise Http404
    return get_object_or_404(Category.objects.select_related("owner"), public_id=public_id)


def category_url(category: Category) -> str:
    return reverse("procurement:category-detail", args=[category.public_id])


@staff_page
@one_reading()
def category_detail(request: HttpRequest, public_id: str) -> HttpResponse:
    category = category_or_404(request, public_id)
    position = Position.objects.current().filter(category=category).select_related("category", "cycle").first()
    strategies = list(Strategy.objects.filter(category=category).select_related("created_by", "approved_by"))
    in_force = next((s for s in strategies if s.status in (StrategyStatus.IN_FORCE, StrategyStatus.OUT_OF_DATE)), None)
    context = {
        "category": category, "position": position, "axes": axes_of(position),
        "beside": beside_of(position), "stability": stability_of(position),
        "matrix": small_matrix(position, category.targets.current().first()), "in_force": in_force,
        "strategies": strategies,
        "draft": next((s for s in strategies if s.status in (StrategyStatus.DRAFT, StrategyStatus.SUBMITTED)), None),
        "codes": list(category.codes.labelled()), "limit": SmallLimits().of(category), "spend": spend_chart(category),
        "history": list(category.positions.select_related("cycle")[:8]), "currency": settings.ORGANISATION_CURRENCY,
        **_proposal(category, position), **_rights(request.user, category), **outlook(request.user, category, position),
        "above": Category.objects.get_ancestors(category),
    }  # fmt: skip
    return render(request, "procurement/category/detail.html", context)


def _proposal(category: Category, position: Position | None) -> dict[str, Any]:
    quadrant = position.quadrant if position else ""
    from_quadrant = quadrant_proposal(category, quadrant)
    return {
        "proposal": proposal_for(category), "from_quadrant": from_quadrant,
        "why": explain_proposal(from_quadrant),
    }  # fmt: skip


def _rights(user: Any, category: Category) -> dict[str, bool]:
    return {
        "may_measure": may_position_category(user, category), "may_score": may_score_category(user, category),
        "may_draft": may_draft_strategy(user, category), "may_manage": may_manage_category(user),
    }  # fmt: skip


@require_POST
@staff_page
def category_measure(request: HttpRequest, public_id: str) -> HttpResponse:
    category = category_or_404(request, public_id)
    verb = lambda: position_category(category=category, by=request.user)  # noqa: E731 - reads best beside act
    return act(request, verb, to=category_url(category), done=_("Measured again."))


@staff_page
def category_score(request: HttpRequest, public_id: str) -> HttpResponse:
    """One's own score on a criterion, with the reason; the category is measured at once so that the effect is seen."""
    category = category_or_404(request, public_id)
    criterion = Criterion.objects.active().filter(code=request.GET.get("criterion", "")).first()
    own = CriterionScore.objects.filter(category=category, criterion=criterion, scorer=request.user).first()
    initial = {"criterion": criterion, "score": own and own.score, "reason": own and own.reason}
    form = CriterionScoreForm(request.POST or None, initial=initial, axis=criterion.axis if criterion else "")
    context = {
        "title": _("Score %(category)s") % {"category": category}, "back": category_url(category),
        "back_label": str(category), "axes": axes_of(category.positions.filter(is_current=True).first()),
        "own": own, "category": category,
    }  # fmt: skip

    def verb(data: dict[str, Any]) -> Position:
        score_criterion(category=category, by=request.user, **data)
        return position_category(category=category, by=request.user)

    template = "procurement/category/score.html"
    return handle(request, form, verb, template=template, context=context, to=category_url(category), done=_("Scored."))


@require_POST
@staff_page
def category_score_withdraw(request: HttpRequest, public_id: str, criterion: str) -> HttpResponse:
    """Take one's own score back; the category is measured at once so that the effect is seen."""
    category = category_or_404(request, public_id)
    mine = CriterionScore.objects.visible_to(request.user).filter(category=category, scorer=request.user)
    own = get_object_or_404(mine, criterion__code=criterion)

    def verb() -> Position:
        withdraw_score(score=own, by=request.user)
        return position_category(category=category, by=request.user)

    done = _("Taken back: the measured value, or what others say, counts again.")
    return act(request, verb, to=category_url(category), done=done)


@staff_page
def category_consensus(request: HttpRequest, public_id: str, criterion: str) -> HttpResponse:
    """The assessors' scores of one criterion side by side, and what they agreed on."""
    category = category_or_404(request, public_id)
    judged = get_object_or_404(Criterion.objects.active(), code=criterion)
    assessed = assessed_by(category, judged)
    form = ConsensusForm(request.POST or None, initial={"score": assessed.mean}, axis=judged.axis)
    context = {
        "title": _("Consensus: %(criterion)s") % {"criterion": judged}, "kind": str(category),
        "back": category_url(category), "back_label": str(category), "assessed": assessed, "category": category,
        "judged": judged, "may_score": may_score_category(request.user, category), "submit": _("Record the consensus"),
    }  # fmt: skip

    def verb(data: dict[str, Any]) -> Position:
        record_consensus(category=category, criterion=judged, by=request.user, **data)
        return position_category(category=category, by=request.user)

    template = "procurement/category/consensus.html"
    return handle(
        request, form, verb, template=template, context=context, to=category_url(category), done=_("Recorded.")
    )


@require_POST
@staff_page
def category_consensus_lift(request: HttpRequest, public_id: str, criterion: str) -> HttpResponse:
    """Lift what was agreed on; the category is measured at once so that the effect is seen."""
    category = category_or_404(request, public_id)
    held = get_object_or_404(category.consensuses.current(), criterion__code=criterion)

    def verb() -> Position:
        lift_consensus(consensus=held, by=request.user)
        return position_category(category=category, by=request.user)

    done = _("Lifted: people's own scores, or the measured value, count again.")
    return act(request, verb, to=category_url(category), done=done)


@staff_page
def category_calc(request: HttpRequest, public_id: str, part: str) -> HttpResponse:
    """What `srm calc kraljic` takes for this category, and what it answers: the page's own numbers."""
    category = category_or_404(request, public_id)
    position = Position.objects.current().filter(category=category).first()
    if position is None or not position.inputs or part not in CALC_PARTS:
        raise Http404
    data = position.inputs if part == "input" else calculate_data("kraljic", position.inputs)
    name = f"kraljic-{category.code}-{part}.json"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    content = json.dumps(data, ensure_ascii=False, indent=2)
    return HttpResponse(content, content_type="application/json", headers=headers)
