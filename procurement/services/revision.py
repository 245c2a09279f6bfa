"""Approved amounts that change before anything is bought: a little stands, more than the tolerance is asked anew."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from procurement.events import RequisitionRevised
from procurement.models import Requisition, RequisitionLine
from procurement.policies.requisition import may_revise_requisition
from procurement.queries.approval import flags_of
from procurement.queries.award import beyond_tolerance
from procurement.services.budget import check_budget, pre_commit, release_budget
from procurement.services.bundle import sum_up
from procurement.services.chain import lock_requisition, open_chain, skip_waiting_steps
from procurement.services.progress import retract_progress
from procurement.states import REQUISITION, BundleStatus, LineStage, RequisitionStatus
from srm.authz import require
from srm.clock import database_now
from srm.errors import Invalid, Refused
from srm.events.services import record

CENT = Decimal("0.01")
SMALLEST = Decimal("0.001")
NOT_BOUGHT = (LineStage.APPROVED, LineStage.BUNDLED)


@dataclass(frozen=True)
class LineChange:
    """What a line is to cost or how much is needed; None leaves it."""

    unit_price: Decimal | None = None
    quantity: Decimal | None = None


@transaction.atomic
def revise_requisition(
    *, requisition: Requisition, changes: Mapping[int, LineChange], reason: str, by: Any
) -> Requisition:  # fmt: skip
    """Give approved lines (by position) other amounts, before they are bought. Records RequisitionRevised.

    Compared with what was approved, not with the last change: many small steps do not get round it. Beyond the
    tolerance the request waits for approval again, with a new chain, and its money and bundles are given back.
    Raises Invalid (no reason, no such line), Refused (being bought already, budget exceeded).
    """
    requisition = lock_requisition(requisition)
    require(may_revise_requisition(by, requisition), _("Only the requester or procurement changes the amounts."))
    if not REQUISITION.allows(requisition, "reapprove"):
        raise Refused(_("Only an approved request is changed like this."), code="wrong_state")
    lines = list(requisition.lines.kept().select_related("category", "bundle"))
    _change(lines, changes, reason)
    bundles = {line.bundle_id: line.bundle for line in lines if line.bundle}
    if settle_amounts(requisition=requisition, changed=lines, reason=reason, by=by):
        _loosen(requisition, lines, by)
    for bundle in bundles.values():
        sum_up(bundle)
    return requisition


def settle_amounts(*, requisition: Requisition, changed: Sequence[RequisitionLine], reason: str, by: Any) -> bool:
    """Book the new amounts of a locked request's lines, or beyond the tolerance ask for approval again; True then.

    Compared with what was approved, whatever came in between. Records RequisitionRevised; raises Refused (budget
    exceeded).
    """
    before = requisition.total
    requisition.total = sum(requisition.lines.kept().values_list("amount", flat=True), Decimal(0))
    requisition.base_total = (requisition.total * requisition.base_rate).quantize(CENT, ROUND_HALF_UP)
    requisition.version += 1
    requisition.save(update_fields=["total", "base_total", "version"])
    again = requisition.status == RequisitionStatus.SUBMITTED or beyond_tolerance(requisition, requisition.total)
    _give_back(requisition, changed, by)
    if again:
        _ask_again(requisition)
    else:
        pre_commit(requisition=requisition, lines=changed, by=by, again=f"/{requisition.version}")
    record(
        RequisitionRevised(before, requisition.total, requisition.currency, reason, again), subject=requisition, by=by
    )
    return again


def _change(lines: list[RequisitionLine], changes: Mapping[int, LineChange], reason: str) -> None:
    known = {line.position: line for line in lines}
    errors = {f"lines.{p - 1}": _("There is no such line.") for p in changes if p not in known}
    errors |= {} if reason.strip() else {"reason": _("Say why.")}
    for position, change in changes.items():
        line = known.get(position)
        least = max(line.from_stock, SMALLEST) if line else SMALLEST
        if (change.quantity is not None and change.quantity < least) or (change.unit_price or 0) < 0:
            errors[f"lines.{position - 1}"] = _("Must be more than zero, and no less than what comes from stock.")
    if errors:
        raise Invalid(errors)
    if any(line.stage not in NOT_BOUGHT or _is_busy(line) for line in lines):
        raise Refused(_("A line is already being bought; ask its buyer."), code="being_bought")
    for position, change in changes.items():
        line = known[position]
        line.unit_price = line.unit_price if change.unit_price is None else change.unit_price
        line.quantity = line.quantity if change.quantity is None else change.quantity
        line.amount = (line.unit_price * line.quantity).quantize(CENT, ROUND_HALF_UP)
        line.save(update_fields=["unit_price", "quantity", "amount"])


def _is_busy(line: RequisitionLine) -> bool:
    return line.bundle is not None and line.bundle.status != BundleStatus.OPEN


def _give_back(requisition: Requisition, lines: Sequence[RequisitionLine], by: Any) -> None:
    for line in lines:
        line.requisition = requisition
        release_budget(
            line=line, source_key=f"revise:{requisition.number}/{line.position}/{requisition.version}", by=by
        )


def _ask_again(requisition: Requisition) -> None:
    """A new chain for the new sum; one that waits already is asked from the start."""
    lines = list(requisition.lines.kept().select_related("category"))
    if requisition.status == RequisitionStatus.APPROVED:
        REQUISITION.perform(requisition, "reapprove", submitted_at=database_now(), decided_at=None)
    skip_waiting_steps(requisition)
    requisition.flags = sorted(flags_of(requisition, lines))
    requisition.save(update_fields=["flags"])
    check_budget(requisition=requisition)
    open_chain(requisition=requisition, lines=lines)


def _loosen(requisition: Requisition, lines: Sequence[RequisitionLine], by: Any) -> None:
    """Nothing is bought of it until it is approved again."""
    requisition.lines.update(bundle=None, route="")
    for line in lines:
        for stage in (LineStage.BUNDLED, LineStage.APPROVED):
            retract_progress(line=line, stage=stage, by=by, reason=_("Asked for approval again"))
