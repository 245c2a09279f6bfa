"""Our strength and the market's: a score and a reason for each factor. Shape only, the service decides."""

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from procurement.queries.power import FactorRow, SecondStep
from procurement.services import PowerInput


class PowerForm(forms.Form):
    """All factors at once; what is left empty stays unknown."""

    def __init__(self, *args: Any, step: SecondStep, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.rows = [*step.ours, *step.market]
        for row in self.rows:
            self._add(row)

    def _add(self, row: FactorRow) -> None:
        known = row.score
        self.fields[f"{row.factor}_score"] = forms.DecimalField(
            label=row.label, min_value=Decimal(1), max_value=Decimal(5), max_digits=3, decimal_places=2,
            required=False, initial=known and known.score,
            widget=forms.NumberInput(attrs={"inputmode": "decimal", "step": "0.5"}),
        )  # fmt: skip
        self.fields[f"{row.factor}_reason"] = forms.CharField(
            label=_("Reason"), max_length=300, required=False, initial=known.reason if known else ""
        )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        for row in self.rows:
            scored, reason = data.get(f"{row.factor}_score"), data.get(f"{row.factor}_reason")
            if scored is not None and not reason:
                self.add_error(f"{row.factor}_reason", _("Say why."))
        return data

    def sides(self) -> list[tuple[Any, list[tuple[Any, Any]]]]:
        """Return the two sides with their pairs of fields."""
        pairs = [(self[f"{row.factor}_score"], self[f"{row.factor}_reason"]) for row in self.rows]
        half = len(pairs) // 2
        return [(_("Our strength"), pairs[:half]), (_("The market's strength"), pairs[half:])]

    def values(self) -> list[PowerInput]:
        """Return what `score_power` takes: the factors that are scored."""
        data = self.cleaned_data
        return [
            PowerInput(row.factor, data[f"{row.factor}_score"], data[f"{row.factor}_reason"])
            for row in self.rows if data.get(f"{row.factor}_score") is not None
        ]  # fmt: skip
