"""A request and its lines: shape only, the services decide."""

from decimal import Decimal
from typing import Any

from django import forms
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _

from procurement.forms.known import Known
from procurement.models import Requisition
from procurement.queries.habit import UsualHead, usual_head
from procurement.services import LineChange, LineInput
from procurement.states import Route
from srm.accounts.models import User
from srm.accounts.states import Kind
from srm.reference.models import Category, CostCentre, Item, Place
from srm.ui.widgets import QuickSelect

MAX_LINES = 200
OPTIONS = reverse_lazy("procurement:item-options")


def date_field(**options: Any) -> forms.DateField:
    """Return a day, picked in the browser's own calendar."""
    return forms.DateField(widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), **options)


class RequisitionForm(forms.Form):
    """The head of a request; what holds for every line."""

    title = forms.CharField(label=_("What is it for, in a few words?"), max_length=200)
    reason = forms.CharField(
        label=_("Why is it needed?"), required=False, max_length=4000, widget=forms.Textarea(attrs={"rows": 2})
    )
    needed_on = date_field(label=_("Needed on"))
    place = forms.ModelChoiceField(Place.objects.none(), label=_("Place"), to_field_name="public_id")
    cost_centre = forms.ModelChoiceField(CostCentre.objects.none(), label=_("Cost centre"), to_field_name="public_id")
    is_urgent = forms.BooleanField(
        label=_("Urgent: bought at once, reviewed afterwards"), required=False
    )  # fmt: skip
    is_single_source = forms.BooleanField(
        label=_("Only one supplier can deliver it (say above which and why)"), required=False
    )
    project = forms.CharField(label=_("Project"), required=False, max_length=60)
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *, user: User, requisition: Requisition | None = None) -> None:
        self.usual = usual_head(user) if requisition is None and user.department else None
        super().__init__(data, initial=_initial(requisition, self.usual))
        entity = user.department.legal_entity_id if user.department else None
        for name, model in (("place", Place), ("cost_centre", CostCentre)):
            rows = model.objects.filter(is_active=True, legal_entity=entity)
            self.fields[name].queryset = rows
            self.fields[name].empty_label = ""


def _initial(requisition: Requisition | None, usual: UsualHead | None) -> dict[str, Any]:
    if requisition is None:
        return {"place": usual.place.public_id, "cost_centre": usual.cost_centre.public_id} if usual else {}
    return {
        "title": requisition.title, "reason": requisition.reason, "needed_on": requisition.needed_on,
        "place": requisition.place.public_id, "cost_centre": requisition.cost_centre.public_id,
        "is_urgent": requisition.is_urgent, "is_single_source": requisition.is_single_source,
        "project": requisition.project, "version": requisition.version,
    }  # fmt: skip


def number_field(label: Any, *, decimals: int, required: bool = False, **options: Any) -> forms.DecimalField:
    """Return an amount typed with either decimal mark, its zeros not shown."""
    widget = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"})
    return forms.DecimalField(
        label=label, max_digits=18, decimal_places=decimals, required=required, localize=False, widget=widget, **options
    )


class PersonForm(forms.Form):
    """A colleague to be asked as well, or to watch."""

    person = forms.ModelChoiceField(
        User.objects.filter(is_active=True, kind=Kind.STAFF).order_by("name"), label=_("Person"),
        to_field_name="public_id",
    )  # fmt: skip
    after = forms.BooleanField(label=_("after me, not together with me"), required=False)
    reason = forms.CharField(label=_("What for"), required=False, max_length=120)


class RatingForm(forms.Form):
    """How it went."""

    score = forms.TypedChoiceField(
        label=_("How did it go?"), coerce=int,
        choices=[(5, _("5 – very well")), (4, "4"), (3, "3"), (2, "2"), (1, _("1 – badly"))],
    )  # fmt: skip
    comment = forms.CharField(label=_("In a few words"), required=False, max_length=500)


