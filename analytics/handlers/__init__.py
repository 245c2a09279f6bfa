"""Who hears of surveys."""

from analytics.events import SurveyOpened
from analytics.models import Survey
from analytics.queries.links import page
from srm.accounts.states import Kind
from srm.events.models import Event
from srm.events.registry import on
from srm.notifications.services import notify
from srm.notifications.values import as_time


@on(SurveyOpened)
def ask_people(event: SurveyOpened, *, record: Event) -> None:
    """Everybody invited is told, each at his own door."""
    survey = Survey.objects.select_related("cycle").get(pk=record.subject_id)
    people = [i.user for i in survey.invitations.select_related("user")]
    for portal, kind, name in (
        (False, "analytics.survey", "analytics:survey-detail"),
        (True, "analytics.portal_survey", "analytics:portal-survey-detail"),
    ):
        recipients = [person for person in people if (person.kind == Kind.PORTAL) == portal]
        notify(
            recipients=recipients, kind=kind, subject=survey, event=record, url=page(name, survey.public_id),
            params={"cycle": survey.cycle.code, "until": as_time(survey.closes_at)},
        )  # fmt: skip
