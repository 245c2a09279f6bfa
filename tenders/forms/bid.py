"""The form of a bid: one field per price, delivery, answer. What is typed is kept as typed."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from srm.errors import Invalid
from tenders.models import Tender
from tenders.rules.content import Content
from tenders.states import CriterionKind


class BidForm(forms.Form):
    """Fields are named `prices-ITEM`, `days-ITEM`, `answers-CODE`, `note`."""

    def __init__(self, *args: Any, tender: Tender, content: Content, **kwargs: Any) -> None:
        super().__init__(*args, initial=initial_of(content), **kwargs)
        self.tender, self.lots = tender, []
        for lot in tender.lots.prefetch_related("items__unit", "items__item"):
            items = list(lot.items.all())
            for item in items:
                self._add_item(item)
            self.lots.append((lot, items))
        self.criteria = list(tender.criteria.exclude(kind=CriterionKind.PRICE))
        for criterion in self.criteria:
            self.fields[f"answers-{criterion.code}"] = _answer_field(criterion)
        self.fields["note"] = forms.CharField(
            label=_("Note to the buyer"), required=False, max_length=5000, widget=forms.Textarea({"rows": 3})
        )

    def _add_item(self, item: Any) -> None:
        if self.tender.asks_prices:
            words = {"item": item.description}
            price = _("Unit price, %(item)s") % words
            days = _("Delivery in days, %(item)s") % words
            self.fields[f"prices-{item.public_id}"] = _cell(price, "decimal", 40)
            self.fields[f"days-{item.public_id}"] = _cell(days, "numeric", 10)

    @property
    def rows(self) -> list[tuple[Any, list[tuple[Any, Any, Any]]]]:
        """Lots with (item, price field, days field)."""
        return [
            (lot, [(i, self[f"prices-{i.public_id}"], self[f"days-{i.public_id}"]) for i in items])
            for lot, items in self.lots
        ]

    @property
    def answer_fields(self) -> list[forms.BoundField]:
        for criterion in self.criteria:
            # Nothing is demanded of a draft; only the label says that an answer is needed before sending.
            self.fields[f"answers-{criterion.code}"].required = True
        return [self[f"answers-{criterion.code}"] for criterion in self.criteria]

    def content(self) -> dict[str, Any]:
        """Return what was typed in the shape the services take."""
        found: dict[str, Any] = {"prices": {}, "days": {}, "answers": {}, "note": self.data.get("note", "")}
        for name in self.fields:
            part, _dash, key = name.partition("-")
            if key:
                value = self.data.get(name, "")
                found[part][key] = _given(value) if part == "answers" else value
        return found


def at_fields(error: Invalid) -> Invalid:
    """Return the refusal with its paths as this form names its fields."""
    return Invalid(
        {path.replace(".", "-", 1): list(messages) for path, messages in error.errors.items()}, error.message
    )


def initial_of(content: Content) -> dict[str, Any]:
    """Return a bid's content as the form's first values."""
    values: dict[str, Any] = {"note": content.note}
    values |= {f"prices-{key}": value for key, value in content.prices.items()}
    values |= {f"days-{key}": value for key, value in content.days.items()}
    for code, given in content.answers.items():
        passes = {True: "yes", False: "no"}.get(given["passes"])
        values[f"answers-{code}"] = passes or given["text"]
    return values


def _given(value: str) -> dict[str, Any]:
    return {"passes": value} if value in ("yes", "no") else {"text": value}


def _cell(label: Any, mode: str, length: int) -> forms.CharField:
    attrs = {"inputmode": mode, "autocomplete": "off", "aria-label": label, "class": "control"}
    return forms.CharField(label=label, required=False, max_length=length, widget=forms.TextInput(attrs))


def _answer_field(criterion: Any) -> forms.Field:
    if criterion.kind == CriterionKind.PASS_FAIL:
        choices = [("yes", _("Yes")), ("no", _("No"))]
        return forms.ChoiceField(
            label=criterion.name, choices=choices, required=False, widget=forms.RadioSelect,
            help_text=_("A bid that says no is excluded."),
        )  # fmt: skip
    return forms.CharField(
        label=criterion.name, required=False, max_length=5000, widget=forms.Textarea({"rows": 3}),
        help_text=_("Weighs %(weight)s of 100.") % {"weight": f"{criterion.weight.normalize():f}"},
    )  # fmt: skip
