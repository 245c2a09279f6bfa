from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from analytics.models import Survey
from analytics.queries.survey import question_text
from analytics.services import AnswerInput, QuestionInput
from analytics.states.words import QUESTIONS, SCALE
from srm.clock import organisation_today, organisation_zone

LANGUAGES = {"en": "English", "ru": "Русский", "uk": "Українська"}


class SurveyForm(forms.Form):
    """Three questions in three languages and the day until which they may be answered."""

    closes_on = forms.DateField(
        label=_("Answers until"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )

    def __init__(self, data: Any = None, *, audience: str) -> None:
        super().__init__(data, initial={"closes_on": organisation_today() + timedelta(days=14)})
        for number, texts in enumerate(QUESTIONS[audience], start=1):
            for language, word in LANGUAGES.items():
                self.fields[f"question_{number}_{language}"] = forms.CharField(
                    label=f"{number}. {word}", max_length=200, initial=texts[language], required=language == "en"
                )

    def rows(self) -> Iterator[list[Any]]:
        return ([self[f"question_{number}_{code}"] for code in LANGUAGES] for number in range(1, 4))

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        day: date | None = data.get("closes_on")
        data["closes_at"] = datetime.combine(day, time(18), organisation_zone()) if day else None
        data["questions"] = [
            QuestionInput(
                data.get(f"question_{n}_en", ""),
                {code: text for code in LANGUAGES if (text := data.get(f"question_{n}_{code}", ""))},
            )
            for n in range(1, 4)
        ]
        return data


class AnswerForm(forms.Form):
    """One's answers: 1 to 5 to each question, a comment where one wishes."""

    def __init__(self, data: Any = None, *, survey: Survey) -> None:
        super().__init__(data)
        self.questions = list(survey.questions.all())
        for question in self.questions:
            self.fields[f"value_{question.position}"] = forms.TypedChoiceField(
                label=question_text(question), choices=[(v, f"{v} · {w}") for v, w in enumerate(SCALE, start=1)],
                coerce=int, widget=forms.RadioSelect, error_messages={"required": _("Choose from 1 to 5.")},
            )  # fmt: skip
            self.fields[f"comment_{question.position}"] = forms.CharField(
                label=_("Comment, if you like"), max_length=500, required=False
            )

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        data["answers"] = [
            AnswerInput(q, data[f"value_{q.position}"], data.get(f"comment_{q.position}", ""))
            for q in self.questions
            if f"value_{q.position}" in data
        ]
        return data
