"""Forms of a supplier's view of us and of reviews."""

from decimal import Decimal
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from srm.clock import organisation_today
from srm.reference.models import Category, Currency
from suppliers.forms.performance import amount_field
from suppliers.forms.supplier import DayInput
from suppliers.models import SelfDeclaration, Supplier
from suppliers.rules.preference import MAX_AGE
from suppliers.states import Agreement, Question


def years() -> list[tuple[int, str]]:
    """The ended years whose figures count."""
    this_year = organisation_today().year
    return [(year, str(year)) for year in range(this_year - 1, this_year - MAX_AGE - 1, -1)]


def currencies() -> list[tuple[str, str]]:
    """The known currencies."""
    codes = {settings.ORGANISATION_CURRENCY, *Currency.objects.values_list("code", flat=True)}
    return [(code, code) for code in sorted(codes)]


class DeclarationForm(forms.Form):
    """The year's sales, and five sentences about us; every one of them may be left out."""

    year = forms.TypedChoiceField(label=_("Year"), coerce=int)
    revenue = amount_field(
        _("Your revenue of that year"), max_digits=18, decimal_places=2, required=False,
        help_text=_("Left empty it stays unknown: nobody guesses it."),
    )  # fmt: skip
    currency = forms.ChoiceField(label=_("Currency"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["year"].choices, self.fields["currency"].choices = years(), currencies()
        choices = [("", _("No answer")), *Agreement.choices]
        for question in Question:
            self.fields[question.value] = forms.TypedChoiceField(
                label=question.label, choices=choices, coerce=int, empty_value=None, required=False,
                widget=forms.RadioSelect,
            )  # fmt: skip

    def statement(self) -> dict[str, Any]:
        """Return the fields as the service takes them."""
        data = self.cleaned_data
        answers = {name: data[name] for name in Question.values if data[name] is not None}
        return {"year": data["year"], "revenue": data["revenue"], "currency": data["currency"], "answers": answers}


def initial_of(declaration: SelfDeclaration | None, supplier: Supplier) -> dict[str, Any]:
    """Return what the form starts from: the newest statement, so that only what changed is typed."""
    if declaration is None:
        return {"currency": supplier.currency}
    told = {"year": declaration.year, "revenue": declaration.revenue, "currency": declaration.currency}
    return {**told, "currency": declaration.currency or supplier.currency, **declaration.answers}


class RevenueForm(forms.Form):
    """A year's sales as we found them."""

    year = forms.TypedChoiceField(label=_("Year"), coerce=int)
    revenue = amount_field(
        _("Revenue of that year"), max_digits=18, decimal_places=2, required=False,
        help_text=_("Left empty: our figure of that year is taken back."),
    )  # fmt: skip
    currency = forms.ChoiceField(label=_("Currency"))
    found_in = forms.CharField(
        label=_("Where from"), max_length=300, required=False,
        help_text=_("Annual accounts, a register, a report: so that another can look it up."),
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["year"].choices, self.fields["currency"].choices = years(), currencies()


class OfCategoryForm(forms.Form):
    category = forms.ModelChoiceField(Category.objects.none(), label=_("Category"), to_field_name="public_id")

    def __init__(self, *args: Any, supplier: Supplier, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["category"].queryset = Category.objects.filter(segments__supplier=supplier)


class ReviewForm(OfCategoryForm):
    held_on = forms.DateField(label=_("Held on"), widget=DayInput())
    note = forms.CharField(label=_("What was agreed"), required=False, widget=forms.Textarea({"rows": 4}))


class JudgementForm(OfCategoryForm):
    attractiveness = amount_field(
        _("How attractive are we to him?"), max_digits=3, decimal_places=2, min_value=Decimal(1), max_value=Decimal(5),
        required=False, help_text=_("From 1 (not at all) to 5 (very). Left empty: the judgement is taken back."),
    )  # fmt: skip
    reason = forms.CharField(
        label=_("Reason"), max_length=300, required=False, widget=forms.Textarea({"rows": 3}),
        help_text=_("What you saw: who answers, how fast, what he offers first to others."),
    )  # fmt: skip
