"""A category strategy: what it decides, its goals and its levers."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from procurement.models import Strategy
from procurement.states import ApprovalLevel, AuctionFormat, Direction, GoalMeasure, Procedure, StrategyLever

FIELDS = (
    "procedure", "auction_format", "price_weight", "minimum_bidders", "contract_months", "approval_level",
    "supplier_review_months", "direction", "review_on", "overruled_reason",
)  # fmt: skip
DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class StrategyForm(forms.Form):
    """What the strategy decides; the service asks for a reason where it differs from the quadrant's proposal."""

    procedure = forms.ChoiceField(label=_("Procedure"), choices=Procedure.choices)
    auction_format = forms.ChoiceField(label=_("Auction"), choices=AuctionFormat.choices)
    price_weight = forms.IntegerField(label=_("Weight of the price, %"), min_value=0, max_value=100)
    minimum_bidders = forms.IntegerField(label=_("Least number of bidders"), min_value=1, max_value=99)
    contract_months = forms.IntegerField(label=_("Contract length, months"), min_value=1, max_value=120)
    approval_level = forms.ChoiceField(
        label=_("Approval"), choices=ApprovalLevel.choices, help_text=_("Of this strategy, and of its tenders' awards.")
    )
    supplier_review_months = forms.IntegerField(
        label=_("Months between supplier reviews"), min_value=0, max_value=60, help_text=_("0: no regular review.")
    )
    direction = forms.ChoiceField(
        label=_("Direction"), choices=[("", _("No direction")), *Direction.choices], required=False,
        help_text=_("Of the second step, for strategic categories."),
    )  # fmt: skip
    review_on = forms.DateField(label=_("Review on"), widget=DAY)
    overruled_reason = forms.CharField(
        label=_("Reason for differing from the proposal"), max_length=500, required=False,
        help_text=_("Needed only where you decide otherwise than the quadrant proposes."),
        widget=forms.Textarea(attrs={"rows": 2}),
    )  # fmt: skip


class GoalForm(forms.Form):
    """One goal: measured by the house, or in its own words and units."""

    measure = forms.ChoiceField(
        label=_("Measure"), choices=[("", _("In words")), *GoalMeasure.choices], required=False
    )  # fmt: skip
    name = forms.CharField(label=_("Goal"), max_length=120, required=False)
    start = forms.CharField(label=_("Start"), max_length=20, required=False)
    target = forms.CharField(label=_("Target"), max_length=20)
    by = forms.CharField(label=_("By when"), max_length=20, required=False)


class LeverForm(forms.Form):
    """One lever: what is done, what it should bring, who sees to it."""

    code = forms.ChoiceField(
        label=_("Lever"), choices=[("", _("In words")), *StrategyLever.choices], required=False
    )  # fmt: skip
    name = forms.CharField(label=_("In words"), max_length=120, required=False)
    expected = forms.CharField(label=_("Expected"), max_length=30, required=False)
    owner = forms.CharField(label=_("Owner (name or e-mail)"), max_length=254, required=False)


class MilestoneForm(forms.Form):
    """One milestone: what, until when, who."""

    name = forms.CharField(label=_("Milestone"), max_length=120)
    due_on = forms.DateField(label=_("Until"), required=False, widget=DAY)
    owner = forms.CharField(label=_("Owner (name or e-mail)"), max_length=254, required=False)


GoalFormSet = forms.formset_factory(GoalForm, extra=1, can_delete=True)
LeverFormSet = forms.formset_factory(LeverForm, extra=1, can_delete=True)
MilestoneFormSet = forms.formset_factory(MilestoneForm, extra=1, can_delete=True)


def initial_of(strategy: Strategy) -> dict[str, Any]:
    """Return the form's values of a strategy."""
    return {name: getattr(strategy, name) for name in FIELDS}


def rows_of(formset: forms.BaseFormSet) -> list[dict[str, Any]]:
    """Return the filled, kept rows of a formset as plain values."""
    kept = [f.cleaned_data for f in formset.forms if f.cleaned_data and not f.cleaned_data.get("DELETE")]
    rows = [{name: value for name, value in row.items() if name != "DELETE"} for row in kept]
    return [row for row in rows if any(row.values())]
