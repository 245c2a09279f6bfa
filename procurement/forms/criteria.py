"""Axes, criteria, scores and comparisons in pairs: shape only, the services decide."""

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from procurement.models import AxisScale, Criterion
from procurement.models.criterion import Axis, Measure, Scoring
from procurement.rules.pairwise import JUDGEMENTS, Pair
from srm.ui.formats import quantity


def scales_in_words(axis: str = "") -> str:
    """Return the scales of both axes, or of one, and which end means much: one short sentence each."""
    scales = AxisScale.objects.filter(axis=axis) if axis else AxisScale.objects.all()
    return " ".join(_in_words(scale) for scale in scales)


def _in_words(scale: AxisScale) -> str:
    little, much = (scale.high, scale.low) if scale.inverted else (scale.low, scale.high)
    words = {"axis": scale, "little": quantity(little), "much": quantity(much)}
    return str(_("%(axis)s: %(little)s is little, %(much)s is much.") % words)


class ScoreForm(forms.Form):
    """A score on the axis's scale, with the reason."""

    score = forms.DecimalField(
        label=_("Score"), min_value=Decimal(0), max_digits=5, decimal_places=2,
        widget=forms.NumberInput(attrs={"inputmode": "decimal", "step": "0.25"}),
    )  # fmt: skip
    reason = forms.CharField(label=_("Reason"), max_length=300, widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(self, *args: Any, axis: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["score"].help_text = scales_in_words(axis)


class CriterionScoreForm(ScoreForm):
    """One's own score on any criterion."""

    field_order = ["criterion", "score", "reason"]
    criterion = forms.ModelChoiceField(
        Criterion.objects.active(), label=_("Criterion"), to_field_name="code", empty_label=None
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].required = False
        self.fields["reason"].help_text = _("Needed where the criterion is measured: your score then counts instead.")


class ConsensusForm(ScoreForm):
    """What the assessors agreed on, and why."""


class CriterionForm(forms.Form):
    """Name, weight and, of a measured one, its bounds, window and least facts."""

    name = forms.CharField(label=_("Name"), max_length=120, required=False)
    weight = forms.DecimalField(label=_("Weight"), min_value=Decimal(0), max_digits=6, decimal_places=3)
    scoring = forms.ChoiceField(label=_("Scored"), choices=Scoring.choices, required=False)
    least = forms.FloatField(label=_("Value of the least risk or impact"), required=False)
    most = forms.FloatField(label=_("Value of the most risk or impact"), required=False)
    window_days = forms.IntegerField(
        label=_("Window, days"), min_value=1, max_value=3650, required=False,
        help_text=_("Facts of so many days up to the newest one count."),
    )  # fmt: skip
    minimum_facts = forms.IntegerField(
        label=_("Least number of facts"), min_value=1, max_value=1000, required=False,
        help_text=_("With fewer it counts as unknown."),
    )  # fmt: skip
    is_active = forms.BooleanField(label=_("Counts"), required=False)
    MEASURED = ("scoring", "least", "most", "window_days", "minimum_facts")

    def __init__(self, *args: Any, criterion: Criterion, **kwargs: Any) -> None:
        least, most = criterion.bounds or (None, None)
        names = ("name", "weight", "scoring", "window_days", "minimum_facts", "is_active")
        initial = {"least": least, "most": most, **{name: getattr(criterion, name) for name in names}}
        super().__init__(*args, initial=initial, **kwargs)
        if not criterion.measure:
            for name in self.MEASURED:
                del self.fields[name]

    def values(self) -> dict[str, Any]:
        """Return what `change_criterion` takes; what was left out stays as it is."""
        data = {name: value for name, value in self.cleaned_data.items() if value not in (None, "")}
        bounds = [data.pop(name) for name in ("least", "most") if name in data]
        return data | ({"bounds": bounds} if bounds else {})


class NewCriterionForm(CriterionForm):
    """The same with what stays for good: axis, code, and what measures it."""

    field_order = ["axis", "name", "code", "weight", "measure", *CriterionForm.MEASURED]
    axis = forms.ChoiceField(label=_("Axis"), choices=Axis.choices)
    code = forms.SlugField(
        label=_("Code"), max_length=40, required=False, help_text=_("Left empty: made from the name.")
    )
    measure = forms.ChoiceField(
        label=_("Measured by"), required=False, choices=[("", _("nothing: people score it")), *Measure.choices]
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, criterion=Criterion(measure=Measure.SPEND, weight=Decimal("0.1")), **kwargs)
        self.fields["name"].required = True
        del self.fields["is_active"]


class AxisScaleForm(forms.ModelForm):
    """Scale, direction and bend of one axis."""

    class Meta:
        model = AxisScale
        fields = ["low", "high", "inverted", "rho"]
        help_texts = {
            "rho": _("0: a straight line. Above 0 the first steps on the scale count most, below 0 the last ones."),
        }

    def _post_clean(self) -> None:
        """The service checks and writes; the form only reads."""


class PairsForm(forms.Form):
    """One judgement for each pair of an axis's criteria."""

    def __init__(self, *args: Any, criteria: list[Criterion], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.criteria = criteria
        for pair, (first, second) in self.pairs().items():
            label = _("%(first)s against %(second)s") % {"first": first, "second": second}
            self.fields["|".join(pair)] = forms.ChoiceField(
                label=label, choices=[(j, j) for j in JUDGEMENTS], initial="1",
                widget=forms.Select(attrs={"aria-label": label}),
            )  # fmt: skip

    def pairs(self) -> dict[Pair, tuple[Criterion, Criterion]]:
        """Return the pairs in the order of the grid."""
        return {(a.code, b.code): (a, b) for i, a in enumerate(self.criteria) for b in self.criteria[i + 1 :]}

    def judgements(self) -> dict[Pair, str]:
        """Return what was chosen."""
        return {pair: self.cleaned_data["|".join(pair)] for pair in self.pairs()}
