"""Budgets from a spreadsheet; a row of a budget that is there changes its amount."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from procurement.forms.sheets.known import reader, references
from procurement.models import Budget
from procurement.policies.planning import may_set_budget
from procurement.services import set_budget
from procurement.states import BudgetControl
from srm.accounts.states import Role
from srm.errors import Refused
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
    control: str | None
    exception_role: str | None


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
    before, kept = {_key(b): b for b in Budget.objects.all()}, []
    for done, good in enumerate(rows, 1):
        with in_row(good):
            budget = set_budget(**vars(good.row), by=by)
        old = before.get(_key(budget))
        kept.append([budget.pk, str(budget.amount), *_as_kept(old)])
        progress(done)
    run.keep_for_undo(kept)
    return {"set": len(rows)}


def undo_rows(run: Any, *, by: Any) -> None:
    """Set each as it was; one that was new goes. Raises Refused when one was changed or booked on meanwhile."""
    for pk, amount, old_amount, old_to in run.undo_data:
        budget = Budget.objects.select_for_update(of=("self",)).select_related("cost_centre").get(pk=pk)
        if budget.amount != Decimal(amount) or (old_amount is None and budget.entries.exists()):
            raise Refused(_("%(budget)s has changed meanwhile.") % {"budget": budget}, code="changed")
        if old_amount is None:
            budget.delete()
            continue
        set_budget(
            cost_centre=budget.cost_centre, article=budget.article, project=budget.project, by=by,
            period_from=budget.period_from, period_to=date.fromisoformat(old_to), amount=Decimal(old_amount),
        )  # fmt: skip


def export_rows(user: Any) -> Iterable[Sequence[Any]]:
    """The budgets that the person sees."""
    rows = (
        Budget.objects.visible_to(user).select_related("cost_centre").order_by("cost_centre__code", "period_from", "pk")
    )
    for b in rows:
        yield (
            b.cost_centre.code, b.article, b.project, b.period_from, b.period_to, b.amount, b.control, b.exception_role
        )  # fmt: skip


def _key(budget: Budget) -> tuple[Any, ...]:
    return budget.cost_centre_id, budget.article, budget.project, budget.period_from


def _as_kept(old: Budget | None) -> tuple[str | None, str | None]:
    return (str(old.amount), old.period_to.isoformat()) if old else (None, None)


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
        Column("control", _("When it is exceeded"), ColumnType.CHOICE, choices={v: v for v in BudgetControl.values},
               aliases=("control", "контроль")),
        Column("exception_role", _("Who may allow more"), ColumnType.CHOICE, choices={v: v for v in Role.values},
               aliases=("exception role",)),
    ),
    references=references, check=find_problems, apply=apply_rows, undo=undo_rows, export=export_rows,
    may_import=may_set_budget, needs_person=True,
    result_labels={"set": _("budgets set")}, done_url=lambda _result: reverse("procurement:budget-list"),
)  # fmt: skip
