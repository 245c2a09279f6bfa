"""Who may see what hangs on reviews and surveys, and how their events read."""

from django.utils.translation import gettext_lazy as _

from analytics import events
from analytics.models import CycleReview, Survey
from analytics.queries.links import page
from procurement.models import Cycle
from srm.audit.texts import register_parts, register_text
from srm.subjects import register_subject

TEXTS = {
    events.ReviewOpened: (_("Review opened"), "neutral"),
    events.CycleMeasured: (_("Measured: %(met)s of %(measured)s goals met"), "neutral"),
    events.FindingAdded: (_("Found: %(problem)s"), "waiting"),
    events.FindingDecided: (_("Decided: %(action)s"), "good"),
    events.FindingDropped: (_("Dropped “%(problem)s”: %(reason)s"), "neutral"),
    events.ReviewClosed: (_("Closed; %(successor)s follows"), "good"),
    events.SurveyOpened: (_("%(people)s people asked"), "neutral"),
}


def register() -> None:
    """Register subjects and texts."""
    for event, (text, tone) in TEXTS.items():
        register_text(event, text, tone=tone)
    register_subject(
        CycleReview, sees=lambda user, _review: not user.is_portal, adds=lambda user, _review: not user.is_portal,
        url=lambda review: review.get_absolute_url(),
    )  # fmt: skip
    register_subject(
        Survey, sees=lambda user, survey: survey.invitations.filter(user=user).exists()
        or (not user.is_portal and Survey.objects.visible_to(user).filter(pk=survey.pk).exists()),
        adds=lambda _user, _survey: False, url=lambda survey: survey.get_absolute_url(),
        portal_url=lambda survey: page("analytics:portal-survey-detail", survey.public_id), several_suppliers=True,
    )  # fmt: skip
    register_parts(Cycle, lambda cycle: CycleReview.objects.filter(cycle=cycle))
