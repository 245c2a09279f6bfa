"""Forms of a tender's draft and of its amendments. Shape only: the services decide."""

from typing import Any

from django import forms
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from procurement.states import AuctionFormat
from srm.accounts.models import LegalEntity, User
from srm.accounts.states import Kind
from srm.reference.models import Category, Unit
from suppliers.models import Supplier
from suppliers.queries import capable_suppliers
from suppliers.states import SupplierStatus
from tenders.models import Tender
from tenders.states import Aggregate, CommitteeRole, CriterionKind, TenderKind

PRICE_FORMULAS = (
    ("min_ratio", _("Lowest price ÷ price")),
    ("linear_to_min", _("Falls in line with the distance to the lowest price")),
    ("range", _("Between the highest and the lowest price")),
)


class MomentInput(forms.DateTimeInput):
    """A local date and time as browsers ask for it."""

    input_type = "datetime-local"

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(format="%Y-%m-%dT%H:%M", **kwargs)


def amount_field(label: Any, *, places: int = 2, required: bool = True, **more: Any) -> forms.DecimalField:
    """A decimal typed with a point or comma on any keyboard."""
    widget = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"})
    return forms.DecimalField(
        label=label, max_digits=18, decimal_places=places, required=required, widget=widget, localize=True, **more
    )


class NewTenderForm(forms.Form):
    title = forms.CharField(label=_("What is bought"), max_length=200)
    kind = forms.ChoiceField(label=_("Kind"), choices=TenderKind.choices, initial=TenderKind.RFQ)
    category = forms.ModelChoiceField(Category.objects.none(), label=_("Category"), to_field_name="public_id")
    legal_entity = forms.ModelChoiceField(
        LegalEntity.objects.filter(is_active=True), label=_("Buying company"), to_field_name="public_id"
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["category"].queryset = Category.objects.filter(is_active=True).order_by("path")


class TenderForm(forms.ModelForm):
    """The settings that are frozen at publication."""

    auction_format = forms.ChoiceField(label=_("Auction after the opening"), choices=AuctionFormat.choices)
    price_formula = forms.ChoiceField(label=_("Points for the price"), choices=PRICE_FORMULAS)

    class Meta:
        model = Tender
        fields = [
            "title", "kind", "description", "bids_until", "questions_until", "minimum_bidders", "standstill_days",
            "price_formula", "auction_format", "procedure_reason",
        ]  # fmt: skip
        widgets = {
            "bids_until": MomentInput(),
            "questions_until": MomentInput(),
            "description": forms.Textarea({"rows": 4}),
        }
        help_texts = {
            "bids_until": _("On a working day, in your time zone. Nobody can open a bid earlier."),
            "questions_until": _("Empty: until the bids' deadline."),
            "minimum_bidders": _("With fewer bids a person decides, with a reason, whether the tender goes on."),
            "procedure_reason": _("Needed where this tender leaves what the category's strategy asks for."),
            "standstill_days": _("Between the decision and its acceptance, so that losers can object."),
        }


class LotForm(forms.Form):
    title = forms.CharField(label=_("Lot"), max_length=200)
    estimate = amount_field(_("Estimate"), required=False, min_value=0, help_text=_("Bidders never see it."))


class LotItemForm(forms.Form):
    description = forms.CharField(label=_("What exactly"), max_length=500)
    quantity = amount_field(_("Quantity"), places=3)
    unit = forms.ModelChoiceField(Unit.objects.all(), label=_("Unit"))
    needed_on = forms.DateField(
        label=_("Needed on"), required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )


class CriterionForm(forms.Form):
    name = forms.CharField(label=_("Criterion"), max_length=200)
    kind = forms.ChoiceField(label=_("How it is judged"), choices=CriterionKind.choices)
    weight = amount_field(_("Weight, %"), required=False, min_value=0)
    max_score = amount_field(_("Best score"), required=False, min_value=0)
    min_score = amount_field(_("Least score"), required=False, min_value=0)
    aggregate = forms.ChoiceField(label=_("Several scorers"), choices=Aggregate.choices, required=False)


class MemberForm(forms.Form):
    user = forms.ModelChoiceField(User.objects.none(), label=_("Person"), to_field_name="public_id")
    role = forms.ChoiceField(label=_("Role"), choices=CommitteeRole.choices)

    def __init__(self, *args: Any, people: Any = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["user"].queryset = User.objects.filter(kind=Kind.STAFF, is_active=True).order_by("name")
        if people is not None:
            self.fields["user"].choices = [("", "–"), *people]


class SupplierChoice(forms.ModelMultipleChoiceField):
    def label_from_instance(self, obj: Supplier) -> str:
        return gettext("%(supplier)s · qualified") % {"supplier": obj.name} if obj.fits else obj.name


class InviteForm(forms.Form):
    suppliers = SupplierChoice(
        Supplier.objects.none(), label=_("Suppliers"), to_field_name="public_id", required=False,
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip
    name = forms.CharField(label=_("New supplier's name"), max_length=200, required=False)
    email = forms.EmailField(
        label=_("E-mail"), required=False, help_text=_("The company gets a link to register and to bid.")
    )

    def __init__(self, *args: Any, tender: Tender, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fit = Supplier.objects.exclude(status__in=[SupplierStatus.SUSPENDED, SupplierStatus.BLOCKED])
        able = capable_suppliers(tender.category).filter(pk=OuterRef("pk"))
        free = fit.exclude(tender_invitations__tender=tender).annotate(fits=Exists(able))
        self.fields["suppliers"].queryset = free.order_by("-fits", "name")

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if bool(data.get("name")) != bool(data.get("email")) and "email" not in self.errors:
            self.add_error("email" if data.get("name") else "name", _("A new supplier needs a name and an e-mail."))
        if not data.get("suppliers") and not data.get("name") and not self.errors:
            raise forms.ValidationError(_("Choose a supplier or enter a new one."))
        return data


class AmendForm(forms.Form):
    bids_until = forms.DateTimeField(label=_("Bids until"), widget=MomentInput())
    questions_until = forms.DateTimeField(label=_("Questions until"), widget=MomentInput())
    description = forms.CharField(label=_("Description"), widget=forms.Textarea({"rows": 5}), required=False)
    reason = forms.CharField(
        label=_("Reason"), max_length=500, widget=forms.Textarea({"rows": 2}), help_text=_("All bidders read it.")
    )


class AnswerForm(forms.Form):
    text = forms.CharField(
        label=_("Question as all will read it"), widget=forms.Textarea({"rows": 3}), max_length=5000,
        help_text=_("Reword it where it betrays who asked."),
    )  # fmt: skip
    answer = forms.CharField(label=pgettext_lazy("noun", "Answer"), widget=forms.Textarea({"rows": 4}), max_length=5000)


class ReasonForm(forms.Form):
    reason = forms.CharField(label=_("Reason"), max_length=500, widget=forms.Textarea({"rows": 3}))


def lines(form: type[forms.Form], *, extra: int = 1, top: int = 100) -> type[forms.BaseFormSet]:
    """A formset shown as a sheet of lines."""
    return forms.formset_factory(form, extra=extra, can_delete=True, max_num=top, absolute_max=top + 50)


def kept(formset: forms.BaseFormSet) -> list[dict[str, Any]]:
    """Return the rows that were filled in and not struck out."""
    rows = [form.cleaned_data for form in formset.forms if form.has_changed() or form.initial]
    return [{k: v for k, v in row.items() if k != "DELETE"} for row in rows if row and not row.get("DELETE")]
