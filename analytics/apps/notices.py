"""What people are told and what waits for them: a survey to answer, a finding that is theirs to decide."""

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from analytics.models import Finding, SurveyInvitation
from analytics.queries.links import page
from analytics.states import FindingStatus
from srm.notifications import waiting
from srm.notifications.kinds import NoticeKind, register_kind
from srm.notifications.states import Channel
from srm.notifications.waiting import Task

KINDS = tuple(
    NoticeKind(
        key=key, label=gettext_lazy("My opinion is asked"), title=gettext_lazy("Your opinion on %(cycle)s"),
        body=gettext_lazy("Three short questions, until %(until)s. Nobody sees who answered what."),
        action=gettext_lazy("Answer"), default=Channel.BOTH, portal=portal,
    )
    for key, portal in (("analytics.survey", False), ("analytics.portal_survey", True))
)  # fmt: skip


def register() -> None:
    """Register the kinds and the tasks."""
    for kind in KINDS:
        register_kind(kind)
    waiting.register(surveys)
    waiting.register(findings)


def surveys(user: Any) -> list[Task]:
    """Surveys the person has not answered yet."""
    rows = SurveyInvitation.objects.of(user).unanswered().filter(survey__closes_at__gt=timezone.now())
    name = "analytics:portal-survey-detail" if user.is_portal else "analytics:survey-detail"
    return [
        Task(
            due=i.survey.closes_at, title=_("How was %(cycle)s for you?") % {"cycle": i.survey.cycle},
            url=page(name, i.survey.public_id), subtitle=_("Three short questions"), action_label=_("Answer"),
            kind="question",
        )
        for i in rows.select_related("survey__cycle")
    ]  # fmt: skip


def findings(user: Any) -> list[Task]:
    """Findings whose owner the person is and on which nothing is decided."""
    if user.is_portal:
        return []
    rows = Finding.objects.filter(owner=user, status=FindingStatus.OPEN, review__closed_at=None)
    return [
        Task(
            due=None, title=f.problem, url=page("analytics:finding-decide", f.public_id), subtitle=f.evidence,
            number=f.review.cycle.code, from_person=f.created_by, action_label=_("Decide"), kind="todo",
        )
        for f in rows.select_related("review__cycle", "created_by")
    ]  # fmt: skip
