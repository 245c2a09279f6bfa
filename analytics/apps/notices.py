"""What people are told and what waits for them: a survey to answer, a finding that is theirs to decide."""

from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from analytics.models import Finding, SurveyInvitation
from analytics.states import FindingStatus
from srm.notifications import waiting
from srm.notifications.kinds import NoticeKind, register_kind
from srm.notifications.states import Channel
from srm.notifications.waiting import Row, Task

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
    waiting.register(surveys, _survey("analytics:survey-detail"))
    waiting.register(surveys, _survey("analytics:portal-survey-detail"), portal=True)
    waiting.register(findings, _finding)


def surveys(user: Any) -> QuerySet[SurveyInvitation]:
    """Surveys the person has not answered yet."""
    rows = SurveyInvitation.objects.of(user).unanswered().filter(survey__closes_at__gt=timezone.now())
    return waiting.rows(
        rows.order_by("survey__closes_at", "pk"), key="survey__public_id", title="survey__cycle__code",
        at="survey__closes_at",
    )  # fmt: skip


def findings(user: Any) -> QuerySet[Finding]:
    """Findings whose owner the person is and on which nothing is decided."""
    rows = Finding.objects.filter(owner=user, status=FindingStatus.OPEN, review__closed_at=None)
    return waiting.rows(
        rows, title="problem", subtitle="evidence", number="review__cycle__code", person="created_by_id"
    )


def _survey(page: str) -> waiting.Show:
    return lambda row: row.task(
        page, _("Answer"), kind="question", title=_("How was %(cycle)s for you?") % {"cycle": row.title},
        subtitle=_("Three short questions"),
    )  # fmt: skip


def _finding(row: Row) -> Task:
    return row.task("analytics:finding-decide", _("Decide"), kind="todo")
