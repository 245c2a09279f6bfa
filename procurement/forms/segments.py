"""Scores, criteria, supply plans and cycles: shape only, the services decide."""

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from procurement.models import Criterion
from procurement.queries.cycle import GOAL_WORDS
from procurement.states import Procedure, Stage

DATE = {"type": "date"}


class CriterionScoreForm(forms.Form):
    """One score with its reason."""

    criterion = forms.ModelChoiceField(
        Criterion.objects.active(), label=_("Criterion"), to_field_name="code", empty_label=None
    )
    score = forms.DecimalField(
        label=_("Score, 1 to 5"), min_value=Decimal(1), max_value=Decimal(5), max_digits=4, decimal_places=2,
        help_text=_("High means more supply risk, or more profit impact."),
        widget=forms.NumberInput(attrs={"inputmode": "decimal", "step": "0.25"}),
    )  # fmt: skip
    reason = forms.CharField(
        label=_("Reason"), max_length=300, required=False,
        help_text=_("Needed where the criterion is measured: your score then counts instead."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )  # fmt: skip


class CriterionForm(forms.Form):
    """Weight, bounds and least facts of a criterion; a scored one has no bounds."""

    weight = forms.DecimalField(label=_("Weight"), min_value=Decimal(0), max_digits=6, decimal_places=3)
    at_one = forms.FloatField(label=_("Value that scores 1"), required=False)
    at_five = forms.FloatField(label=_("Value that scores 5"), required=False)
    minimum_facts = forms.IntegerField(
        label=_("Least number of facts"), min_value=1, max_value=1000, help_text=_("With fewer it counts as unknown.")
    )
    is_active = forms.BooleanField(label=_("Counts"), required=False)

    def __init__(self, *args: Any, criterion: Criterion, **kwargs: Any) -> None:
        low, high = criterion.bounds or (None, None)
        initial = {
            "weight": criterion.weight, "at_one": low, "at_five": high, "minimum_facts": criterion.minimum_facts,
            "is_active": criterion.is_active,
        }  # fmt: skip
        super().__init__(*args, initial=initial, **kwargs)
        if not criterion.measure:
            for name in ("at_one", "at_five", "minimum_facts"):
                del self.fields[name]

    def values(self) -> dict[str, Any]:
        """Return what `change_criterion` takes."""
        data = dict(self.cleaned_data)
        bounds = [data.pop(name) for name in ("at_one", "at_five") if name in data]
        return data | ({"bounds": [b for b in bounds if b is not None]} if bounds else {})


class SupplyPlanForm(forms.Form):
    """The period of a plan."""

    period_from = forms.DateField(label=_("From"), widget=forms.DateInput(attrs=DATE, format="%Y-%m-%d"))
    period_to = forms.DateField(label=_("To"), widget=forms.DateInput(attrs=DATE, format="%Y-%m-%d"))


class PlanLineForm(forms.Form):
    """One line of a plan."""

    known_amount = forms.DecimalField(label=_("Known needs"), min_value=0, max_digits=18, decimal_places=2)
    forecast_amount = forms.DecimalField(label=_("Forecast"), min_value=0, max_digits=18, decimal_places=2)
    procedure = forms.ChoiceField(label=_("Procedure"), choices=Procedure.choices)
    needed_on = forms.DateField(label=_("Needed on"), widget=forms.DateInput(attrs=DATE, format="%Y-%m-%d"))
    note = forms.CharField(label=_("Note"), max_length=300, required=False)


class CycleForm(forms.Form):
    """Code and period of a cycle."""

    code = forms.CharField(label=_("Code"), max_length=20, help_text=_("Such as 2027-H1"))
    starts_on = forms.DateField(label=_("From"), widget=forms.DateInput(attrs=DATE, format="%Y-%m-%d"))
    ends_on = forms.DateField(label=_("To"), widget=forms.DateInput(attrs=DATE, format="%Y-%m-%d"))


class GoalForm(forms.Form):
    """One goal: a measure of a stage and what to reach."""

    stage = forms.ChoiceField(label=_("Stage"), choices=Stage.choices)
    measure = forms.ChoiceField(label=_("Measure"), choices=[("", "–"), *GOAL_WORDS.items()])
    target = forms.DecimalField(label=_("Target"), max_digits=18, decimal_places=2)
    at_least = forms.TypedChoiceField(
        label=_("Direction"), coerce=lambda value: value == "1", choices=[("1", _("at least")), ("0", _("at most"))]
    )


GoalFormSet = forms.formset_factory(GoalForm, extra=1, can_delete=True)
