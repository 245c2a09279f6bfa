"""A requisition from draft to submission. Approval is in `approval`, the route of a line in `route`."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from procurement.events import (
    RequisitionCancelled,
    RequisitionChanged,
    RequisitionCompleted,
    RequisitionCreated,
    RequisitionRecalled,
    RequisitionSubmitted,
)
from procurement.models import Requisition, RequisitionLine
from procurement.policies.requisition import may_cancel_requisition, may_create_requisition, may_edit_requisition
from procurement.queries import PriceQuote, price_for
from procurement.queries.approval import flags_of
from procurement.services.budget import check_budget, release_budget
from procurement.services.chain import open_chain, refuse_being_bought, skip_waiting_steps
from procurement.services.progress import report_progress
from procurement.services.stock import hold_stock, release_reservations
from procurement.states import REQUISITION, LineStage, PriceSource
from srm.accounts.models import Department
from srm.authz import person, require
from srm.clock import database_now, organisation_today, organisation_zone
from srm.errors import Invalid, Refused
from srm.events.services import record
from srm.reference.models import Category, CostCentre, Item, Place, Unit
from srm.reference.services import convert, next_number, to_base

CENT = Decimal("0.01")
MINIMUM_LEAD = timedelta(days=1)
FURTHEST_NEED = timedelta(days=10 * 365)  # 2206 for 2026 is a slip of the finger
ACCOUNT_LENGTH = 60  # of a line's article and project
Quotes = Mapping[int, PriceQuote | None]


@dataclass(frozen=True)
class LineInput:
    """One line as people give it; with an item, what is left out comes from it and from the best price known."""

    quantity: Decimal
    item: Item | None = None
    description: str = ""
    category: Category | None = None
    unit: Unit | None = None
    needed_on: date | None = None
    unit_price: Decimal | None = None
    from_stock: Decimal = Decimal(0)
    article: str = ""  # of the budget; empty: the category's
    project: str = ""  # empty: the request's


@transaction.atomic
def create_requisition(
    *,
    title: str,
    department: Department,
    cost_centre: CostCentre,
    place: Place,
    needed_on: date,
    lines: Sequence[LineInput],
    by: Any,
    reason: str = "",
    currency: str = "",
    is_urgent: bool = False,
    is_single_source: bool = False,
    project: str = "",
) -> Requisition:
    """Make a draft of the requester's own. Records RequisitionCreated. Raises Invalid at the line's path."""
    require(may_create_requisition(by), _("Only staff of a department may send requisitions."))
    requisition = Requisition(
        number=next_number("RQ"), title=title, reason=reason, requester=by, department=department,
        cost_centre=cost_centre, place=place, needed_on=needed_on, is_urgent=is_urgent,
        currency=currency or cost_centre.legal_entity.currency, created_by=person(by), project=project,
        is_single_source=is_single_source,
    )  # fmt: skip
    requisition.save()
    _write_lines(requisition, lines)
    record(RequisitionCreated(title), subject=requisition, by=by)
    return requisition


@transaction.atomic
def update_requisition(
    *, requisition: Requisition, by: Any, lines: Sequence[LineInput] | None = None, version: int | None = None,
    **fields: Any,
) -> Requisition:  # fmt: skip
    """Change a draft (or a returned one): the given fields, and all lines when given. Records RequisitionChanged.

    With the version that was read, an older one is refused (`stale`): somebody, or another tab, has saved since.
    """
    requisition = _locked(requisition)
    project = requisition.project
    require(may_edit_requisition(by, requisition), _("Only the requester may change a requisition."))
    if not REQUISITION.allows(requisition, "submit"):
        raise Refused(_("A sent requisition is not changed: take it back first."), code="wrong_state")
    if version is not None and version != requisition.version:
        raise Refused(_("This draft was saved in another tab meanwhile; nothing was overwritten."), code="stale")
    for name, value in fields.items():
        if name not in CHANGEABLE:
            raise Invalid({name: _("This cannot be changed.")})
        setattr(requisition, name, value)
    requisition.version += 1
    requisition.save()
    if lines is not None:
        requisition.lines.all().delete()
        _write_lines(requisition, lines)
    elif requisition.project != project:  # lines that were of the request's project still are
        requisition.lines.filter(project=project).update(project=requisition.project)
    record(RequisitionChanged(sorted(fields) + (["lines"] if lines is not None else [])), subject=requisition, by=by)
    return requisition


@transaction.atomic
def copy_requisition(*, requisition: Requisition, by: Any) -> Requisition:
    """Make a new draft like an old request, at today's prices, needed as long from now as the old one was.

    Lines, cost centre and what they are booked on are taken over; what came from stock is not.
    Records RequisitionCreated on the copy.
    """
    lead = max(requisition.needed_on - requisition.created_at.astimezone(organisation_zone()).date(), MINIMUM_LEAD)
    needed_on = organisation_today() + lead
    lines = [
        LineInput(
            item=line.item, description=line.description, category=line.category, unit=line.unit,
            quantity=line.quantity, unit_price=line.unit_price, needed_on=needed_on, article=line.article,
            project=line.project,
        )
        for line in requisition.lines.select_related("item__category", "item__unit", "category", "unit")
    ]  # fmt: skip
    return create_requisition(
        title=requisition.title, reason=requisition.reason, department=by.department or requisition.department,
        cost_centre=requisition.cost_centre, place=requisition.place, needed_on=needed_on,
        currency=requisition.currency, project=requisition.project, lines=lines, by=by,
    )  # fmt: skip


@transaction.atomic
def submit_requisition(*, requisition: Requisition, by: Any) -> Requisition:
    """Send for approval: checks the lines, holds stock, checks the budget, freezes the chain of approvals.

    Records RequisitionSubmitted. Raises Invalid (no lines, a day in the past), Refused (budget exceeded, stock
    taken by someone else meanwhile, nobody who could approve).
    """
    requisition = _locked(requisition)
    require(may_edit_requisition(by, requisition), _("Only the requester may send a requisition."))
    requisition.lines.update(rejected_at=None, rejected_by=None, rejected_reason="")  # a new round decides afresh
    lines = list(requisition.lines.select_related("item", "category"))
    _check_complete(requisition, lines)
    total = sum((line.amount for line in lines), Decimal(0))
    base_total, rate = to_base(total, requisition.currency, organisation_today())
    flags = sorted(flags_of(requisition, lines))
    REQUISITION.perform(
        requisition, "submit", submitted_at=database_now(), total=total, base_total=base_total, base_rate=rate,
        flags=flags, status_reason="",
    )  # fmt: skip
    hold_stock(lines=lines, by=by)
    check_budget(requisition=requisition)
    steps = open_chain(requisition=requisition, lines=lines)
    for line in lines:
        report_progress(line=line, stage=LineStage.ASKED, holder=by.name, reference=requisition.number, by=by)
    approvers = [s.approver.email if s.approver else s.role for s in steps]
    record(RequisitionSubmitted(requisition.total, requisition.currency, approvers, flags), subject=requisition, by=by)
    return requisition


@transaction.atomic
def recall_requisition(*, requisition: Requisition, by: Any, comment: str = "") -> Requisition:
    """Take a sent requisition back into draft, releasing its stock. Records RequisitionRecalled.

    Raises Refused when a line is already being bought: what an award made dearer is approved or rejected.
    """
    requisition = _locked(requisition)
    require(may_edit_requisition(by, requisition))
    refuse_being_bought(requisition)
    REQUISITION.perform(requisition, "recall", submitted_at=None)
    skip_waiting_steps(requisition)
    release_reservations(requisition=requisition, by=by)
    record(RequisitionRecalled(comment), subject=requisition, by=by)
    return requisition


@transaction.atomic
def cancel_requisition(*, requisition: Requisition, by: Any, comment: str = "") -> Requisition:
    """End a requisition that is not being bought yet; its budget and stock become free. Records RequisitionCancelled.

    Raises Refused when a line is already in a bundle that is being bought, or ordered.
    """
    requisition = _locked(requisition)
    require(may_cancel_requisition(by, requisition))
    lines = list(requisition.lines.all())
    refuse_being_bought(requisition)
    REQUISITION.perform(requisition, "cancel", status_reason=comment, decided_at=database_now())
    skip_waiting_steps(requisition)
    release_reservations(requisition=requisition, by=by)
    for line in lines:
        release_budget(line=line, source_key=f"cancel:{requisition.number}/{line.position}", by=by)
    requisition.lines.update(bundle=None)
    record(RequisitionCancelled(comment), subject=requisition, by=by)
    return requisition


@transaction.atomic
def complete_requisition(*, requisition: Requisition, by: Any) -> Requisition:
    """Mark an approved requisition done when every line was received. Records RequisitionCompleted."""
    requisition = _locked(requisition)
    if requisition.lines.kept().exclude(stage=LineStage.RECEIVED).exists():
        raise Refused(_("Not every line has been received."), code="not_received")
    REQUISITION.perform(requisition, "complete")
    record(RequisitionCompleted(), subject=requisition, by=by)
    return requisition


CHANGEABLE = {
    "title", "reason", "department", "cost_centre", "place", "needed_on", "currency", "is_urgent", "is_single_source",
    "project",
}  # fmt: skip


def _locked(requisition: Requisition) -> Requisition:
    rows = Requisition.objects.select_for_update(of=("self",)).select_related("cost_centre__legal_entity", "requester")
    return rows.get(pk=requisition.pk)


def wrong_day(needed_on: date, today: date) -> str:
    """Return why nothing can be needed that day; nothing when it can."""
    if needed_on < today:
        return _("This day is in the past.")
    return _("This day is more than ten years away.") if needed_on > today + FURTHEST_NEED else ""


def _check_complete(requisition: Requisition, lines: Sequence[RequisitionLine]) -> None:
    errors = {}
    if not lines:
        errors["lines"] = _("Add at least one line.")
    today = organisation_today()
    for index, line in enumerate(lines):
        if wrong := wrong_day(line.needed_on, today):
            errors[f"lines.{index}.needed_on"] = wrong
        if line.from_stock > line.quantity:
            errors[f"lines.{index}.from_stock"] = _("More than is asked for.")
        if not line.category.is_active:
            errors[f"lines.{index}.category"] = _out_of_use(line.category)
    if errors:
        raise Invalid(errors)


def _out_of_use(category: Category) -> str:
    return _("%(category)s is no longer in use: choose another category.") % {"category": category}


def draft_lines(
    requisition: Requisition, lines: Sequence[LineInput], quotes: Quotes | None = None
) -> tuple[list[RequisitionLine], dict[str, str]]:
    """Return the lines as they would be written, priced, and what is wrong with them by path; writes nothing.

    Prices by item id may be given where they are known already.
    """
    errors: dict[str, str] = {}
    return [_line(requisition, index, line, errors, quotes) for index, line in enumerate(lines)], errors


def _write_lines(requisition: Requisition, lines: Sequence[LineInput]) -> None:
    rows, errors = draft_lines(requisition, lines)
    if errors:
        raise Invalid(errors)
    RequisitionLine.objects.bulk_create(rows)
    requisition.total = sum((row.amount for row in rows), Decimal(0))
    requisition.save(update_fields=["total"])


def _line(
    requisition: Requisition, index: int, line: LineInput, errors: dict[str, str], quotes: Quotes | None
) -> RequisitionLine:
    item = line.item
    category = line.category or (item.category if item else None)
    unit = line.unit or (item.unit if item else None)
    description = line.description or (item.name if item else "")
    if line.quantity <= 0:
        errors[f"lines.{index}.quantity"] = _("Must be more than zero.")
    for name, value in (("category", category), ("unit", unit), ("description", description)):
        if not value:
            errors[f"lines.{index}.{name}"] = _("Give this, or choose an item.")
    if category and not category.is_active:
        errors[f"lines.{index}.category"] = _out_of_use(category)
    article, project = line.article.strip(), line.project.strip() or requisition.project
    for name, text in (("article", article), ("project", project)):
        if len(text) > ACCOUNT_LENGTH:
            errors[f"lines.{index}.{name}"] = _("At most %(most)d characters.") % {"most": ACCOUNT_LENGTH}
    price, source, reference, supplier = _price(requisition, line, quotes)
    if price < 0:
        errors[f"lines.{index}.unit_price"] = _("Must not be negative.")
    return RequisitionLine(
        requisition=requisition, position=index + 1, item=item, description=description, category=category,
        unit=unit, quantity=line.quantity, needed_on=line.needed_on or requisition.needed_on,
        unit_price=price, price_source=source, price_reference=reference, from_stock=line.from_stock,
        supplier_id=supplier, article=article, project=project,
        amount=(price * line.quantity).quantize(CENT, ROUND_HALF_UP),
    )  # fmt: skip


def _price(requisition: Requisition, line: LineInput, quotes: Quotes | None) -> tuple[Decimal, str, str, int | None]:
    owner = requisition.cost_centre if requisition.cost_centre_id else requisition.department  # a draft may lack it
    if quotes is None:
        quote = price_for(line.item, owner.legal_entity, organisation_today())
    else:
        quote = quotes.get(line.item.pk) if line.item else None
    if quote and (quote.arrangement or line.unit_price is None):
        price, _rate = convert(quote.unit_price, quote.currency, requisition.currency, organisation_today())
        exact = quote.unit_price if quote.currency == requisition.currency else price
        return exact, quote.source, quote.reference, quote.supplier_id
    return line.unit_price or Decimal(0), PriceSource.ESTIMATE, "", None
