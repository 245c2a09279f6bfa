"""Supply plans and cycles: shape only, the services decide."""

from django import forms
from django.utils.translation import gettext_lazy as _

from procurement.queries.cycle import GOAL_WORDS
from procurement.states import Procedure, Stage

DATE = {"type": "date"}


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
