from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from procurement.models import Bundle
from procurement.states import BundleStatus, Procedure
from srm.accounts.models import User
from srm.accounts.states import PROCUREMENT_ROLES, Kind
from srm.reference.models import Category


class ConfirmForm(forms.Form):
    """The procedure of a bundle: the proposed one, or another with a reason."""

    procedure = forms.ChoiceField(label=_("Procedure"), choices=Procedure.choices)
    reason = forms.CharField(
        label=_("Why another than the proposed one?"), required=False, max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
    )  # fmt: skip


class MoveForm(forms.Form):
    """Where a line goes; empty: out of the bundle."""

    bundle = forms.ModelChoiceField(
        Bundle.objects.none(),
        label=pgettext_lazy("target", "To"),
        required=False,
        to_field_name="public_id",
        empty_label=_("Out of bundles"),
    )

    def __init__(self, data=None, *, bundle: Bundle) -> None:
        super().__init__(data)
        others = Bundle.objects.filter(status=BundleStatus.OPEN, legal_entity=bundle.legal_entity_id)
        self.fields["bundle"].queryset = others.exclude(pk=bundle.pk)


class SurplusForm(forms.Form):
    """Whose it is that packs or a least order add."""

    owner = forms.ModelChoiceField(
        User.objects.filter(is_active=True, kind=Kind.STAFF).order_by("name"), label=_("Whose is the surplus?"),
        to_field_name="public_id",
    )  # fmt: skip


class CompetenceForm(forms.Form):
    """Who knows which category, how well, and how much he may have."""

    person = forms.ModelChoiceField(
        User.objects.filter(is_active=True, role_assignments__role__in=PROCUREMENT_ROLES).distinct().order_by("name"),
        label=_("Buyer"), to_field_name="public_id",
    )  # fmt: skip
    category = forms.ModelChoiceField(
        Category.objects.active(), label=_("Category"), to_field_name="public_id",
        help_text=_("Also holds for the categories below it."),
    )  # fmt: skip
    level = forms.IntegerField(label=_("How well, 1–5"), min_value=1, max_value=5, initial=3)
    capacity = forms.IntegerField(
        label=_("Most open lines"), min_value=0, initial=0, help_text=_("0: any number.")
    )  # fmt: skip
