"""Forms of an auction. Shape only: the rules' own check decides what makes sense."""

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from srm.money.exact import plain_text
from tenders.rules.content import plain_number
from tenders.rules.terms import proposed_terms

PERCENT, AMOUNT = "percent", "step"
MINUTE = 60


class MomentInput(forms.DateTimeInput):
    """A local date and time as browsers ask for it."""

    input_type = "datetime-local"

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(format="%Y-%m-%dT%H:%M", **kwargs)


class AmountField(forms.DecimalField):
    """An amount typed with a point or a comma and any grouping."""

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"})
        super().__init__(**{"max_digits": 18, "widget": widget, **kwargs})

    def to_python(self, value: Any) -> Any:
        return super().to_python(plain_number(value) if isinstance(value, str) else value)


class AuctionForm(forms.Form):
    """The plan of an English auction. What was published with the tender is shown, not asked."""

    opens_at = forms.DateTimeField(label=_("Opens"), widget=MomentInput())
    closes_at = forms.DateTimeField(
        label=_("Closes"), widget=MomentInput(), help_text=_("Late bids may move it, as said below.")
    )
    step_kind = forms.ChoiceField(
        label=_("Smallest step under the best price"),
        choices=((PERCENT, _("Percent of the best price")), (AMOUNT, _("Amount"))),
    )
    step = AmountField(label=_("Step"), min_value=Decimal(0), decimal_places=2)
    ceiling = AmountField(
        label=_("Highest price allowed"), min_value=Decimal(0), decimal_places=2, required=False,
        help_text=_("Empty: the bids as they were opened are the only bound."),
    )  # fmt: skip
    window = forms.IntegerField(
        label=_("A leading bid in the last minutes …"), min_value=0, max_value=60, help_text=_("0: a hard close.")
    )
    length = forms.IntegerField(label=_("… leaves at least so many minutes"), min_value=0, max_value=60)
    trigger_rank = forms.IntegerField(
        label=_("Counts for ranks up to"), min_value=1, max_value=50, help_text=_("The number of winners.")
    )
    max_count = forms.IntegerField(label=_("Extensions at most"), min_value=0, max_value=100)

    TERMS = {"improvement": ("step_kind", "step"), "ceiling": ("ceiling",),
             "extension": ("window", "length", "trigger_rank", "max_count")}  # fmt: skip

    def __init__(self, *args: Any, published: dict[str, Any], **kwargs: Any) -> None:
        super().__init__(*args, initial=_initial(proposed_terms(published)) | kwargs.pop("initial", {}), **kwargs)
        self.published = published
        for name in [field for term in published for field in self.TERMS.get(term, ())]:
            self.fields[name].disabled = True

    def rules(self) -> dict[str, Any]:
        """Return the terms that were chosen here, as the rules take them."""
        data = self.cleaned_data
        terms: dict[str, Any] = {
            "improvement": {"reference": "best", data["step_kind"]: plain_text(data["step"])},
            "extension": {
                "anchor": "bid", "window_s": data["window"] * MINUTE, "length_s": data["length"] * MINUTE,
                "trigger_rank": data["trigger_rank"], "max_count": data["max_count"],
            },
        }  # fmt: skip
        if data["ceiling"] is not None:
            terms["ceiling"] = plain_text(data["ceiling"])
        return {name: value for name, value in terms.items() if name not in self.published}


class ReasonForm(forms.Form):
    reason = forms.CharField(label=_("Reason, everyone will see it"), max_length=300)


class ExtendForm(ReasonForm):
    minutes = forms.TypedChoiceField(
        label=_("Extend by"), coerce=int, initial=5, widget=forms.RadioSelect,
        choices=((2, _("2 min")), (5, _("5 min")), (10, _("10 min"))),
    )  # fmt: skip
    field_order = ("minutes", "reason")


class BidForm(forms.Form):
    """One amount for the whole lot; `confirmed` repeats it when it was asked for twice."""

    amount = AmountField(label=_("Your own amount"), decimal_places=6, min_value=Decimal("0.000001"))
    confirmed = AmountField(required=False, widget=forms.HiddenInput)
    suggested = forms.BooleanField(required=False, widget=forms.HiddenInput)


def _initial(terms: dict[str, Any]) -> dict[str, Any]:
    improvement, extension = terms.get("improvement", {}), terms.get("extension", {})
    kind = AMOUNT if AMOUNT in improvement else PERCENT
    return {
        "step_kind": kind, "step": improvement.get(kind), "ceiling": terms.get("ceiling"),
        "window": extension.get("window_s", 0) // MINUTE, "length": extension.get("length_s", 0) // MINUTE,
        "trigger_rank": extension.get("trigger_rank", 1), "max_count": extension.get("max_count", 0),
    }  # fmt: skip
