"""Forms of a supplier's registry. Shape only: the services decide."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from srm.accounts.models import User
from srm.accounts.states import PROCUREMENT_ROLES, Kind
from srm.reference.models import Category
from suppliers.models import Supplier
from suppliers.states import MembershipRole

PROFILE = [
    "name", "legal_name", "tax_id", "country", "city", "address", "email", "phone", "website", "currency",
]  # fmt: skip


class DayInput(forms.DateInput):
    input_type = "date"

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(format="%Y-%m-%d", **kwargs)


class ProfileForm(forms.ModelForm):
    """What a company says of itself."""

    website = forms.URLField(label=_("Website"), required=False, assume_scheme="https")

    class Meta:
        model = Supplier
        fields = PROFILE
        widgets = {"address": forms.Textarea({"rows": 2}), "country": forms.TextInput({"size": 2})}
        help_texts = {
            "country": _("Two letters, such as DE or UA."),
            "tax_id": _("As in the register; it is known once per country."),
        }

    def clean_country(self) -> str:
        return self.cleaned_data["country"].upper()

    def validate_constraints(self) -> None:
        """The service words a tax id that is in use; the database has the last word."""


class SupplierForm(ProfileForm):
    """The same with what only we decide: who of ours looks after the company."""

    owner = forms.ModelChoiceField(
        User.objects.none(), label=_("Looked after by"), required=False, to_field_name="public_id"
    )

    class Meta(ProfileForm.Meta):
        fields = [*PROFILE, "owner", "is_own"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = User.objects.filter(kind=Kind.STAFF, is_active=True, role_assignments__role__in=PROCUREMENT_ROLES)
        self.fields["owner"].queryset = people.distinct().order_by("name")
        if self.instance.owner_id:
            self.initial["owner"] = self.instance.owner.public_id


class NewSupplierForm(SupplierForm):
    is_another = forms.BooleanField(
        label=_("I have looked: it is another company"), required=False, widget=forms.HiddenInput
    )

    def add_error(self, field: str | None, error: Any) -> None:
        """A name that reads like a known one: the box that says it is another company comes up."""
        super().add_error(field, error)
        if field == "name" and self.data.get("name"):
            self.fields["is_another"].widget = forms.CheckboxInput()


class InviteForm(forms.Form):
    email = forms.EmailField(label=_("E-mail"))
    role = forms.ChoiceField(label=_("Role"), choices=MembershipRole.choices, initial=MembershipRole.BIDDER)
    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES)


class BankAccountForm(forms.Form):
    iban = forms.CharField(label=_("IBAN or account"), max_length=40)
    bank_name = forms.CharField(label=_("Bank"), max_length=200, required=False)
    currency = forms.CharField(label=_("Currency"), max_length=3, min_length=3)

    def clean_currency(self) -> str:
        return self.cleaned_data["currency"].upper()


class RenewalForm(forms.Form):
    """The dates and the file of a document."""

    number = forms.CharField(label=_("Number"), max_length=80, required=False)
    issued_on = forms.DateField(label=pgettext_lazy("certificate", "Issued on"), required=False, widget=DayInput())
    expires_on = forms.DateField(label=_("Expires on"), required=False, widget=DayInput())
    file = forms.FileField(label=_("File"), required=False)


class CertificateForm(RenewalForm):
    name = forms.CharField(label=_("Document"), max_length=200, help_text=_("Such as ISO 9001 or liability insurance."))
    field_order = ["name", "number", "issued_on", "expires_on", "file"]


class QualificationForm(forms.Form):
    category = forms.ModelChoiceField(Category.objects.none(), label=_("Category"), to_field_name="public_id")

    def __init__(self, *args: Any, supplier: Supplier, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        asked = supplier.qualifications.values("category")
        self.fields["category"].queryset = Category.objects.active().leaves().exclude(pk__in=asked)


class QualifyForm(forms.Form):
    valid_until = forms.DateField(label=_("Valid until"), required=False, widget=DayInput())
    note = forms.CharField(label=_("Note"), required=False, widget=forms.Textarea({"rows": 3}))
