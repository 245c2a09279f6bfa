"""One category: its name, place in the tree, owner, policy and codes of public classifications."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.conf import settings
from django.urls import reverse
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from procurement.forms.requisition import number_field, plain
from procurement.queries.classification import loaded_schemes
from procurement.rules.classification import read_codes
from srm.accounts.models import User
from srm.accounts.states import PROCUREMENT_ROLES, Kind
from srm.reference.models import Category, Scheme
from srm.ui.widgets import QuickSelect

LANGUAGES = ("ru", "uk")  # of the product, besides English


class CategoryForm(forms.Form):
    """Shape only: the service knows how codes are formed and where a category may hang."""

    name = forms.CharField(label=_("Name"), max_length=200)
    name_ru = forms.CharField(label=_("Name in Russian"), max_length=200, required=False)
    name_uk = forms.CharField(label=_("Name in Ukrainian"), max_length=200, required=False)
    parent = forms.ChoiceField(label=_("Under"), required=False, widget=QuickSelect)
    owner = forms.ModelChoiceField(
        User.objects.none(), label=_("Owner"), required=False, to_field_name="public_id", empty_label=_("Nobody yet")
    )
    small_purchase_limit = number_field(
        format_lazy("{}, {}", _("Small purchases up to"), settings.ORGANISATION_CURRENCY), decimals=2,
        help_text=_("Bought without a tender up to here. Empty: as above it in the tree, or the organisation's limit."),
    )  # fmt: skip

    def __init__(self, *args: Any, category: Category | None = None, initial: Any = None, **kwargs: Any) -> None:
        self.category = category
        kept = _initial(category) if category else {}
        super().__init__(*args, initial=kept | (initial or {}), **kwargs)
        people = User.objects.filter(kind=Kind.STAFF, is_active=True, role_assignments__role__in=PROCUREMENT_ROLES)
        self.fields["owner"].queryset = people.distinct().order_by("name")
        self.places = {c.public_id: c for c in _places(category)}
        self.fields["parent"].choices = [
            ("", _("Top of the tree")),
            *((k, _indented(c)) for k, c in self.places.items()),
        ]
        for loaded in loaded_schemes():
            self.fields[loaded.scheme.lower()] = _codes_field(loaded.scheme, is_loaded=loaded.count > 0)
        if category:
            self.fields["is_active"] = forms.BooleanField(
                label=_("In use"), required=False,
                help_text=_("Out of use it is offered to nobody and takes no new requests; what was sent goes on."),
            )  # fmt: skip

    @property
    def codes(self) -> Iterable[forms.BoundField]:
        """The fields of the classifications."""
        return [self[scheme.lower()] for scheme in Scheme]

    def clean_parent(self) -> Category | None:
        return self.places.get(self.cleaned_data["parent"])

    def values(self) -> dict[str, Any]:
        """Return what `add_category` and `change_category` take, the parent apart."""
        data = self.cleaned_data
        codes = {scheme.value: read_codes(data[scheme.lower()]) for scheme in Scheme}
        names = ("code", "name", "owner", "small_purchase_limit", "is_active")
        kept = self.category.names if self.category else {}
        called = {**kept, **{language: data[f"name_{language}"] for language in LANGUAGES}}
        called = {language: name for language, name in called.items() if name}
        return {**{name: data[name] for name in names if name in data}, "names": called, "codes": codes}


class NewCategoryForm(CategoryForm):
    """The same with the code, which stays."""

    code = forms.CharField(label=_("Code"), max_length=40, help_text=_("Short; it stays as it is."))

    field_order = ("code",)


def _initial(category: Category) -> dict[str, Any]:
    parent = Category.objects.get_parent(category) if category.depth > 1 else None
    limit = category.small_purchase_limit
    codes = list(category.codes.all())
    return {
        "name": category.name, "owner": category.owner and category.owner.public_id, "is_active": category.is_active,
        "parent": parent.public_id if parent else "", "small_purchase_limit": None if limit is None else plain(limit),
        **{f"name_{language}": category.names.get(language, "") for language in LANGUAGES},
        **{s.lower(): ", ".join(c.code for c in codes if c.scheme == s) for s in Scheme},
    }  # fmt: skip


def _places(category: Category | None) -> Iterable[Category]:
    """Where it may hang: under what is in use, and never under itself."""
    rows = Category.objects.all()
    if category is None:
        return rows.filter(is_active=True)
    under = rows.exclude(path__startswith=category.path)
    return [c for c in under if c.is_active or c.path == category.path[: -Category.steplen]]


def _indented(category: Category) -> str:
    return "\u2003" * (category.depth - 1) + str(category)


def _codes_field(scheme: Scheme, *, is_loaded: bool) -> forms.CharField:
    attrs = {"autocomplete": "off"}
    words = _("Several are parted by commas. This classification is not loaded: codes are checked by their form only.")
    if is_loaded:
        attrs["data-combobox"] = reverse("procurement:classification-options", args=[scheme.value])
        words = _("Type a code or a word of its label; several are parted by commas.")
    widget = forms.TextInput(attrs=attrs)
    return forms.CharField(label=scheme.label, required=False, max_length=400, help_text=words, widget=widget)
