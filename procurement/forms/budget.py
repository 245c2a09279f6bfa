from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from procurement.forms.requisition import date_field, number_field
from srm.reference.models import CostCentre


class BudgetForm(forms.Form):
    """What a cost centre may spend in a period."""

    cost_centre = forms.ModelChoiceField(
        CostCentre.objects.filter(is_active=True), label=_("Cost centre"), to_field_name="public_id"
    )
    article = forms.CharField(label=_("Article"), max_length=60, required=False)
    project = forms.CharField(label=_("Project"), max_length=60, required=False)
    period_from = date_field(label=_("From"))
    period_to = date_field(label=_("To"))
    amount = number_field(_("Amount"), decimals=2, required=True, min_value=0)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("period_from") and data.get("period_to") and data["period_to"] < data["period_from"]:
            self.add_error("period_to", _("The period ends before it begins."))
        return data
