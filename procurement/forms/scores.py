"""Scores of categories as a sheet: category, criterion, score, reason; all of it or nothing."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from procurement.models import AxisScale, Criterion
from procurement.services import import_scores
from procurement.services.criterion import ScoreInput
from srm.accounts.states import Role
from srm.imports.columns import Column, ColumnType
from srm.imports.registry import Good, ImportKind, RowProblem
from srm.imports.words import row_of, words_of
from srm.reference.models import Category
from srm.ui.formats import quantity

CENT = Decimal("0.01")


@dataclass(frozen=True)
class ScoreRow:
    """One line of the sheet; without a score it says nothing."""

    category: Category
    criterion: Criterion
    score: Decimal | None
    reason: str


def read_category(text: Any, known: Mapping[str, Any]) -> Category:
    found: Category = row_of(known["categories"], text, _("No category has this code or name."))
    return found


def read_criterion(text: Any, known: Mapping[str, Any]) -> Criterion:
    found: Criterion = row_of(known["criteria"], text, _("No criterion has this code or name."))
    return found


def references() -> dict[str, Any]:
    """Return what a code or a name means, read once for the whole sheet."""
    categories, criteria = Category.objects.active().leaves(), Criterion.objects.active()
    return {"categories": words_of(categories), "criteria": words_of(criteria)}


def find_problems(rows: Sequence[Good]) -> Iterable[RowProblem]:
    """Tell a pair that comes twice, a score off the axis's scale, and one over a measure without a reason."""
    scales = {scale.axis: scale for scale in AxisScale.objects.all()}
    seen: set[tuple[int, int]] = set()
    for good in rows:
        row, pair = good.row, (good.row.category.pk, good.row.criterion.pk)
        if pair in seen:
            message = _("This category and criterion come twice.")
            yield RowProblem(row=good.number, field="criterion", message=message)
        seen.add(pair)
        scale = scales.get(row.criterion.axis)
        if row.score is not None and scale and not scale.low <= row.score <= scale.high:
            words = {"low": quantity(scale.low), "high": quantity(scale.high)}
            off = _("Choose a score from %(low)s to %(high)s.") % words
            yield RowProblem(row=good.number, field="score", message=off)
        elif row.score is not None and row.score != row.score.quantize(CENT):
            finer = _("more than 2 decimals: %(score)s") % {"score": row.score.normalize()}
            yield RowProblem(row=good.number, field="score", message=finer)
        if row.score is not None and row.criterion.measure and not row.reason.strip():
            yield RowProblem(row=good.number, field="reason", message=_("Say why the measured value does not hold."))


def apply_rows(rows: Sequence[Good], *, by: Any, run: Any, progress: Callable[[int], None]) -> dict[str, int]:
    """Enter the scores that are given."""
    given = [g.row for g in rows if g.row.score is not None]
    scores = [ScoreInput(r.category, r.criterion, r.score, r.reason) for r in given]
    return {"scored": import_scores(scores=scores, by=by, progress=progress)}


CATEGORY_SCORES = ImportKind(
    key="category-scores",
    label=_("Scores of categories"),
    row=ScoreRow,
    columns=(
        Column("category", _("Category"), ColumnType.REFERENCE, required=True, parse=read_category,
               aliases=("code", "категория", "категорія")),
        Column("criterion", _("Criterion"), ColumnType.REFERENCE, required=True, parse=read_criterion,
               aliases=("критерий", "критерій")),
        Column("score", _("Score"), ColumnType.DECIMAL, minimum=Decimal(0),
               aliases=("оценка", "оцінка")),
        Column("reason", _("Reason"), default="", max_length=300, aliases=("причина",)),
    ),
    references=references,
    check=find_problems,
    apply=apply_rows,
    needs_person=True,
    may_import=lambda user: user.has_role(Role.CATEGORY_MANAGER, Role.PROCUREMENT_HEAD),
    help=_("Take your sheet from the portfolio's export of scores, fill it in, bring it back. Measure again then."),
    result_labels={"scored": _("scores entered")},
    done_url=lambda _result: reverse("procurement:portfolio"),
)  # fmt: skip
