"""Asking an audience; one's own answers; what all said together."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from analytics.forms.survey import AnswerForm, SurveyForm
from analytics.models import Survey, SurveyInvitation
from analytics.policies.review import may_open_survey
from analytics.queries.links import page
from analytics.queries.survey import result_of
from analytics.services import answer_survey, open_survey
from analytics.states import SurveyAudience
from analytics.views.cycle import visible
from srm.accounts.states import ORGANISATION_ROLES
from srm.ui.doors import staff_page
from srm.ui.views import handle


@require_http_methods(["GET", "HEAD", "POST"])
@staff_page
def survey_create(request: HttpRequest, public_id: str, audience: str) -> HttpResponse:
    """Ask an audience of the cycle: three questions are proposed in three languages."""
    cycle = visible(request, public_id)
    if audience not in SurveyAudience.values or not may_open_survey(request.user):
        raise Http404
    form = SurveyForm(request.POST or None, audience=audience)
    word = SurveyAudience(audience).label
    return handle(
        request, form,
        lambda data: open_survey(
            cycle=cycle, audience=audience, questions=data["questions"], closes_at=data["closes_at"], by=request.user
        ),
        template="analytics/survey/create.html", done=_("They are asked."),
        context={"title": _("Ask %(who)s") % {"who": word.lower()}, "kind": cycle.code, "submit": _("Ask them"),
                 "back": page("analytics:cycle-review", cycle.public_id), "back_label": cycle.code},
    )  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
@staff_page
def survey_detail(request: HttpRequest, public_id: str) -> HttpResponse:
    """One's own answers while they are asked for; after that, what all said together."""
    rows = Survey.objects.visible_to(request.user).select_related("cycle").distinct()
    survey = get_object_or_404(rows, public_id=public_id)
    reads = request.user.has_role(*ORGANISATION_ROLES)
    return answering(
        request, survey, layout_context={"result": result_of(survey) if reads else None},
        back=page("analytics:cycle-review", survey.cycle.public_id), back_label=survey.cycle.code,
    )  # fmt: skip


def answering(
    request: HttpRequest, survey: Survey, *, layout_context: dict[str, Any], back: str, back_label: str
) -> HttpResponse:
    """Show or take the reader's answers; used at both doors."""
    invitation = SurveyInvitation.objects.of(request.user).filter(survey=survey).first()
    asks = invitation is not None and invitation.answered_at is None and survey.closes_at > timezone.now()
    form = AnswerForm(request.POST or None, survey=survey)
    if invitation is None and request.method == "POST":
        raise Http404
    return handle(
        request, form, lambda data: answer_survey(invitation=invitation, answers=data["answers"], by=request.user),
        template="analytics/survey/detail.html", done=_("Thank you."), to=request.path,
        context={"survey": survey, "back": back, "back_label": back_label,
                 "form": form if asks else None, "answered": bool(invitation and invitation.answered_at),
                 **layout_context},
    )  # fmt: skip
