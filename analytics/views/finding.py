"""What a review found, and what is done about it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from analytics import services
from analytics.forms.review import DecideForm, FindingForm
from analytics.models import Finding
from analytics.views.cycle import review_or_404
from srm.ui.doors import staff_page
from srm.ui.views import act, handle


def visible(request: HttpRequest, public_id: str) -> Finding:
    rows = Finding.objects.visible_to(request.user).select_related("review__cycle", "owner")
    return get_object_or_404(rows, public_id=public_id)


@require_http_methods(["GET", "HEAD", "POST"])
@staff_page
def finding_create(request: HttpRequest, public_id: str) -> HttpResponse:
    """Note a finding in the review of a cycle."""
    review = review_or_404(request, public_id)
    form = FindingForm(request.POST or None)
    return handle(
        request, form, lambda data: services.add_finding(review=review, by=request.user, **data),
        template="components/pages/form.html", to=review, done=_("Noted."),
        context={"title": _("Add finding"), "kind": review.cycle.code, "back": review.get_absolute_url(),
                 "back_label": review.cycle.code},
    )  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
@staff_page
def finding_decide(request: HttpRequest, public_id: str) -> HttpResponse:
    """Decide what is done about a finding; it becomes a need of the next cycle."""
    finding = visible(request, public_id)
    initial = {
        "action": finding.action, "expected_effect": finding.expected_effect,
        "owner": finding.owner.public_id if finding.owner else None,
    }  # fmt: skip
    form = DecideForm(request.POST or None, initial=initial)
    return handle(
        request, form, lambda data: services.decide_finding(finding=finding, by=request.user, **data),
        template="components/pages/form.html", to=finding, done=_("Decided."),
        context={"title": _("Decide"), "kind": finding.problem, "intro": finding.evidence,
                 "back": finding.get_absolute_url(), "back_label": finding.review.cycle.code, "submit": _("Decide")},
    )  # fmt: skip


@require_POST
@staff_page
def finding_drop(request: HttpRequest, public_id: str) -> HttpResponse:
    finding = visible(request, public_id)
    reason = request.POST.get("reason", "")
    return act(
        request, lambda: services.drop_finding(finding=finding, reason=reason, by=request.user), to=finding,
        done=_("Dropped."),
    )  # fmt: skip
