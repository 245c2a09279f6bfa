"""Forms of scorecards, ratings and joint plans."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from srm.clock import organisation_today
from suppliers.forms.supplier import DayInput
from suppliers.models import JointPlan, ScorecardCriterion, Supplier
from suppliers.states import Side, Stars


def amount_field(label: Any, **more: Any) -> forms.DecimalField:
    widget = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"})
    return forms.DecimalField(label=label, widget=widget, localize=True, **more)


class PeriodForm(forms.Form):
    """The last twelve months unless told."""

    period_from = forms.DateField(label=_("From"), widget=DayInput())
    period_to = forms.DateField(label=_("To"), widget=DayInput())

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        today = organisation_today()
        self.initial = {"period_from": today - timedelta(days=365), "period_to": today, **self.initial}


class CriterionForm(forms.Form):
    code = forms.CharField(widget=forms.HiddenInput)
    weight = amount_field(_("Weight"), max_digits=6, decimal_places=2, min_value=0)
    critical_below = amount_field(
        _("Critical below"), max_digits=5, decimal_places=2, min_value=0, max_value=100, required=False
    )
    is_active = forms.BooleanField(label=_("Counts"), required=False)


CriterionFormSet = forms.formset_factory(CriterionForm, extra=0)


class RatingForm(forms.Form):
    """One question per criterion that people are asked, in five words."""

    comment = forms.CharField(
        label=_("What should the others know?"), required=False, widget=forms.Textarea({"rows": 3})
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.criteria = list(ScorecardCriterion.objects.filter(kind="survey", is_active=True))
        for criterion in self.criteria:
            self.fields[criterion.code] = forms.TypedChoiceField(
                label=str(criterion), choices=Stars.choices, coerce=Decimal, widget=forms.RadioSelect
            )
        self.order_fields([*(c.code for c in self.criteria), "comment"])

    def scores(self) -> dict[str, Decimal]:
        return {c.code: self.cleaned_data[c.code] for c in self.criteria}


class PlanForm(forms.Form):
    supplier = forms.ModelChoiceField(Supplier.objects.none(), label=_("Supplier"), to_field_name="public_id")
    title = forms.CharField(label=_("What the plan is about"), max_length=200)
    goal = forms.CharField(
        label=_("What both want to reach"), required=False, widget=forms.Textarea({"rows": 3}),
        help_text=_("A figure and a date that both can check."),
    )  # fmt: skip
    review_on = forms.DateField(label=_("Look at it together on"), required=False, widget=DayInput())

    def __init__(self, *args: Any, suppliers: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["supplier"].queryset = suppliers


class ActionForm(forms.Form):
    title = forms.CharField(label=_("What is to be done"), max_length=300)
    side = forms.ChoiceField(label=_("Who does it"), choices=Side.choices)
    due_on = forms.DateField(label=_("Until"), widget=DayInput())
    expected_effect = forms.CharField(label=_("What it brings"), max_length=200, required=False)

    def __init__(self, *args: Any, plan: JointPlan, buyer: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if buyer:
            self.fields["side"].choices = [(Side.BUYER, buyer), (Side.SUPPLIER, plan.supplier.name)]
        else:
            self.fields["side"].choices = [(Side.BUYER, Side.BUYER.label), (Side.SUPPLIER, plan.supplier.name)]
