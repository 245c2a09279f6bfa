from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from procurement.forms.requisition import date_field, number_field
from procurement.models import Requisition
from procurement.states import BudgetControl, CarryOverDecision
from srm.accounts.models import LegalEntity, User
from srm.accounts.states import Role
from srm.reference.models import CostCentre, Currency


class BudgetForm(forms.Form):
    """What a cost centre may spend in a period."""

    cost_centre = forms.ModelChoiceField(
        CostCentre.objects.filter(is_active=True), label=_("Cost centre"), to_field_name="public_id"
    )
    article = forms.CharField(
        label=_("Article"), max_length=60, required=False,
        help_text=_("Accounting's word or the code of a category; empty takes all that no other budget takes."),
    )  # fmt: skip
    project = forms.CharField(label=_("Project"), max_length=60, required=False)
    period_from = date_field(label=_("From"))
    period_to = date_field(label=_("To"))
    amount = number_field(_("Amount"), decimals=2, required=True, min_value=0)
    control = forms.ChoiceField(label=_("When it is exceeded"), required=False)
    exception_role = forms.ChoiceField(
        label=_("Who may allow more"), required=False, choices=[("", _("Nobody")), *Role.choices]
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        usual = BudgetControl(settings.BUDGET_CONTROL).label
        self.fields["control"].choices = [("", _("As usual: %(usual)s") % {"usual": usual}), *BudgetControl.choices]

    def clean(self) -> dict[str, Any]:
        return _ordered(self, super().clean() or {})


class BudgetRateForm(forms.Form):
    """At what rate a currency counts against the budgets of a period."""

    legal_entity = forms.ModelChoiceField(
        LegalEntity.objects.filter(is_active=True), label=_("Company"), to_field_name="public_id"
    )
    currency = forms.ChoiceField(label=_("Currency"))
    period_from = date_field(label=_("From"))
    period_to = date_field(label=_("To"))
    rate = number_field(
        _("Rate"), decimals=8, required=True, min_value=0,
        help_text=_("How much of the company's own currency one of this is worth."),
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["currency"].choices = [(c.code, c.code) for c in Currency.objects.order_by("code")]

    def clean(self) -> dict[str, Any]:
        return _ordered(self, super().clean() or {})


class OverrunForm(forms.Form):
    """Which request may take how much more, and why."""

    requisition = forms.ModelChoiceField(
        Requisition.objects.none(), label=_("Requisition"), to_field_name="public_id"
    )  # fmt: skip
    amount = number_field(_("Up to how much more"), decimals=2, required=True, min_value=0)
    reason = forms.CharField(label=_("Why?"), max_length=500, widget=forms.Textarea(attrs={"rows": 2}))

    def __init__(self, data: Any = None, *, user: User, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.fields["requisition"].queryset = Requisition.objects.visible_to(user).open()


class CarryOverForm(forms.Form):
    """Whose money pays for what was open when the period ended."""

    decision = forms.ChoiceField(label=_("Decision"), choices=CarryOverDecision.choices, widget=forms.RadioSelect)
    reason = forms.CharField(label=_("Why?"), max_length=500, widget=forms.Textarea(attrs={"rows": 2}))


class AccountForm(forms.Form):
    """What a line is booked on."""

    article = forms.CharField(
        label=_("Article"), max_length=60, required=False, help_text=_("Empty: that of the category.")
    )
    project = forms.CharField(label=_("Project"), max_length=60, required=False)


def _ordered(form: forms.Form, data: dict[str, Any]) -> dict[str, Any]:
    if data.get("period_from") and data.get("period_to") and data["period_to"] < data["period_from"]:
        form.add_error("period_to", _("The period ends before it begins."))
    return data
