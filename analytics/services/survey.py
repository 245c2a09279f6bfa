"""Three questions to each side; answers are kept apart from who gave them."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from analytics.events import SurveyOpened
from analytics.models import Survey, SurveyAnswer, SurveyInvitation, SurveyQuestion
from analytics.policies.review import may_answer_survey, may_open_survey
from analytics.states import SurveyAudience
from procurement.models import Cycle, Requisition
from srm.accounts.models import User
from srm.accounts.queries import people_with_role
from srm.accounts.states import Role
from srm.authz import person, require
from srm.clock import database_now
from srm.errors import Invalid, Refused
from srm.events.services import record
from suppliers.models import Membership


@dataclass(frozen=True)
class QuestionInput:
    """A statement in English, with its other languages."""

    text: str
    texts: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class AnswerInput:
    """1 (disagree) to 5 (agree) to one question."""

    question: SurveyQuestion
    value: int
    comment: str = ""


@transaction.atomic
def open_survey(
    *, cycle: Cycle, audience: str, questions: Sequence[QuestionInput], closes_at: datetime, by: Any
) -> Survey:
    """Ask an audience of this cycle; everyone concerned is invited once. Records SurveyOpened.

    Raises Invalid without questions or with a close in the past, Refused when that audience was asked already.
    """
    require(may_open_survey(by), _("Surveys are opened by the head of procurement."))
    if not questions:
        raise Invalid({"questions": _("Ask at least one question.")})
    if closes_at <= database_now():
        raise Invalid({"closes_at": _("The survey must close in the future.")})
    if Survey.objects.filter(cycle=cycle, audience=audience).exists():
        raise Refused(_("They were asked already in this cycle."), code="asked_already")
    survey = Survey.objects.create(cycle=cycle, audience=audience, closes_at=closes_at, created_by=person(by))
    SurveyQuestion.objects.bulk_create(
        SurveyQuestion(survey=survey, position=number, text=q.text, texts=q.texts)
        for number, q in enumerate(questions, start=1)
    )
    people = _people(cycle, audience)
    SurveyInvitation.objects.bulk_create(
        SurveyInvitation(survey=survey, user_id=user, supplier_id=supplier) for user, supplier in people.items()
    )
    record(SurveyOpened(audience, closes_at, len(people)), subject=survey, by=by)
    return survey


@transaction.atomic
def answer_survey(*, invitation: SurveyInvitation, answers: Sequence[AnswerInput], by: Any) -> SurveyInvitation:
    """Give one's answers, once and all of them. Nothing is recorded: an event would tell who said what, and when.

    Raises Invalid for a missing or wrong answer, Refused after the close or a second time.
    """
    invitation = SurveyInvitation.objects.select_for_update(of=("self",)).select_related("survey").get(pk=invitation.pk)
    require(may_answer_survey(by, invitation), _("This survey was put to someone else."))
    if invitation.answered_at or invitation.survey.closes_at <= database_now():
        raise Refused(_("This survey is answered or closed."), code="wrong_state")
    given = {a.question.pk: a for a in answers}
    missing = [q for q in invitation.survey.questions.all() if q.pk not in given or not 1 <= given[q.pk].value <= 5]
    if missing:
        raise Invalid({f"questions.{q.position - 1}": _("Choose from 1 to 5.") for q in missing})
    SurveyAnswer.objects.bulk_create(
        SurveyAnswer(question=a.question, value=a.value, comment=a.comment) for a in given.values()
    )
    invitation.answered_at = database_now()
    invitation.save(update_fields=["answered_at"])
    return invitation


def _people(cycle: Cycle, audience: str) -> dict[int, int | None]:
    """Who is asked: user id → supplier id (for suppliers' people)."""
    if audience == SurveyAudience.SUPPLIERS:
        rows = Membership.objects.filter(is_active=True, user__is_active=True, supplier__status="active")
        return dict(rows.order_by("-pk").values_list("user", "supplier"))
    if audience == SurveyAudience.BUYERS:
        people = people_with_role(Role.BUYER, Role.CATEGORY_MANAGER)
    else:
        asked = Requisition.objects.filter(created_at__date__range=(cycle.starts_on, cycle.ends_on))
        people = User.objects.filter(pk__in=asked.values("requester"), is_active=True)
    return dict.fromkeys(people.values_list("pk", flat=True))
