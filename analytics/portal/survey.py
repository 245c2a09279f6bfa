"""What a supplier's people are asked."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from analytics.models import Survey, SurveyInvitation
from analytics.queries.links import page
from analytics.views.survey import answering
from srm.ui.doors import portal_page


@require_safe
@portal_page
def survey_list(request: HttpRequest) -> HttpResponse:
    """What the reader was asked, newest first."""
    mine = SurveyInvitation.objects.of(request.user).filter(supplier=request.supplier)
    invitations = mine.select_related("survey__cycle").order_by("-survey__closes_at")
    return render(request, "portal/analytics/survey/list.html", {"invitations": invitations, "now": timezone.now()})


@require_http_methods(["GET", "HEAD", "POST"])
@portal_page
def survey_detail(request: HttpRequest, public_id: str) -> HttpResponse:
    """Answer, once."""
    rows = Survey.objects.for_supplier(request.supplier).filter(invitations__user=request.user)
    survey = get_object_or_404(rows.select_related("cycle").distinct(), public_id=public_id)
    return answering(
        request, survey, layout_context={}, back=page("analytics:portal-survey-list"), back_label=_("Surveys")
    )
