"""Requisitions from a spreadsheet: rows with the same request belong together; all of them or none."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from procurement.forms.sheets.known import reader, references
from procurement.models import Requisition, RequisitionLine
from procurement.policies.requisition import may_create_requisition
from procurement.services import DraftInput, DraftRefused, LineInput, cancel_requisition, create_requisitions, wrong_day
from procurement.states import RequisitionStatus
from srm.clock import organisation_today
from srm.errors import Refused
from srm.imports.columns import Column, ColumnType
from srm.imports.registry import Good, ImportKind, Progress, RowProblem, in_row
from srm.imports.words import key, row_of
from srm.reference.models import Category, CostCentre, Item, Place, Unit


@dataclass(frozen=True)
class RequisitionRow:
    request: str
    item: Item | str
    quantity: Decimal
    unit: Unit | None
    category: Category | None
    needed_on: date
    unit_price: Decimal | None
    cost_centre: CostCentre
    place: Place
    reason: str
    article: str
    project: str


def read_item(text: Any, known: dict[str, Any]) -> Item | str:
    """Return the catalogue's item, or the words as they are: they need a unit and a category then."""
    words = known["items"]
    return row_of(words, text, "") if key(text) in words or key(text) in words.namesakes else str(text).strip()


def find_problems(rows: Sequence[Good]) -> Iterable[RowProblem]:
    """Find what only the rows together tell: words without unit or category, past days, doubles, two cost centres."""
    today = organisation_today()
    seen: dict[Any, Any] = {}
    heads: dict[Any, Any] = {}
    for good in rows:
        row = good.row
        if isinstance(row.item, str):
            for name in ("unit", "category"):
                if getattr(row, name) is None:
                    yield RowProblem(good.number, _("Give this, or name an item of the catalogue."), name)
        if wrong := wrong_day(row.needed_on, today):
            yield RowProblem(good.number, wrong, "needed_on")
        double = (key(row.request), row.item if isinstance(row.item, str) else row.item.pk, row.needed_on)
        if seen.setdefault(double, good.number) != good.number:
            yield RowProblem(good.number, _("The same as row %(row)d.") % {"row": seen[double]}, "item")
        if heads.setdefault(key(row.request), row.cost_centre.pk) != row.cost_centre.pk:
            yield RowProblem(good.number, _("One request has one cost centre."), "cost_centre")


def apply_rows(rows: Sequence[Good], *, by: Any, run: Any, progress: Progress) -> dict[str, int]:
    """Draft one request per name in the sheet."""
    groups: dict[str, list[Good]] = {}
    for good in rows:
        groups.setdefault(key(good.row.request), []).append(good)
    drafts = [_draft(group) for group in groups.values()]
    try:
        made = create_requisitions(drafts=drafts, department=by.department, by=by, progress=progress)
    except DraftRefused as refused:
        with in_row(refused.mark):
            raise
    run.keep_for_undo([requisition.pk for requisition in made])
    return {"created": len(groups), "lines": len(rows)}


def undo_rows(run: Any, *, by: Any) -> None:
    """Cancel the drafts that came with the run. Raises Refused when one was sent meanwhile."""
    rows = list(Requisition.objects.filter(pk__in=run.undo_data).order_by("pk"))
    sent = [r.number for r in rows if r.status not in (RequisitionStatus.DRAFT, RequisitionStatus.CANCELLED)]
    if sent:
        raise Refused(_("%(number)s has been sent meanwhile.") % {"number": sent[0]}, code="sent")
    for requisition in rows:
        if requisition.status == RequisitionStatus.DRAFT:
            cancel_requisition(requisition=requisition, comment=str(_("The import was undone")), by=by)


