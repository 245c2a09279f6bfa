"""The turn looked at: the cycle in review with two findings, both sides asked, most of them have answered."""

from collections.abc import Callable
from datetime import timedelta

from django.db import transaction

from analytics.models import Survey
from analytics.services import (
    AnswerInput,
    QuestionInput,
    add_finding,
    answer_survey,
    decide_finding,
    open_review,
    open_survey,
)
from analytics.states import SurveyAudience
from analytics.states.words import QUESTIONS
from procurement.models import Cycle
from procurement.queries import current_cycle
from procurement.states import CycleStatus, Stage
from srm.accounts.models import User
from srm.clock import database_now


@transaction.atomic
def load(data: str, _size: str, _say: Callable[[str], None]) -> None:
    """Ask, answer, note; only the example has it."""
    cycle = current_cycle()
    if data != "example" or Survey.objects.exists() or cycle is None or cycle.status != CycleStatus.RUNNING:
        return
    people = {u.email.split("@")[0]: u for u in User.objects.filter(email__endswith="@northwind.example")}
    head = people["viktor.hrytsenko"]
    for audience in SurveyAudience.values:
        _ask(cycle, audience, head)
    review = open_review(cycle=cycle, by=head)
    held = add_finding(
        review=review, stage=Stage.NEEDS, problem="Small requests wait as long as large ones",
        evidence="Approvals of this cycle", evidence_link="/requisitions/", by=people["marta.petrova"],
    )  # fmt: skip
    decide_finding(
        finding=held, action="Approve under 5,000 by rule", owner=people["marta.petrova"],
        expected_effect="−2 days", by=head,
    )  # fmt: skip
    add_finding(
        review=review, stage=Stage.LEARN, problem="Rejected goods are seen only at the second delivery",
        evidence="Receipts of safety equipment", owner=people["oleh.tkach"], by=people["marta.petrova"],
    )  # fmt: skip


def _ask(cycle: Cycle, audience: str, head: User) -> None:
    questions = [QuestionInput(texts["en"], texts) for texts in QUESTIONS[audience]]
    closes_at = database_now() + timedelta(days=14)
    survey = open_survey(cycle=cycle, audience=audience, questions=questions, closes_at=closes_at, by=head)
    asked = list(survey.questions.all())
    invitations = survey.invitations.select_related("user").order_by("user__email")
    for place, invitation in enumerate(invitations):
        if place % 5 == 4:  # one in five has not answered yet, so that the task can be seen
            continue
        answers = [AnswerInput(q, 1 + (place * 3 + q.position * 2 + len(audience)) % 5) for q in asked]
        answer_survey(invitation=invitation, answers=answers, by=invitation.user)
