"""Forms of scoring and awarding."""

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from tenders.forms.tender import amount_field
from tenders.models import Bid, Criterion, ScoreSheet, Tender
from tenders.services import ScoreInput
from tenders.states import CriterionKind


class ScoreSheetForm(forms.Form):
    """One value and remark per bid and scored criterion: `score-BID-CODE`, `comment-BID-CODE`."""

    def __init__(self, *args: Any, tender: Tender, sheet: ScoreSheet | None, **kwargs: Any) -> None:
        given = {(s.bid_id, s.criterion_id): s for s in sheet.scores.all()} if sheet else {}
        super().__init__(*args, **kwargs)
        self.bids = list(tender.bids.admitted().select_related("supplier").order_by("submitted_at", "pk"))
        self.criteria = list(tender.criteria.filter(kind=CriterionKind.SCORED))
        for bid in self.bids:
            for criterion in self.criteria:
                self._add(bid, criterion, given.get((bid.pk, criterion.pk)))

    def _add(self, bid: Bid, criterion: Criterion, given: Any) -> None:
        key = f"{bid.public_id}-{criterion.code}"
        label = f"{bid.supplier.name}: {criterion.name}"
        self.fields[f"score-{key}"] = amount_field(label, required=False, initial=given and given.value.normalize())
        self.fields[f"score-{key}"].widget.attrs |= {"aria-label": label, "class": "control"}
        self.fields[f"comment-{key}"] = forms.CharField(
            label=_("Remark"), required=False, max_length=500, initial=given.comment if given else "",
            widget=forms.TextInput({"aria-label": f"{label}: {_('Remark')}", "class": "control"}),
        )  # fmt: skip

    @property
    def rows(self) -> list[tuple[Criterion, list[tuple[Bid, Any, Any]]]]:
        """Criteria with (bid, value field, remark field)."""
        return [(criterion, [self._cells(bid, criterion) for bid in self.bids]) for criterion in self.criteria]

    def _cells(self, bid: Bid, criterion: Criterion) -> tuple[Bid, Any, Any]:
        key = f"{bid.public_id}-{criterion.code}"
        return bid, self[f"score-{key}"], self[f"comment-{key}"]

    def scores(self) -> list[ScoreInput]:
        """Return the values that were given."""
        found = []
        for criterion, cells in self.rows:
            for bid, value, comment in cells:
                score: Decimal | None = self.cleaned_data.get(value.name)
                if score is not None:
                    found.append(ScoreInput(bid, criterion, score, self.cleaned_data.get(comment.name, "")))
        return found


class AwardForm(forms.Form):
    bid = forms.ChoiceField(label=_("Award to"), widget=forms.RadioSelect)
    justification = forms.CharField(
        label=_("Why this bid wins"), widget=forms.Textarea({"rows": 4}), max_length=5000,
        help_text=_("The approver and the auditor read it."),
    )  # fmt: skip

    def __init__(self, *args: Any, choices: list[tuple[str, Any]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["bid"].choices = choices


class QuestionForm(forms.Form):
    text = forms.CharField(
        label=_("Your question"), widget=forms.Textarea({"rows": 4}), max_length=5000,
        help_text=_("The answer goes to all bidders; nobody is told who asked."),
    )  # fmt: skip
