from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from procurement.models import Bundle
from procurement.states import BundleStatus, Procedure


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
