"""What the forms of this stage share: amounts, days, items by code, and sheets whose empty rows do not count."""

import re
from collections.abc import Callable
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from srm.errors import Invalid, Refused
from srm.reference.models import Item

GROUPED = re.compile(r"\d{1,3}(,\d{3})+(\.\d*)?")


class AmountField(forms.DecimalField):
    """A decimal typed with a point or a comma, its digits grouped or not. In English 1,200 is twelve hundred."""

    widget = forms.TextInput

    def to_python(self, value: Any) -> Any:
        if isinstance(value, str):
            value = re.sub(r"\s", "", value)
            grouped = get_language() == "en" and GROUPED.fullmatch(value)
            value = value.replace(",", "" if grouped else ".")
        return super().to_python(value)


def amount_field(label: Any, *, places: int = 2, required: bool = True, **more: Any) -> AmountField:
    """An amount, price or quantity of so many decimals."""
    widget = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"})
    return AmountField(label=label, max_digits=18, decimal_places=places, required=required, widget=widget, **more)


def day_field(label: Any, *, required: bool = True, **more: Any) -> forms.DateField:
    """A day as browsers ask for it."""
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, required=required, widget=widget, **more)


class ItemField(forms.CharField):
    """An item of the catalogue by its code; empty: something described freely."""

    def __init__(self, **more: Any) -> None:
        super().__init__(label=_("Item code"), required=False, max_length=60, **more)

    def prepare_value(self, value: Any) -> Any:
        return value.code if isinstance(value, Item) else value

    def clean(self, value: Any) -> Item | None:
        code = super().clean(value)
        if not code:
            return None
        item = Item.objects.filter(code__iexact=code, is_active=True).select_related("unit", "category").first()
        if item is None:
            raise forms.ValidationError(_("There is no item with this code."))
        return item


class LineSet(forms.BaseFormSet):
    """Rows of which the empty and the removed ones do not count; a refusal finds its row all the same."""

    def given(self) -> list[tuple[int, dict[str, Any]]]:
        """Return the rows that say something, with their place in the sheet."""
        rows = enumerate(form.cleaned_data for form in self.forms)
        return [(n, row) for n, row in rows if row and not row.get("DELETE") and self.says_something(row)]

    def says_something(self, row: dict[str, Any]) -> bool:
        return True

    def send(self, verb: Callable[[list[dict[str, Any]]], Any]) -> Any:
        """Call `verb(rows)`; an error at `lines.0.quantity` comes back at the row of the sheet that was meant."""
        given = self.given()
        try:
            return verb([row for _place, row in given])
        except Invalid as error:
            places = [place for place, _row in given]
            raise Invalid({self._place(path, places): text for path, text in error.errors.items()}) from error
        except Refused as error:
            error.field = self._place(error.field or "", [place for place, _row in given])
            raise

    def _place(self, path: str, places: list[int]) -> str:
        parts = path.split(".")
        if len(parts) == 3 and parts[0] == self.prefix and parts[1].isdigit() and int(parts[1]) < len(places):
            return f"{parts[0]}.{places[int(parts[1])]}.{parts[2]}"
        return path


def sheet(form: type[forms.Form], *, extra: int = 0, can_delete: bool = True, base: type[LineSet] = LineSet) -> Any:
    """Return the class of a sheet of such rows."""
    return forms.formset_factory(form, formset=base, extra=extra, can_delete=can_delete, max_num=200)


def plain(value: Decimal | None) -> Decimal | None:
    """Return the value without the zeros that only its column has: a field shows 580, not 580.000."""
    if value is None:
        return None
    short = value.normalize()
    return short.quantize(Decimal(1)) if short == short.to_integral() else short


def nothing_or(value: Decimal | None) -> Decimal:
    """Return the value, or zero where nothing was typed."""
    return value if value is not None else Decimal(0)
