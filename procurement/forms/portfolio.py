"""What narrows the matrix, and the target of a category: shape only."""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from procurement.models import Cycle
from procurement.queries.board import Board, Look, board_of, branches, owners_of
from procurement.queries.portfolio import Moment, portfolio
from procurement.rules.kraljic.axes import quadrant_of
from procurement.states import Quadrant
from srm.accounts.models import User
from srm.reference.models import Category

DATE = {"type": "date"}
KEPT = ("branch", "level", "owner", "quadrant", "show", "cycle", "at", "since", "moves", "unsure", "targets")
CORNER_PLACES = {"leverage": (25, 75), "strategic": (75, 75), "routine": (25, 25), "bottleneck": (75, 25)}


class LookForm(forms.Form):
    """What the page shows; everything is in the address, a wrong value is told and left out."""

    branch = forms.ChoiceField(label=_("Branch"), required=False)
    level = forms.TypedChoiceField(label=_("Show"), required=False, coerce=int, empty_value=0)
    owner = forms.ChoiceField(label=_("Owner"), required=False)
    quadrant = forms.ChoiceField(
        label=_("Quadrant"), required=False, choices=[("", _("All quadrants")), *Quadrant.choices]
    )
    cycle = forms.ModelChoiceField(
        Cycle.objects.all(), label=_("Cycle"), to_field_name="code", required=False, empty_label=_("Now")
    )
    at = forms.DateField(label=_("As of"), required=False, widget=forms.DateInput(attrs=DATE, format="%Y-%m-%d"))
    since = forms.DateField(
        label=_("Moves since"), required=False, widget=forms.DateInput(attrs=DATE, format="%Y-%m-%d")
    )

    def __init__(self, *args: Any, branches: Iterable[Category], owners: Iterable[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        branches = list(branches)
        deepest = max((c.depth for c in branches), default=0)
        levels = [(str(n), _("Branches of level %(n)s") % {"n": n}) for n in range(1, deepest + 1)]
        self.fields["branch"].choices = [("", _("All branches")), *((c.public_id, _indented(c)) for c in branches)]
        self.fields["level"].choices = [("", pgettext_lazy("matrix", "Single categories")), *levels]
        self.fields["owner"].choices = [("", _("All owners")), *((str(o.pk), o.name) for o in owners)]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("since") and data.get("at") and data["since"] >= data["at"]:
            self.add_error("since", _("Choose an earlier day than the one shown."))
        return data

    def moment(self) -> Moment:
        """Return which measurements are asked for."""
        found = self.cleaned_data
        return Moment(found.get("cycle"), found.get("at"), found.get("since"))


def read_board(user: Any, given: Mapping[str, str]) -> tuple[Board, LookForm]:
    """Return the board that the address asks for, and the form that shows the choices."""
    tree = branches()
    probe = LookForm(given, branches=tree, owners=[])
    probe.full_clean()
    rows = portfolio(user, probe.moment())
    form = LookForm(given, branches=tree, owners=owners_of(rows))
    form.full_clean()
    return board_of(rows, Look.of(form.cleaned_data, form.moment(), given)), form


class TargetForm(forms.Form):
    """Where a category should come to stand: a quadrant, or exact places on both axes."""

    quadrant = forms.ChoiceField(
        label=_("Quadrant"), required=False, choices=[("", _("By the two values")), *Quadrant.choices],
        help_text=_("The middle of a quadrant, where no values are given."),
    )  # fmt: skip
    supply_risk = forms.IntegerField(label=_("Supply risk, 0 to 100"), min_value=0, max_value=100, required=False)
    profit_impact = forms.IntegerField(label=_("Profit impact, 0 to 100"), min_value=0, max_value=100, required=False)
    due_on = forms.DateField(
        label=_("Until"), required=False, widget=forms.DateInput(attrs=DATE, format="%Y-%m-%d")
    )  # fmt: skip
    reason = forms.CharField(
        label=_("Reason"), max_length=500, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("What should bring it there: another source, another specification, less stock."),
    )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        for name in ("supply_risk", "profit_impact"):
            if data.get(name) is None and not data.get("quadrant") and name not in self.errors:
                self.add_error(name, _("Give both values, or choose a quadrant."))
        if not self.errors and data.get("quadrant") and self._lies_in() != data["quadrant"]:
            self.add_error("quadrant", _("These values lie in another quadrant: empty them, or leave this open."))
        return data

    def _lies_in(self) -> str:
        risk, impact = self._places()
        return quadrant_of(risk_is_high=risk >= 50, impact_is_high=impact >= 50).value

    def _places(self) -> list[int]:
        data = self.cleaned_data
        middle = CORNER_PLACES.get(data.get("quadrant", ""), (0, 0))
        given = [data.get(name) for name in ("supply_risk", "profit_impact")]
        return [middle[n] if value is None else value for n, value in enumerate(given)]

    def values(self) -> dict[str, Any]:
        """Return what `set_target` takes."""
        data, places = self.cleaned_data, self._places()
        return {
            "supply_risk": Decimal(places[0]) / 100, "profit_impact": Decimal(places[1]) / 100,
            "reason": data["reason"], "due_on": data["due_on"],
        }  # fmt: skip


def _indented(category: Category) -> str:
    return "\u2003" * (category.depth - 1) + str(category)