def export_rows(user: Any) -> Iterable[Sequence[Any]]:
    """The lines of the person's own requests that are open, one a row; requests of one title are told apart."""
    titles: dict[int, str] = {}
    seen: Counter[str] = Counter()
    own = Requisition.objects.filter(requester=user).open()
    rows = RequisitionLine.objects.filter(requisition__in=own).order_by("requisition_id", "position")
    rows = rows.select_related("requisition__cost_centre", "requisition__place", "item", "unit", "category")
    for line in rows.iterator(chunk_size=2000):
        head = line.requisition
        if head.pk not in titles:
            seen[key(head.title)] += 1
            again = seen[key(head.title)]
            titles[head.pk] = head.title if again == 1 else f"{head.title} ({again})"
        yield (
            titles[head.pk], line.item.code if line.item else line.description, line.quantity, line.unit.code,
            line.category.code, line.needed_on, line.unit_price, head.cost_centre.code, head.place.code, head.reason,
            line.article, line.project,
        )  # fmt: skip


def _draft(group: Sequence[Good]) -> DraftInput:
    head, projects = group[0].row, {g.row.project for g in group}
    return DraftInput(
        title=head.request, reason=head.reason, cost_centre=head.cost_centre, place=head.place,
        needed_on=min(g.row.needed_on for g in group), lines=[_line(g.row) for g in group], mark=group[0],
        project=projects.pop() if len(projects) == 1 else "",  # a request of one project is that project's as a whole
    )  # fmt: skip


def _line(row: RequisitionRow) -> LineInput:
    item = row.item if isinstance(row.item, Item) else None
    return LineInput(
        item=item, description="" if item else row.item, quantity=row.quantity, unit=row.unit,
        category=None if item else row.category, needed_on=row.needed_on, unit_price=row.unit_price,
        article=row.article, project=row.project,
    )  # fmt: skip


KIND = ImportKind(
    key="requisitions", label=_("Requisitions"), row=RequisitionRow, needs_person=True,
    columns=(
        Column("request", _("Request"), required=True, max_length=200,
               aliases=("requisition", "title", "number", "заявка", "номер", "номер заявки")),
        Column("item", _("Item"), ColumnType.REFERENCE, required=True, parse=read_item,
               aliases=("description", "item code", "product", "позиция", "позиція", "товар", "наименование")),
        Column("quantity", _("Quantity"), ColumnType.DECIMAL, required=True, decimals=3, minimum=Decimal("0.001"),
               aliases=("qty", "amount", "количество", "кількість", "к-во")),
        Column("unit", _("Unit"), ColumnType.REFERENCE, parse=reader("units", _("This unit is not known.")),
               aliases=("uom", "единица", "одиниця", "ед.")),
        Column("category", _("Category"), ColumnType.REFERENCE,
               parse=reader("categories", _("This category is not known.")), aliases=("категория", "категорія")),
        Column("needed_on", _("Needed on"), ColumnType.DATE, required=True,
               aliases=("needed", "date", "required date", "дата", "нужно к", "потрібно до")),
        Column("unit_price", _("Price"), ColumnType.DECIMAL, decimals=6, minimum=Decimal(0),
               aliases=("unit price", "цена", "ціна")),
        Column("cost_centre", _("Cost centre"), ColumnType.REFERENCE, required=True,
               parse=reader("centres", _("This cost centre is not known.")),
               aliases=("cost center", "мвз", "цфо", "центр затрат", "центр витрат")),
        Column("place", _("Place"), ColumnType.REFERENCE, required=True,
               parse=reader("places", _("This place is not known.")),
               aliases=("delivery place", "место", "місце", "склад")),
        Column("reason", _("Why it is needed"), default="", aliases=("why", "причина", "обоснование")),
        Column("article", _("Article"), default="", max_length=60, aliases=("статья", "стаття")),
        Column("project", _("Project"), default="", max_length=60, aliases=("проект", "проєкт")),
    ),
    references=references, check=find_problems, apply=apply_rows, undo=undo_rows,
    export=export_rows, may_import=may_create_requisition, max_rows=20_000,
    help=_("One row is one line; rows with the same request belong together. Nothing is stored until you confirm."),
    result_labels={"created": _("requisitions drafted"), "lines": _("lines")},
    done_url=lambda _result: reverse("procurement:requisition-list"),
)  # fmt: skip
