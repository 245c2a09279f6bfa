"""Lines of draft supply plans from a spreadsheet; a row of a line that is there changes it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from procurement.forms.sheets.known import reader, references
from procurement.models import PlanLine, SupplyPlan
from procurement.policies.planning import may_plan_supply
from procurement.services import remove_plan_line, set_plan_line
from procurement.states import PlanStatus, Procedure
from srm.errors import Refused
from srm.imports.columns import Column, ColumnType
from srm.imports.registry import Good, ImportKind, Progress, RowProblem, in_row
from srm.imports.words import key
from srm.reference.models import Category

FIELDS = ("known_amount", "forecast_amount", "procedure", "needed_on", "note")


@dataclass(frozen=True)
class PlanLineRow:
    plan: SupplyPlan
    category: Category
    quarter: date
    known_amount: Decimal
    forecast_amount: Decimal
    procedure: str
    needed_on: date | None
    note: str


def known() -> dict[str, Any]:
    """Return what the rows name: the drafts too."""
    drafts = {key(p.number): p for p in SupplyPlan.objects.filter(status=PlanStatus.DRAFT)}
    return {**references(), "plans": drafts}


def find_doubles(rows: Sequence[Good]) -> Iterable[RowProblem]:
    """Find a category that stands twice in a quarter."""
    seen: dict[tuple, int] = {}
    for good in rows:
        same = (good.row.plan.pk, good.row.category.pk, good.row.quarter)
        if seen.setdefault(same, good.number) != good.number:
            yield RowProblem(good.number, _("The same as row %(row)d.") % {"row": seen[same]}, "category")


def apply_rows(rows: Sequence[Good], *, by: Any, run: Any, progress: Progress) -> dict[str, int]:
    """Set each line."""
    before = {(li.plan_id, li.category_id, li.quarter): _as_kept(li) for li in PlanLine.objects.all()}
    kept = []
    for done, good in enumerate(rows, 1):
        given = {name: value for name, value in vars(good.row).items() if value is not None}
        with in_row(good):
            line = set_plan_line(**given, by=by)
        kept.append([line.pk, _as_kept(line), before.get((line.plan_id, line.category_id, line.quarter))])
        progress(done)
    run.keep_for_undo(kept)
    return {"set": len(rows)}


def undo_rows(run: Any, *, by: Any) -> None:
    """Set each line as it was; one that was new goes. Raises Refused when one was changed or approved meanwhile."""
    for pk, imported, old in run.undo_data:
        line = PlanLine.objects.select_related("plan", "category").get(pk=pk)
        if _as_kept(line) != imported:
            raise Refused(_("%(line)s has changed meanwhile.") % {"line": line.category}, code="changed")
        if old is None:
            remove_plan_line(line=line, by=by)
            continue
        values = dict(zip(FIELDS, old, strict=True))
        set_plan_line(
            plan=line.plan, category=line.category, quarter=line.quarter, by=by, note=values["note"],
            known_amount=Decimal(values["known_amount"]), forecast_amount=Decimal(values["forecast_amount"]),
            procedure=values["procedure"], needed_on=date.fromisoformat(values["needed_on"]),
        )  # fmt: skip


def export_rows(user: Any) -> Iterable[Sequence[Any]]:
    """The lines of the drafts."""
    rows = PlanLine.objects.filter(plan__in=SupplyPlan.objects.visible_to(user), plan__status=PlanStatus.DRAFT)
    for li in rows.select_related("plan", "category").order_by("plan__number", "quarter", "category__path"):
        yield (
            li.plan.number, li.category.code, li.quarter, li.known_amount, li.forecast_amount, li.procedure,
            li.needed_on, li.note,
        )  # fmt: skip


def _as_kept(line: PlanLine) -> list[str]:
    return [
        f"{line.known_amount:.2f}", f"{line.forecast_amount:.2f}", str(line.procedure),
        (line.needed_on or line.quarter).isoformat(), line.note,
    ]  # fmt: skip


def _amount(name: str, label: Any, *aliases: str) -> Column:
    return Column(name, label, ColumnType.DECIMAL, required=True, decimals=2, minimum=Decimal(0), aliases=aliases)


KIND = ImportKind(
    key="plan-lines", label=_("Lines of supply plans"), row=PlanLineRow, needs_person=True,
    columns=(
        Column("plan", _("Supply plan"), ColumnType.REFERENCE, required=True,
               parse=reader("plans", _("There is no draft plan of this number.")), aliases=("plan", "план")),
        Column("category", _("Category"), ColumnType.REFERENCE, required=True,
               parse=reader("categories", _("This category is not known.")), aliases=("категория", "категорія")),
        Column("quarter", _("Quarter"), ColumnType.DATE, required=True, aliases=("квартал",)),
        _amount("known_amount", _("Known needs"), "known"), _amount("forecast_amount", _("Forecast"), "прогноз"),
        Column("procedure", _("Procedure"), ColumnType.CHOICE, choices={v: v for v in Procedure.values}),
        Column("needed_on", _("Needed on"), ColumnType.DATE, aliases=("needed", "нужно к", "потрібно до")),
        Column("note", _("Note"), default="", max_length=300, aliases=("примечание", "примітка")),
    ),
    references=known, check=find_doubles, apply=apply_rows, undo=undo_rows, export=export_rows,
    may_import=may_plan_supply, result_labels={"set": _("lines set")},
    done_url=lambda _result: reverse("procurement:supply-plan-list"),
)  # fmt: skip
