"""Budgets from a spreadsheet; a row of a budget that is there changes its amount."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from procurement.forms.sheets.known import reader, references
from procurement.policies.planning import may_set_budget
from procurement.services import set_budget
from srm.imports.columns import Column, ColumnType
from srm.imports.registry import Good, ImportKind, Progress, RowProblem, in_row
from srm.reference.models import CostCentre


@dataclass(frozen=True)
class BudgetRow:
    cost_centre: CostCentre
    article: str
    project: str
    period_from: date
    period_to: date
    amount: Decimal


def find_problems(rows: Sequence[Good]) -> Iterable[RowProblem]:
    """Find periods that end before they begin, and budgets named twice."""
    seen: dict[tuple, int] = {}
    for good in rows:
        row = good.row
        if row.period_to < row.period_from:
            yield RowProblem(good.number, _("The period ends before it begins."), "period_to")
        same = (row.cost_centre.pk, row.article, row.project, row.period_from)
        if seen.setdefault(same, good.number) != good.number:
            yield RowProblem(good.number, _("The same as row %(row)d.") % {"row": seen[same]}, "cost_centre")


def apply_rows(rows: Sequence[Good], *, by: Any, run: Any, progress: Progress) -> dict[str, int]:
    """Set each budget."""
    for done, good in enumerate(rows, 1):
        with in_row(good):
            set_budget(**vars(good.row), by=by)
        progress(done)
    return {"set": len(rows)}


KIND = ImportKind(
    key="budgets", label=_("Budgets"), row=BudgetRow,
    columns=(
        Column("cost_centre", _("Cost centre"), ColumnType.REFERENCE, required=True,
               parse=reader("centres", _("This cost centre is not known.")), aliases=("cost center", "мвз", "цфо")),
        Column("article", _("Article"), default="", max_length=60, aliases=("статья", "стаття")),
        Column("project", _("Project"), default="", max_length=60, aliases=("проект", "проєкт")),
        Column("period_from", _("From"), ColumnType.DATE, required=True, aliases=("start", "с", "з", "від")),
        Column("period_to", _("To"), ColumnType.DATE, required=True, aliases=("end", "по", "до")),
        Column("amount", _("Amount"), ColumnType.DECIMAL, required=True, decimals=2, minimum=Decimal(0),
               aliases=("sum", "сумма", "сума")),
    ),
    references=references, check=find_problems, apply=apply_rows, may_import=may_set_budget, needs_person=True,
    result_labels={"set": _("budgets set")}, done_url=lambda _result: reverse("procurement:budget-list"),
)  # fmt: skip
