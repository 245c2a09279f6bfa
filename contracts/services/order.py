"""Orders: called off from a contract under its ceiling, or by themselves; sent, confirmed, closed."""

from collections.abc import Sequence
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from contracts.events import OrderCancelled, OrderClosed, OrderConfirmed, OrderDrafted, OrderRefused, OrderSent
from contracts.models import Contract, ContractLine, OrderLine, PurchaseOrder
from contracts.policies.order import may_answer_order, may_order
from contracts.services.contract import page_of
from contracts.services.inputs import CallOffInput, OrderLineInput
from contracts.states import ORDER, ContractStatus
from procurement.services import commit_budget, release_budget, report_progress
from procurement.states import EntryKind, LineStage
from srm.accounts.models import LegalEntity, User
from srm.authz import person, require
from srm.clock import database_now, organisation_today
from srm.errors import Invalid, Refused
from srm.events.services import record
from srm.reference.models import Place
from srm.reference.services import next_number
from suppliers.models import Supplier
from suppliers.states import SupplierStatus

CENT = Decimal("0.01")


@transaction.atomic
def call_off_order(
    *, contract: Contract, lines: Sequence[CallOffInput], place: Place, by: Any, orderer: User | None = None,
    note: str = "",
) -> PurchaseOrder:  # fmt: skip
    """Draft an order of what a contract in force offers; its ceiling and quantities are used up here.

    Records OrderDrafted. Raises Refused when the contract is not in force, or less is left than asked for.
    """
    contract = Contract.objects.select_for_update(of=("self",)).select_related("supplier").get(pk=contract.pk)
    require(may_order(by), _("Orders are made by buyers."))
    if contract.status != ContractStatus.ACTIVE or not contract.starts_on <= organisation_today() <= contract.ends_on:
        raise Refused(_("The contract is not in force."), code="wrong_state")
    _check_quantities([line.quantity for line in lines])
    order = _new_order(contract.supplier, contract.legal_entity, contract.currency, place, orderer or by, note, by)
    order.contract = contract
    locked = {
        row.pk: row
        for row in ContractLine.objects.select_for_update(of=("self",))
        .filter(contract=contract, pk__in=[line.contract_line.pk for line in lines])
        .select_related("item", "unit").order_by("pk")
    }  # fmt: skip
    for number, line in enumerate(lines, start=1):
        _call_off(order, contract, locked[line.contract_line.pk], line, number)
    _take_from_ceiling(contract, order)
    return _drafted(order, by)


@transaction.atomic
def create_order(
    *, supplier: Supplier, legal_entity: LegalEntity, currency: str, place: Place, lines: Sequence[OrderLineInput],
    by: Any, orderer: User | None = None, note: str = "",
) -> PurchaseOrder:  # fmt: skip
    """Draft an order without a contract (small purchase, catalogue, urgent). Records OrderDrafted.

    Raises Refused when the supplier is not active.
    """
    require(may_order(by), _("Orders are made by buyers."))
    if supplier.status != SupplierStatus.ACTIVE:
        raise Refused(_("The supplier is not active."), code="supplier_not_active")
    _check_quantities([line.quantity for line in lines])
    order = _new_order(supplier, legal_entity, currency, place, orderer or by, note, by)
    for number, line in enumerate(lines, start=1):
        _add_line(
            order, number, line.quantity, line.unit_price, line.tax_rate, line.needed_on, line.requisition_line,
            category=line.category, item=line.item, description=line.description, unit=line.unit,
        )  # fmt: skip
    return _drafted(order, by)


@transaction.atomic
def send_order(*, order: PurchaseOrder, by: Any) -> PurchaseOrder:
    """Send it to the supplier; the money is committed and the requesters see it ordered. Records OrderSent."""
    order = _locked(order)
    require(may_order(by, order), _("Orders are sent by buyers."))
    ORDER.perform(order, "send", sent_at=database_now())
    link = page_of("contracts:order-detail", order.public_id)
    for line in _served_lines(order):
        source = f"order:{order.number}/{line.position}"
        commit_budget(
            line=line.requisition_line, kind=EntryKind.COMMITMENT, amount=line.amount, source_key=source, by=by
        )
        report_progress(
            line=line.requisition_line, stage=LineStage.ORDERED, holder=order.supplier.name, reference=order.number,
            link=link, by=by,
        )  # fmt: skip
    record(OrderSent(order.number, order.total, order.currency), subject=order, by=by)
    return order


@transaction.atomic
def confirm_order(*, order: PurchaseOrder, by: Any, promised: dict[int, date] | None = None) -> PurchaseOrder:
    """The supplier confirms, with a day per line position (else the day it is needed). Records OrderConfirmed."""
    order = _locked(order)
    require(may_answer_order(by, order), _("The supplier confirms."))
    lines, today = list(order.lines.select_for_update(of=("self",)).order_by("pk")), organisation_today()
    for line in lines:
        line.promised_on = (promised or {}).get(line.position) or line.promised_on or line.needed_on
        if line.promised_on and line.promised_on < today:
            raise Invalid({f"lines.{line.position - 1}.promised_on": _("This day is in the past.")})
        line.save(update_fields=["promised_on"])
    ORDER.perform(order, "confirm", confirmed_at=database_now())
    record(OrderConfirmed(order.number), subject=order, by=by)
    return order


