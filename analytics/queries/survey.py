"""What each side answered, read together: never fewer than three people at once, never by name."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q
from django.utils.translation import get_language

from analytics.models import Survey, SurveyAnswer, SurveyQuestion
from analytics.states.words import SCALE
from procurement.models import Cycle

LEAST = 3  # people; with fewer one could guess who said what


@dataclass(frozen=True)
class SurveyResult:
    """One audience: how many were asked and answered, and the chart once enough have answered."""

    survey: Survey
    asked: int
    answered: int
    data: dict[str, Any] | None
    comments: list[str]


def question_text(question: SurveyQuestion) -> str:
    """Return the question in the reader's language, as it was asked."""
    return question.texts.get((get_language() or "en")[:2]) or question.text


def results_of(cycle: Cycle) -> list[SurveyResult]:
    """Return every survey of the cycle with its result."""
    return [result_of(survey) for survey in _counted(Survey.objects.filter(cycle=cycle))]


def result_of(survey: Any) -> SurveyResult:
    """Return one survey's result."""
    if not hasattr(survey, "asked"):
        survey = _counted(Survey.objects.filter(pk=survey.pk)).get()
    enough = survey.answered >= LEAST
    return SurveyResult(
        survey, survey.asked, survey.answered, _chart(survey) if enough else None, _comments(survey) if enough else []
    )


def _counted(rows: Any) -> Any:
    answered = Count("invitations", filter=Q(invitations__answered_at__isnull=False))
    return rows.annotate(asked=Count("invitations"), answered=answered).order_by("pk")


def _chart(survey: Survey) -> dict[str, Any]:
    found: dict[tuple[int, int], int] = {}
    rows = SurveyAnswer.objects.filter(question__survey=survey).values_list("question", "value")
    for question, value, count in rows.annotate(count=Count("pk")).order_by():
        found[question, value] = count
    return {
        "scale": [str(word) for word in SCALE],
        "questions": [
            {"label": question_text(q), "counts": [found.get((q.pk, value), 0) for value in range(1, 6)]}
            for q in survey.questions.all()
        ],
    }


def _comments(survey: Survey) -> list[str]:
    # By alphabet: the order of arrival would tell who wrote which.
    rows = SurveyAnswer.objects.filter(question__survey=survey).exclude(comment="").order_by("comment")
    return list(rows.values_list("comment", flat=True))
