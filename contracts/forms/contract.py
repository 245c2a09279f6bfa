"""Forms of a contract's draft, of its amendments and obligations. Shape only: the services decide."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from contracts.forms.lines import ItemField, amount_field, day_field, plain, sheet
from contracts.models import Contract
from contracts.policies.contract import KEEPERS
from contracts.services import ContractLineInput
from contracts.states import ContractKind
from srm.accounts.models import LegalEntity, User
from srm.accounts.queries import people_with_role
from srm.clock import organisation_today
from srm.reference.models import Category, Currency, Unit
from suppliers.models import Supplier
from suppliers.states import Side


class TermsForm(forms.Form):
    """What is agreed besides prices; of a draft from an award only this can be changed."""

    title = forms.CharField(label=_("Title"), max_length=200)
    kind = forms.ChoiceField(
        label=_("Kind"), choices=ContractKind.choices,
        help_text=_("A framework has prices without quantities: it is called off from, up to its ceiling."),
    )  # fmt: skip
    starts_on = day_field(_("In force from"))
    ends_on = day_field(_("In force to"))
    ceiling = amount_field(_("Ceiling"), required=False, help_text=_("Net. Empty: the sum of its lines."))
    payment_days = forms.IntegerField(label=_("Payment, days"), min_value=0, max_value=365, initial=30)
    language = forms.ChoiceField(label=_("Language of the contract"), choices=settings.LANGUAGES)
    manager = forms.ModelChoiceField(User.objects.none(), label=_("Looked after by"), to_field_name="public_id")
    terms = forms.CharField(label=_("Terms"), required=False, widget=forms.Textarea({"rows": 6}))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = people_with_role(*KEEPERS)
        if manager := self.initial.get("manager"):
            people = people | User.objects.filter(pk=manager.pk).distinct()
        self.fields["manager"].queryset = people.order_by("name")

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("ceiling") is None:
            data.pop("ceiling", None)
        return data

    @classmethod
    def of(cls, contract: Contract, data: Any = None) -> "TermsForm":
        """Return the form of a draft, filled in."""
        initial = {name: getattr(contract, name) for name in cls.base_fields}
        return cls(data, initial=initial | {"manager": contract.manager})


class NewContractForm(TermsForm):
    """A contract that no tender has brought."""

    supplier = forms.ModelChoiceField(Supplier.objects.none(), label=_("Supplier"), to_field_name="public_id")
    legal_entity = forms.ModelChoiceField(LegalEntity.objects.none(), label=_("Our company"), to_field_name="public_id")
    category = forms.ModelChoiceField(Category.objects.none(), label=_("Category"), to_field_name="public_id")
    currency = forms.ModelChoiceField(Currency.objects.all(), label=_("Currency"), to_field_name="code")
    field_order = ["title", "kind", "supplier", "legal_entity", "category", "currency"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["supplier"].queryset = Supplier.objects.active().order_by("name")
        self.fields["legal_entity"].queryset = LegalEntity.objects.filter(is_active=True)
        self.fields["category"].queryset = Category.objects.filter(is_active=True).order_by("path")

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if data.get("currency"):
            data["currency"] = data["currency"].code
        return data

    @classmethod
    def empty(cls, user: User, data: Any = None) -> "NewContractForm":
        """Return the form for a year from today, looked after by who writes it."""
        today = organisation_today()
        entity = LegalEntity.objects.filter(is_active=True).first()
        initial = {
            "starts_on": today, "ends_on": today + timedelta(days=364), "language": user.language, "manager": user,
            "currency": settings.ORGANISATION_CURRENCY, "legal_entity": entity, "kind": ContractKind.FRAMEWORK,
        }  # fmt: skip
        return cls(data, initial=initial)


class ContractLineForm(forms.Form):
    item = ItemField()
    description = forms.CharField(label=_("What exactly"), max_length=500, required=False)
    unit = forms.ModelChoiceField(Unit.objects.all(), label=_("Unit"), to_field_name="code", required=False)
    quantity = amount_field(_("Quantity"), places=3, required=False)
    unit_price = amount_field(_("Price"), places=6, min_value=0)
    tax_rate = amount_field(_("Tax, %"), required=False, initial=Decimal(20), min_value=0, max_value=100)
    lead_days = forms.IntegerField(label=_("Days"), required=False, min_value=0, max_value=1000)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not self.has_changed():
            return data
        item = data.get("item")
        data["description"] = data.get("description") or (item.name if item else "")
        data["unit"] = data.get("unit") or (item.unit if item else None)
        for name in ("description", "unit"):
            if not data[name] and name not in self.errors:
                self.add_error(name, _("Give this, or choose an item."))
        return data


ContractLines = sheet(ContractLineForm, extra=3)


def line_inputs(rows: list[dict[str, Any]]) -> list[ContractLineInput]:
    """Return the service's input of the rows of the sheet."""
    return [
        ContractLineInput(
            description=row["description"], unit=row["unit"], unit_price=row["unit_price"], item=row["item"],
            quantity=row["quantity"], lead_days=row["lead_days"],
            tax_rate=Decimal(20) if row["tax_rate"] is None else row["tax_rate"],
        )
        for row in rows
    ]  # fmt: skip


def lines_of(contract: Contract) -> list[dict[str, Any]]:
    """Return the rows of the sheet for the lines a draft has."""
    return [
        {
            "item": line.item, "description": line.description, "unit": line.unit.code,
            "quantity": plain(line.quantity), "unit_price": plain(line.unit_price), "tax_rate": plain(line.tax_rate),
            "lead_days": line.lead_days,
        }
        for line in contract.lines.select_related("unit", "item")
    ]  # fmt: skip


class AmendForm(forms.Form):
    """What of a contract in force may be changed, and why."""

    ends_on = day_field(_("In force to"))
    ceiling = amount_field(_("Ceiling"), help_text=_("Net; not less than what is called off already."))
    payment_days = forms.IntegerField(label=_("Payment, days"), min_value=0, max_value=365)
    terms = forms.CharField(label=_("Terms"), required=False, widget=forms.Textarea({"rows": 6}))
    reason = forms.CharField(label=_("Reason"), max_length=500, widget=forms.Textarea({"rows": 3}))

    def changes(self) -> dict[str, Any]:
        """Return only what differs from the contract."""
        return {name: self.cleaned_data[name] for name in self.changed_data if name != "reason"}


class ObligationForm(forms.Form):
    title = forms.CharField(label=_("What is owed"), max_length=200)
    side = forms.ChoiceField(label=_("Who acts"), choices=Side.choices)
    due_on = day_field(_("Due on"))
