"""Orders while they are written: called off from a contract under its ceiling, or by themselves."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from contracts.events import OrderDrafted
from contracts.models import Contract, ContractLine, OrderLine, PurchaseOrder
from contracts.policies.order import may_order
from contracts.services.inputs import CallOffInput, OrderLineInput
from contracts.services.sharing import amounts_of
from contracts.states import ContractStatus, OrderStatus
from procurement.models import RequisitionLine
from procurement.states import RequisitionStatus
from srm.accounts.models import LegalEntity, User
from srm.authz import person, require
from srm.clock import organisation_today
from srm.errors import Invalid, Refused
from srm.events.services import record
from srm.reference.models import Place
from srm.reference.services import next_number
from suppliers.models import Supplier
from suppliers.states import SupplierStatus

CENT = Decimal("0.01")
DROPPED = (OrderStatus.CANCELLED, OrderStatus.REFUSED)


@transaction.atomic
def call_off_order(
    *, contract: Contract, lines: Sequence[CallOffInput], place: Place, by: Any, orderer: User | None = None,
    note: str = "",
) -> PurchaseOrder:  # fmt: skip
    """Draft an order of what a contract in force offers; its ceiling and quantities are used up here.

    Records OrderDrafted. Raises Refused when the contract is not in force, less is left than asked for, or a
    requisition line is not to be served (any more).
    """
    contract = Contract.objects.select_for_update(of=("self",)).select_related("supplier").get(pk=contract.pk)
    require(may_order(by), _("Orders are made by buyers."))
    if contract.status != ContractStatus.ACTIVE or not contract.starts_on <= organisation_today() <= contract.ends_on:
        raise Refused(_("The contract is not in force."), code="wrong_state")
    _check_lines(lines, contract.legal_entity)
    _check_active(contract.supplier)
    locked = _lock_rows(contract, lines)
    order = _new_order(contract.supplier, contract.legal_entity, contract.currency, place, orderer or by, note, by)
    order.contract = contract
    amounts = amounts_of(lines, [locked[line.contract_line.pk].unit_price for line in lines])
    for number, (line, amount) in enumerate(zip(lines, amounts, strict=True), start=1):
        _call_off(order, contract, locked[line.contract_line.pk], line, number, amount)
    _take_from_ceiling(contract, order)
    return _drafted(order, by)


@transaction.atomic
def create_order(
    *, supplier: Supplier, legal_entity: LegalEntity, currency: str, place: Place, lines: Sequence[OrderLineInput],
    by: Any, orderer: User | None = None, note: str = "",
) -> PurchaseOrder:  # fmt: skip
    """Draft an order without a contract (small purchase, catalogue, urgent). Records OrderDrafted.

    Raises Refused when the supplier is not active, or a requisition line is not to be served (any more).
    """
    require(may_order(by), _("Orders are made by buyers."))
    _check_active(supplier)
    _check_lines(lines, legal_entity)
    order = _new_order(supplier, legal_entity, currency, place, orderer or by, note, by)
    amounts = amounts_of(lines, [line.unit_price for line in lines])
    for number, (line, amount) in enumerate(zip(lines, amounts, strict=True), start=1):
        _add_line(
            order, number, line, amount, unit_price=line.unit_price, tax_rate=line.tax_rate,
            category=line.category, item=line.item, description=line.description, unit=line.unit,
        )  # fmt: skip
    return _drafted(order, by)


def _check_active(supplier: Supplier) -> None:
    if supplier.status != SupplierStatus.ACTIVE:
        raise Refused(_("The supplier is not active."), code="supplier_not_active")


def _check_lines(lines: Sequence[CallOffInput | OrderLineInput], legal_entity: LegalEntity) -> None:
    if not lines:
        raise Invalid({"lines": _("Add at least one line.")})
    errors = {f"lines.{i}.quantity": _("Must be more than zero.") for i, li in enumerate(lines) if li.quantity <= 0}
    for index, line in enumerate(lines):
        if isinstance(line, OrderLineInput) and line.unit_price < 0:
            errors[f"lines.{index}.unit_price"] = _("Must not be negative.")
    if errors:
        raise Invalid(errors)
    _check_served(lines, legal_entity)


def _check_served(lines: Sequence[CallOffInput | OrderLineInput], legal_entity: LegalEntity) -> None:
    """Refuse what nobody (any more) asks for; the rows are locked so that two orders never serve the same line."""
    wanted = {line.requisition_line.pk: i for i, line in enumerate(lines) if line.requisition_line}
    rows = RequisitionLine.objects.select_for_update(of=("self",)).filter(pk__in=wanted).order_by("pk")
    for row in rows.select_related("requisition__cost_centre"):
        field = f"lines.{wanted[row.pk]}.requisition_line"
        if row.requisition.status != RequisitionStatus.APPROVED:
            raise Refused(_("This request is not approved (any more)."), field=field, code="not_approved")
        if row.requisition.cost_centre.legal_entity_id != legal_entity.pk:
            raise Refused(_("This request is of another legal entity."), field=field, code="other_entity")
        if row.order_lines.exclude(order__status__in=DROPPED).exists():
            raise Refused(_("This request is ordered already."), field=field, code="ordered")


def _lock_rows(contract: Contract, lines: Sequence[CallOffInput]) -> dict[int, ContractLine]:
    rows = ContractLine.objects.select_for_update(of=("self",)).filter(contract=contract)
    rows = rows.filter(pk__in=[line.contract_line.pk for line in lines]).select_related("item", "unit").order_by("pk")
    locked = {row.pk: row for row in rows}
    for index, line in enumerate(lines):
        if line.contract_line.pk not in locked:
            raise Invalid({f"lines.{index}.contract_line": _("This line is not of this contract.")})
    return locked


def _call_off(
    order: PurchaseOrder, contract: Contract, row: ContractLine, line: CallOffInput, number: int, amount: Decimal
) -> None:  # fmt: skip
    if row.quantity is not None and row.ordered + line.quantity > row.quantity:
        message = _("Only %(left)s of this is left in the contract.") % {"left": row.quantity - row.ordered}
        raise Refused(message, field=f"lines.{number - 1}.quantity", code="contract_used_up")
    row.ordered += line.quantity
    row.save(update_fields=["ordered"])
    _add_line(
        order, number, line, amount, unit_price=row.unit_price, tax_rate=row.tax_rate,
        category=contract.category, item=row.item, description=row.description, unit=row.unit, contract_line=row,
    )  # fmt: skip


def _add_line(
    order: PurchaseOrder, number: int, line: CallOffInput | OrderLineInput, amount: Decimal, **what: Any
) -> None:  # fmt: skip
    served = line.requisition_line
    OrderLine.objects.create(
        order=order, position=number, quantity=line.quantity, amount=amount, requisition_line=served,
        needed_on=line.needed_on or (served.needed_on if served else None), **what,
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
    supplier: Supplier, legal_entity: LegalEntity, currency: str, place: Place, orderer: User, note: str, by: Any
) -> PurchaseOrder:
    return PurchaseOrder.objects.create(
        number=next_number("PO"), supplier=supplier, legal_entity=legal_entity, currency=currency, place=place,
        orderer=orderer, note=note, created_by=person(by),
    )  # fmt: skip


def _drafted(order: PurchaseOrder, by: Any) -> PurchaseOrder:
    order.save(update_fields=["total", "contract"])
    record(OrderDrafted(order.number, order.total, order.currency), subject=order, by=by)
    return order