@transaction.atomic
def refuse_order(*, order: PurchaseOrder, reason: str, by: Any) -> PurchaseOrder:
    """The supplier cannot deliver; contract and budget get back what the order held. Records OrderRefused."""
    order = _locked(order)
    require(may_answer_order(by, order), _("The supplier answers."))
    return _undo(order, "refuse", reason, OrderRefused, by)


@transaction.atomic
def cancel_order(*, order: PurchaseOrder, reason: str, by: Any) -> PurchaseOrder:
    """Cancel before anything came; contract and budget get back what it held. Records OrderCancelled."""
    order = _locked(order)
    require(may_order(by, order), _("Orders are cancelled by buyers."))
    if order.receipts.filter(status="posted").exists():
        raise Refused(_("Something was received already: close the order instead."), code="received")
    return _undo(order, "cancel", reason, OrderCancelled, by)


@transaction.atomic
def close_order(*, order: PurchaseOrder, by: Any) -> PurchaseOrder:
    """Nothing more will come: what is left of the budget becomes free. Records OrderClosed."""
    order = _locked(order)
    require(may_order(by, order), _("Orders are closed by buyers."))
    ORDER.perform(order, "close")
    for line in _served_lines(order):
        release_budget(line=line.requisition_line, source_key=f"close:{order.number}/{line.position}", by=by)
    record(OrderClosed(order.number), subject=order, by=by)
    return order


def _undo(order: PurchaseOrder, verb: str, reason: str, event: type, by: Any) -> PurchaseOrder:
    if not reason.strip():
        raise Invalid({"reason": _("Say why.")})
    ORDER.perform(order, verb, status_reason=reason)
    if order.contract_id:
        contract = Contract.objects.select_for_update(of=("self",)).get(pk=order.contract_id)
        contract.called_off -= order.total
        contract.save(update_fields=["called_off"])
    for line in order.lines.exclude(contract_line=None).order_by("contract_line_id"):
        row = ContractLine.objects.select_for_update(of=("self",)).get(pk=line.contract_line_id)
        row.ordered -= line.quantity
        row.save(update_fields=["ordered"])
    for line in _served_lines(order):
        release_budget(line=line.requisition_line, source_key=f"{verb}:{order.number}/{line.position}", by=by)
    record(event(order.number, reason), subject=order, by=by)
    return order


def _call_off(order: PurchaseOrder, contract: Contract, row: ContractLine, line: CallOffInput, number: int) -> None:
    if row.quantity is not None and row.ordered + line.quantity > row.quantity:
        message = _("Only %(left)s of this is left in the contract.") % {"left": row.quantity - row.ordered}
        raise Refused(message, field=f"lines.{number - 1}.quantity", code="contract_used_up")
    row.ordered += line.quantity
    row.save(update_fields=["ordered"])
    _add_line(
        order, number, line.quantity, row.unit_price, row.tax_rate, line.needed_on, line.requisition_line,
        category=contract.category, item=row.item, description=row.description, unit=row.unit, contract_line=row,
    )  # fmt: skip


def _add_line(
    order: Any, number: int, quantity: Any, unit_price: Any, tax_rate: Any, needed_on: Any, requisition_line: Any,
    **what: Any,
) -> None:  # fmt: skip
    amount = (quantity * unit_price).quantize(CENT, ROUND_HALF_UP)
    needed = needed_on or (requisition_line.needed_on if requisition_line else None)
    OrderLine.objects.create(
        order=order, position=number, quantity=quantity, unit_price=unit_price, amount=amount, tax_rate=tax_rate,
        needed_on=needed, requisition_line=requisition_line, **what,
    )  # fmt: skip
    order.total += amount


def _take_from_ceiling(contract: Contract, order: PurchaseOrder) -> None:
    if contract.called_off + order.total > contract.ceiling:
        left = contract.ceiling - contract.called_off
        message = _("The contract has %(left)s %(currency)s left.") % {"left": left, "currency": contract.currency}
        raise Refused(message, code="ceiling")
    contract.called_off += order.total
    contract.save(update_fields=["called_off"])


def _new_order(
    supplier: Any, legal_entity: Any, currency: str, place: Any, orderer: Any, note: str, by: Any
) -> PurchaseOrder:  # fmt: skip
    return PurchaseOrder.objects.create(
        number=next_number("PO"), supplier=supplier, legal_entity=legal_entity, currency=currency, place=place,
        orderer=orderer, note=note, created_by=person(by),
    )  # fmt: skip


def _drafted(order: PurchaseOrder, by: Any) -> PurchaseOrder:
    order.save(update_fields=["total", "contract"])
    record(OrderDrafted(order.number, order.total, order.currency), subject=order, by=by)
    return order


def _check_quantities(quantities: Sequence[Decimal]) -> None:
    if not quantities:
        raise Invalid({"lines": _("Add at least one line.")})
    wrong = {f"lines.{i}.quantity": _("Must be more than zero.") for i, q in enumerate(quantities) if q <= 0}
    if wrong:
        raise Invalid(wrong)


def _served_lines(order: PurchaseOrder) -> list[OrderLine]:
    rows = order.lines.exclude(requisition_line=None).order_by("position")
    return list(rows.select_related("requisition_line__requisition__cost_centre"))


def _locked(order: PurchaseOrder) -> PurchaseOrder:
    return PurchaseOrder.objects.select_for_update(of=("self",)).select_related("supplier").get(pk=order.pk)