class TemplateForm(forms.Form):
    """A name for lines that are asked for again."""

    name = forms.CharField(label=_("Name"), max_length=120)
    lead_days = forms.IntegerField(label=_("Needed after, days"), min_value=1, max_value=365, initial=14)
    shared = forms.BooleanField(label=_("for my whole department"), required=False)


class LineForm(forms.Form):
    """One line: an item of the catalogue, or words with a category and a unit."""

    item = forms.CharField(required=False, widget=forms.HiddenInput)
    from_stock = forms.DecimalField(required=False, min_value=0, decimal_places=3, widget=forms.HiddenInput)
    description = forms.CharField(
        label=_("Item"), required=False, max_length=500,
        widget=forms.TextInput(attrs={"data-combobox": OPTIONS, "autocomplete": "off", "placeholder": " "}),
    )  # fmt: skip
    quantity = number_field(_("Quantity"), decimals=3)
    unit = forms.ChoiceField(label=_("Unit"), required=False, widget=QuickSelect)
    category = forms.CharField(
        label=_("Category"), required=False, max_length=200,
        widget=forms.TextInput(attrs={"list": "known-categories", "autocomplete": "off"}),
    )  # fmt: skip
    needed_on = date_field(label=_("Needed on"), required=False)
    unit_price = number_field(_("Price"), decimals=6, min_value=Decimal(0))
    article = forms.CharField(
        label=_("Article"), required=False, max_length=60, widget=forms.TextInput(attrs={"list": "known-articles"})
    )
    project = forms.CharField(
        label=_("Project"), required=False, max_length=60, widget=forms.TextInput(attrs={"list": "known-projects"})
    )

    def __init__(self, *args: Any, known: Known, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.known = known
        self.fields["unit"].choices = known.unit_choices

    @property
    def cells(self) -> list[forms.BoundField]:
        """The cells after the item's, in order."""
        return [self[name] for name in ("quantity", "unit", "needed_on", "unit_price", "category")]

    @property
    def account(self) -> list[forms.BoundField]:
        """What the line is booked on, where it is not as usual."""
        return [self["article"], self["project"]]

    @property
    def has_account(self) -> bool:
        """Whether it is booked otherwise than usual, or something is wrong with that."""
        return any(field.value() or field.errors for field in self.account)

    @property
    def is_blank(self) -> bool:
        """A row with nothing said, or marked as taken out."""
        asked = self.cleaned_data if self.is_bound and self.is_valid() else {}
        return not any(asked.get(name) for name in ("item", "description", "quantity")) or bool(asked.get("DELETE"))

    def clean_item(self) -> Item | None:
        code = self.cleaned_data["item"]
        if code and code not in self.known.items:
            raise forms.ValidationError(_("This item is no longer in the catalogue."))
        return self.known.items.get(code)

    def clean_category(self) -> Category | None:
        text = self.cleaned_data["category"].strip()
        found = self.known.category_of(text)
        if text and found is None and not self.cleaned_data.get("item"):
            raise forms.ValidationError(unknown_category(text))
        return found

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        said = data.get("item") or data.get("description")
        if said and not data.get("quantity") and "quantity" not in self.errors:
            self.add_error("quantity", _("Enter how many you need."))
        return data

    def as_input(self) -> LineInput:
        """Return what the service is given."""
        data = self.cleaned_data
        item = data.get("item")
        return LineInput(
            item=item, description=data.get("description", ""), quantity=data.get("quantity") or Decimal(0),
            unit=self.known.units.get(data.get("unit", "")) or (item.unit if item else None),
            category=data.get("category") if item is None else None,
            needed_on=data.get("needed_on"), unit_price=data.get("unit_price"),
            from_stock=data.get("from_stock") or Decimal(0), article=data.get("article", ""),
            project=data.get("project", ""),
        )  # fmt: skip


def unknown_category(text: str) -> Any:
    """Return what is wrong with a category that nobody may choose: out of use, or never heard of."""
    if any(text in (str(c), c.code) for c in Category.objects.filter(is_active=False)):
        return _("%(category)s is no longer in use: choose another category.") % {"category": text}
    return _("This category is not known.")


def line_formset(data: Any = None, *, requisition: Requisition | None = None) -> forms.BaseFormSet:
    """Return the sheet of lines, filled from a request; without one, five empty rows."""
    lines = list(requisition.lines.select_related("item", "unit", "category")) if requisition else []
    factory = forms.formset_factory(LineForm, extra=2 if lines else 5, can_delete=True, max_num=MAX_LINES)
    known = Known(data, requisition)
    known.items |= {line.item.public_id: line.item for line in lines if line.item}
    return factory(
        data, prefix="lines", form_kwargs={"known": known}, initial=[_line_initial(li, known) for li in lines]
    )


def _line_initial(line: Any, known: Known) -> dict[str, Any]:
    own_day = line.needed_on if line.needed_on != line.requisition.needed_on else None
    own_project = line.project if line.project != line.requisition.project else ""
    return {
        "item": line.item.public_id if line.item else "", "description": line.description,
        "quantity": plain(line.quantity), "unit": line.unit_id, "category": known.label_of(line.category),
        "needed_on": own_day, "unit_price": plain(line.unit_price), "from_stock": plain(line.from_stock),
        "article": line.article, "project": own_project, "amount": line.amount,
        "source": line.get_price_source_display(), "reference": line.price_reference,
    }  # fmt: skip


def plain(value: Decimal) -> str:
    """Return a number without the zeros that its column adds."""
    return f"{value.normalize():f}"


def inputs_of(formset: forms.BaseFormSet) -> list[LineInput]:
    """Return the lines that say something."""
    return [form.as_input() for form in formset.forms if not form.is_blank]


class RevisionForm(forms.Form):
    """Other prices and quantities for approved lines; what is left empty stays."""

    reason = forms.CharField(label=_("Why does it change?"), max_length=500)

    def __init__(self, data: Any = None, *, lines: list[Any]) -> None:
        super().__init__(data)
        self.lines = lines
        for line in lines:
            self.fields[f"price-{line.position}"] = number_field(_("Price"), decimals=6, min_value=Decimal(0))
            self.fields[f"quantity-{line.position}"] = number_field(_("Quantity"), decimals=3)

    @property
    def rows(self) -> list[tuple[Any, forms.BoundField, forms.BoundField]]:
        """Each line with its two fields."""
        return [(li, self[f"price-{li.position}"], self[f"quantity-{li.position}"]) for li in self.lines]

    def changes(self) -> dict[int, LineChange]:
        """Return what the service is given: by position, only what was filled in."""
        said = {
            li.position: LineChange(
                self.cleaned_data.get(f"price-{li.position}"), self.cleaned_data.get(f"quantity-{li.position}")
            )
            for li in self.lines
        }
        return {p: change for p, change in said.items() if change != LineChange()}


class LineDecisionForm(forms.Form):
    """An approver's word on each line: a reason leaves it out, nothing lets it pass."""

    comment = forms.CharField(label=_("Comment"), required=False, max_length=500)

    def __init__(self, data: Any = None, *, lines: list[Any]) -> None:
        super().__init__(data)
        self.lines = lines
        for line in lines:
            label = _("Leave out, because")
            self.fields[f"reason-{line.position}"] = forms.CharField(label=label, required=False, max_length=500)

    @property
    def rows(self) -> list[tuple[Any, forms.BoundField]]:
        """Each line with the field of its reason."""
        return [(li, self[f"reason-{li.position}"]) for li in self.lines]

    def rejected(self) -> dict[int, str]:
        """Return what the service is given: position → reason."""
        said = {li.position: self.cleaned_data.get(f"reason-{li.position}", "") for li in self.lines}
        return {position: reason for position, reason in said.items() if reason}


class RouteForm(forms.Form):
    """Another route for a line, with the reason."""

    route = forms.ChoiceField(label=_("Route"), choices=Route.choices)
    reason = forms.CharField(label=_("Why this route?"), required=False, max_length=500)
