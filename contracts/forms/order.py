"""Forms of orders: called off from a contract, free, and the supplier's promise."""

from decimal import Decimal
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from contracts.forms.lines import ItemField, LineSet, amount_field, day_field, plain, sheet
from contracts.models import Contract, ContractLine
from contracts.queries import lines_for_contract, lines_to_order
from contracts.queries.serving import quantities_for
from contracts.services import CallOffInput, OrderLineInput
from procurement.models import Requisition, RequisitionLine
from srm.accounts.models import LegalEntity
from srm.reference.models import Category, Currency, Place, Unit
from suppliers.models import Supplier


class PlaceForm(forms.Form):
    """Where to, and what the supplier should know."""

    place = forms.ModelChoiceField(Place.objects.none(), label=_("Deliver to"), to_field_name="public_id")
    note = forms.CharField(label=_("Note to the supplier"), required=False, widget=forms.Textarea({"rows": 3}))

    def __init__(self, *args: Any, legal_entity: LegalEntity | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        places = Place.objects.filter(is_active=True)
        self.fields["place"].queryset = places = places.filter(legal_entity=legal_entity) if legal_entity else places
        if legal_entity and len(places[:2]) == 1:
            self.initial.setdefault("place", places[0])


class CallOffLineForm(forms.Form):
    """So much of a contract line, for the request shown beside it."""

    contract_line = forms.ModelChoiceField(
        ContractLine.objects.none(), to_field_name="public_id", widget=forms.HiddenInput
    )
    requisition_line = forms.ModelChoiceField(RequisitionLine.objects.none(), required=False, widget=forms.HiddenInput)
    quantity = amount_field(_("Quantity"), places=3, required=False)
    needed_on = day_field(_("Needed on"), required=False)

    def __init__(self, *args: Any, contract: Contract, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["contract_line"].queryset = contract.lines.all()
        self.fields["requisition_line"].queryset = lines_to_order()


class CallOffSet(LineSet):
    def says_something(self, row: dict[str, Any]) -> bool:
        return bool(row.get("quantity"))


CallOffLines = sheet(CallOffLineForm, can_delete=False, base=CallOffSet)


def call_off_rows(contract: Contract) -> list[dict[str, Any]]:
    """Return the rows to offer: each waiting request with its quantity, then every line once without one."""
    waiting = lines_for_contract(contract)
    rows = [
        {"contract_line": line, "requisition_line": need, "quantity": plain(quantity), "needed_on": need.needed_on}
        for (line, need), quantity in zip(waiting, quantities_for(waiting), strict=True)
    ]
    return rows + [{"contract_line": line} for line in contract.lines.select_related("unit")]


def call_off_sheet(contract: Contract, data: Any = None) -> Any:
    """Return the sheet of a contract, each form with the objects it shows as `form.line` and `form.need`."""
    rows = call_off_rows(contract)
    initial = [
        {**row, "contract_line": row["contract_line"].public_id,
         "requisition_line": row["requisition_line"].pk if "requisition_line" in row else None}
        for row in rows
    ]  # fmt: skip
    formset = CallOffLines(data, initial=initial, prefix="lines", form_kwargs={"contract": contract})
    lines = {row["contract_line"].public_id: row["contract_line"] for row in rows}
    needs = {str(row["requisition_line"].pk): row["requisition_line"] for row in rows if "requisition_line" in row}
    for form in formset:
        form.line = lines.get(str(form["contract_line"].value()))
        form.need = needs.get(str(form["requisition_line"].value() or ""))
    return formset


def call_off_inputs(rows: list[dict[str, Any]]) -> list[CallOffInput]:
    """Return the service's input of the rows that have a quantity."""
    return [
        CallOffInput(row["contract_line"], row["quantity"], row["requisition_line"], row["needed_on"]) for row in rows
    ]


class OrderForm(PlaceForm):
    """An order without a contract."""

    supplier = forms.ModelChoiceField(Supplier.objects.none(), label=_("Supplier"), to_field_name="public_id")
    legal_entity = forms.ModelChoiceField(LegalEntity.objects.none(), label=_("Our company"), to_field_name="public_id")
    currency = forms.ModelChoiceField(Currency.objects.all(), label=_("Currency"), to_field_name="code")
    field_order = ["supplier", "legal_entity", "place", "currency", "note"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["supplier"].queryset = Supplier.objects.active().order_by("name")
        self.fields["legal_entity"].queryset = LegalEntity.objects.filter(is_active=True)

    def clean_currency(self) -> str:
        return self.cleaned_data["currency"].code


class OrderLineForm(forms.Form):
    requisition_line = forms.ModelChoiceField(RequisitionLine.objects.none(), required=False, widget=forms.HiddenInput)
    item = ItemField()
    description = forms.CharField(label=_("What exactly"), max_length=500, required=False)
    category = forms.ModelChoiceField(
        Category.objects.none(), label=_("Category"), to_field_name="public_id", required=False
    )
    quantity = amount_field(_("Quantity"), places=3)
    unit = forms.ModelChoiceField(Unit.objects.all(), label=_("Unit"), to_field_name="code", required=False)
    unit_price = amount_field(_("Price"), places=6, min_value=0)
    tax_rate = amount_field(_("Tax, %"), required=False, initial=Decimal(20), min_value=0, max_value=100)
    needed_on = day_field(_("Needed on"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["requisition_line"].queryset = lines_to_order()
        self.fields["category"].queryset = Category.objects.filter(is_active=True).order_by("path")

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not self.has_changed():
            return data
        item = data.get("item")
        filled = {"description": item and item.name, "category": item and item.category, "unit": item and item.unit}
        for name, value in filled.items():
            data[name] = data.get(name) or value
            if not data[name] and name not in self.errors:
                self.add_error(name, _("Give this, or choose an item."))
        return data


OrderLines = sheet(OrderLineForm, extra=2)


def order_inputs(rows: list[dict[str, Any]]) -> list[OrderLineInput]:
    """Return the service's input of the rows of the sheet."""
    names = ("description", "category", "unit", "quantity", "unit_price", "item", "requisition_line", "needed_on")
    return [
        OrderLineInput(
            **{name: row[name] for name in names},
            tax_rate=Decimal(20) if row["tax_rate"] is None else row["tax_rate"],
        )
        for row in rows
    ]


def order_start(requisition: Requisition | None) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """Return what a free order starts with: the waiting lines of a request, or nothing but our currency."""
    if requisition is None:
        entity = LegalEntity.objects.filter(is_active=True).first()
        return {"currency": settings.ORGANISATION_CURRENCY, "legal_entity": entity}, []
    lines = lines_to_order().filter(requisition=requisition).select_related("item", "category", "unit")
    head = {
        "currency": requisition.currency, "place": requisition.place,
        "legal_entity": requisition.cost_centre.legal_entity,
    }  # fmt: skip
    return head, [
        {
            "requisition_line": line.pk, "item": line.item, "description": line.description,
            "category": line.category.public_id, "quantity": plain(line.quantity - line.from_stock),
            "unit": line.unit.code, "unit_price": plain(line.unit_price), "needed_on": line.needed_on,
        }
        for line in lines
    ]  # fmt: skip


class PromiseForm(forms.Form):
    """The day on which the supplier promises a line."""

    position = forms.IntegerField(widget=forms.HiddenInput)
    promised_on = day_field(_("Promised on"))


PromiseLines = sheet(PromiseForm, can_delete=False)
