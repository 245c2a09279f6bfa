from django import forms
from django.utils.translation import gettext_lazy as _

from procurement.forms.requisition import number_field
from srm.reference.models import Item, Place


class CountForm(forms.Form):
    """What was counted of an item at a place, and its limits."""

    item = forms.ModelChoiceField(Item.objects.filter(is_active=True), label=_("Item"), to_field_name="public_id")
    place = forms.ModelChoiceField(Place.objects.filter(is_active=True), label=_("Place"), to_field_name="public_id")
    on_hand = number_field(_("Counted"), decimals=3, required=True, min_value=0)
    blocked = number_field(_("Blocked"), decimals=3, min_value=0)
    safety = number_field(_("Safety stock"), decimals=3, min_value=0)
    reorder_point = number_field(_("Reorder point"), decimals=3, min_value=0)
    maximum = number_field(_("Maximum"), decimals=3, min_value=0)

    def given(self) -> dict:
        """Return what was filled in; an empty limit stays as it was."""
        return {name: value for name, value in self.cleaned_data.items() if value is not None}
