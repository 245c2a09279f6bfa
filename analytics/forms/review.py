from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from analytics.rules.measure import BY_CODE, KINDS
from analytics.states.words import MEASURES
from procurement.models import Cycle
from procurement.services import GoalInput
from procurement.states import Stage
from srm.accounts.models import User
from srm.accounts.states import Kind

DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


def staff() -> Any:
    return User.objects.filter(kind=Kind.STAFF, is_active=True).order_by("name")


class FindingForm(forms.Form):
    """What was found, where, with its evidence."""

    stage = forms.ChoiceField(label=_("Stage"), choices=Stage.choices)
    problem = forms.CharField(label=_("Problem"), max_length=300)
    evidence = forms.CharField(label=_("Evidence"), max_length=200, required=False)
    evidence_link = forms.CharField(
        label=_("Page that shows it"), max_length=200, required=False, help_text=_("A page of ours, such as /tenders/…")
    )
    owner = forms.ModelChoiceField(User.objects.none(), label=_("Owner"), required=False, to_field_name="public_id")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["owner"].queryset = staff()

    def clean_evidence_link(self) -> str:
        link = self.cleaned_data["evidence_link"].strip()
        if link and (not link.startswith("/") or link.startswith(("//", "/\\"))):
            raise forms.ValidationError(_("Give the part of the address after the domain: /tenders/…"))
        return link


class DecideForm(forms.Form):
    """What is done about a finding, by whom."""

    action = forms.CharField(label=_("Decided action"), max_length=300)
    owner = forms.ModelChoiceField(User.objects.none(), label=_("Owner"), to_field_name="public_id")
    expected_effect = forms.CharField(label=_("Expected effect"), max_length=120, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["owner"].queryset = staff()


class CloseForm(forms.Form):
    """The cycle in one sentence, and the next one: its period and its goals."""

    summary = forms.CharField(label=_("This cycle in one sentence"), max_length=200, required=False)
    code = forms.CharField(label=_("Next cycle"), max_length=20)
    starts_on = forms.DateField(label=_("From"), widget=DAY)
    ends_on = forms.DateField(label=_("To"), widget=DAY)

    def __init__(self, data: Any = None, *, cycle: Cycle) -> None:
        goals = {goal.measure: goal for goal in cycle.goals.all()}
        super().__init__(data, initial=following(cycle))
        for kind in KINDS:
            goal = goals.get(kind.code)
            self.fields[f"goal_{kind.code}"] = forms.DecimalField(
                label=MEASURES[kind.code], max_digits=18, decimal_places=2, required=False, min_value=0,
                initial=f"{goal.target.normalize():f}" if goal else None,
                widget=forms.NumberInput(attrs={"inputmode": "decimal"}),
            )  # fmt: skip

    def goal_fields(self) -> Iterator[Any]:
        return (self[f"goal_{kind.code}"] for kind in KINDS)

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        data["goals"] = [
            GoalInput(BY_CODE[kind.code].stage, kind.code, target, BY_CODE[kind.code].at_least)
            for kind in KINDS
            if (target := data.pop(f"goal_{kind.code}", None)) is not None
        ]
        return data


def following(cycle: Cycle) -> dict[str, Any]:
    """Return the period of the same length after the cycle; half years get their usual code."""
    start = cycle.ends_on + timedelta(days=1)
    if (start.month, start.day) == (1, 1):
        return {"code": f"{start.year}-H1", "starts_on": start, "ends_on": date(start.year, 6, 30)}
    if (start.month, start.day) == (7, 1):
        return {"code": f"{start.year}-H2", "starts_on": start, "ends_on": date(start.year, 12, 31)}
    return {"code": "", "starts_on": start, "ends_on": start + (cycle.ends_on - cycle.starts_on)}
