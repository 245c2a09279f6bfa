from django import forms
from django.utils.translation import gettext_lazy as _

from procurement.forms.requisition import number_field
from procurement.models import Stock
from srm.accounts.models import User
from srm.accounts.states import Kind
from srm.reference.models import CostCentre, Item, Place


class CountForm(forms.Form):
    """What was counted of an item at a place, and its limits."""

    item = forms.ModelChoiceField(Item.objects.filter(is_active=True), label=_("Item"), to_field_name="public_id")
    place = forms.ModelChoiceField(Place.objects.filter(is_active=True), label=_("Place"), to_field_name="public_id")
    on_hand = number_field(_("Counted"), decimals=3, required=True, min_value=0)
    blocked = number_field(_("Blocked"), decimals=3, min_value=0)
    safety = number_field(_("Safety stock"), decimals=3, min_value=0)
    reorder_point = number_field(_("Reorder point"), decimals=3, min_value=0)
    maximum = number_field(_("Maximum"), decimals=3, min_value=0)
    unit_cost = number_field(_("Cost of one"), decimals=6, min_value=0)
    planner = forms.ModelChoiceField(
        User.objects.filter(is_active=True, kind=Kind.STAFF).exclude(department=None), label=_("Asked for by"),
        to_field_name="public_id", required=False,
        help_text=_("In whose name it is asked for when it runs low; empty: the storekeeper."),
    )  # fmt: skip
    cost_centre = forms.ModelChoiceField(
        CostCentre.objects.filter(is_active=True), label=_("Paid by"), to_field_name="public_id", required=False
    )

    def given(self) -> dict:
        """Return what was filled in; an empty limit stays as it was."""
        return {name: value for name, value in self.cleaned_data.items() if value is not None}


class TransferForm(forms.Form):
    """Where to, how much and why."""

    place = forms.ModelChoiceField(Place.objects.none(), label=_("To"), to_field_name="public_id")
    quantity = number_field(_("Quantity"), decimals=3, required=True, min_value=0)
    reason = forms.CharField(
        label=_("Why is it needed?"), max_length=500, widget=forms.Textarea(attrs={"rows": 2})
    )  # fmt: skip

    def __init__(self, data=None, *, stock: Stock) -> None:
        super().__init__(data)
        self.fields["place"].queryset = Place.objects.filter(is_active=True).exclude(pk=stock.place_id)
