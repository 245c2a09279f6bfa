"""Many drafts at once, as a spreadsheet brings them: the same rules as one draft, a handful of queries for all."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from procurement.events import RequisitionCreated
from procurement.models import Requisition, RequisitionLine
from procurement.policies.requisition import may_create_requisition
from procurement.queries.price import prices_for
from procurement.services.requisition import LineInput, Quotes, draft_lines
from srm.accounts.models import Department
from srm.authz import person, require
from srm.clock import organisation_today
from srm.errors import Invalid
from srm.events.services import record_first
from srm.reference.models import CostCentre, Item, Place
from srm.reference.services import next_numbers

CHUNK = 2000  # rows of one INSERT


@dataclass(frozen=True)
class DraftInput:
    """One draft; `mark` says where it came from (a row of the sheet), so that a refusal can name it."""

    title: str
    cost_centre: CostCentre
    place: Place
    needed_on: date
    lines: Sequence[LineInput]
    reason: str = ""
    project: str = ""
    mark: Any = None


class DraftRefused(Invalid):
    """A draft of the batch is wrong; `mark` is that draft's."""

    def __init__(self, errors: dict[str, str], mark: Any) -> None:
        super().__init__(errors)
        self.mark = mark


@transaction.atomic
def create_requisitions(
    *, drafts: Sequence[DraftInput], department: Department, by: Any, progress: Callable[[int], None] | None = None
) -> list[Requisition]:
    """Make drafts of the requester's own; all of them or none. Records RequisitionCreated for each.

    Raises DraftRefused with the first draft that is wrong.
    """
    require(may_create_requisition(by), _("Only staff of a department may send requisitions."))
    quotes, made, lines = _Quotes(drafts), [], []
    for number, draft in zip(next_numbers("RQ", len(drafts)), drafts, strict=True):
        requisition = Requisition(
            number=number, title=draft.title, reason=draft.reason, requester=by, department=department,
            cost_centre=draft.cost_centre, place=draft.place, needed_on=draft.needed_on, created_by=person(by),
            currency=draft.cost_centre.legal_entity.currency, project=draft.project,
        )  # fmt: skip
        rows, errors = draft_lines(requisition, draft.lines, quotes.of(draft.cost_centre))
        if errors:
            raise DraftRefused(errors, draft.mark)
        requisition.total = sum((row.amount for row in rows), Decimal(0))
        made.append(requisition)
        lines += rows
        if progress:
            progress(len(lines))
    Requisition.objects.bulk_create(made, batch_size=CHUNK)
    for line in lines:
        line.requisition_id = line.requisition.pk
    RequisitionLine.objects.bulk_create(lines, batch_size=CHUNK)
    record_first(((RequisitionCreated(r.title), r) for r in made), by=by)
    return made


class _Quotes:
    """The prices of all items of a batch, asked once per legal entity."""

    def __init__(self, drafts: Iterable[DraftInput]) -> None:
        self._items: dict[int, dict[int, Item]] = {}
        self._entities = {d.cost_centre.legal_entity_id: d.cost_centre.legal_entity for d in drafts}
        self._known: dict[int, Quotes] = {}
        for draft in drafts:
            mine = self._items.setdefault(draft.cost_centre.legal_entity_id, {})
            mine.update({line.item.pk: line.item for line in draft.lines if line.item})

    def of(self, centre: CostCentre) -> Quotes:
        key = centre.legal_entity_id
        if key not in self._known:
            self._known[key] = prices_for(self._items[key].values(), self._entities[key], organisation_today())
        return self._known[key]
