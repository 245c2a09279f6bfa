"""One category: its name, owner and codes of public classifications."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from procurement.rules.classification import read_codes
from srm.accounts.models import User
from srm.accounts.states import PROCUREMENT_ROLES, Kind
from srm.reference.models import Category, Scheme


class CategoryForm(forms.Form):
    """Shape only: the service knows how codes are formed."""

    name = forms.CharField(label=_("Name"), max_length=200)
    owner = forms.ModelChoiceField(User.objects.none(), label=_("Owner"), required=False, to_field_name="public_id")

    def __init__(self, *args: Any, category: Category, **kwargs: Any) -> None:
        kept = {scheme: ", ".join(c.code for c in category.codes.all() if c.scheme == scheme) for scheme in Scheme}
        initial = {"name": category.name, "owner": category.owner and category.owner.public_id}
        super().__init__(*args, initial=initial | {s.lower(): codes for s, codes in kept.items()}, **kwargs)
        people = User.objects.filter(kind=Kind.STAFF, is_active=True, role_assignments__role__in=PROCUREMENT_ROLES)
        self.fields["owner"].queryset = people.distinct().order_by("name")
        for scheme in Scheme:
            self.fields[scheme.lower()] = forms.CharField(
                label=scheme.label, required=False, max_length=400, help_text=_("Several are parted by commas.")
            )

    def values(self) -> dict[str, Any]:
        """Return what `change_category` takes."""
        data = self.cleaned_data
        codes = {scheme.value: read_codes(data[scheme.lower()]) for scheme in Scheme}
        return {"name": data["name"], "owner": data["owner"], "codes": codes}
