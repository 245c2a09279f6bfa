"""A contract while it is being written: drafted freely or from an award, changed, dropped."""

from collections.abc import Sequence
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from contracts.events import ContractCancelled, ContractChanged, ContractDrafted
from contracts.models import Contract, ContractLine
from contracts.policies.contract import may_manage_contract
from contracts.services.inputs import ContractLineInput
from contracts.states import CONTRACT, ContractKind
from procurement.models import Strategy
from srm.accounts.models import LegalEntity, User
from srm.authz import person, require
from srm.clock import organisation_today
from srm.errors import Invalid, Refused
from srm.events.services import record
from srm.reference.models import Category
from srm.reference.services import next_number
from suppliers.models import Supplier
from tenders.models import Award

CENT = Decimal("0.01")
KEEPERS_ONLY = gettext_lazy("Contracts are kept by contract managers.")
EDITABLE = frozenset(
    {"title", "starts_on", "ends_on", "payment_days", "terms", "language", "ceiling", "manager", "kind"}
)


@transaction.atomic
def create_contract(
    *, title: str, supplier: Supplier, legal_entity: LegalEntity, category: Category, currency: str,
    starts_on: date, ends_on: date, lines: Sequence[ContractLineInput], manager: User, by: Any,
    kind: str = ContractKind.CONTRACT, ceiling: Decimal | None = None, terms: str = "", language: str = "en",
    payment_days: int = 30,
) -> Contract:  # fmt: skip
    """Draft a contract without an award. Records ContractDrafted. Raises Invalid on a wrong period or empty lines."""
    require(may_manage_contract(by), str(KEEPERS_ONLY))
    _check(starts_on, ends_on, lines, ceiling)
    contract = Contract.objects.create(
        number=next_number("CT"), title=title, supplier=supplier, legal_entity=legal_entity, category=category,
        currency=currency, starts_on=starts_on, ends_on=ends_on, manager=manager, kind=kind, terms=terms,
        ceiling=_total(lines) if ceiling is None else ceiling, language=language, payment_days=payment_days,
        created_by=person(by),
    )  # fmt: skip
    _write_lines(contract, lines)
    record(ContractDrafted(contract.number), subject=contract, by=by)
    return contract


@transaction.atomic
def draft_contract_from_award(*, award: Award, by: Any) -> Contract:
    """Draft the contract of an approved award; a repeat returns the one there is. Records ContractDrafted."""
    award = (
        Award.objects.select_for_update(of=("self",))
        .select_related("lot__tender__category", "supplier")
        .get(pk=award.pk)
    )
    known = Contract.objects.filter(award=award).first()
    if known:
        return known
    tender, today = award.lot.tender, organisation_today()
    contract = Contract.objects.create(
        number=next_number("CT"), award=award, title=award.lot.title, supplier=award.supplier,
        legal_entity=tender.legal_entity, category=tender.category, currency=award.currency, ceiling=award.amount,
        starts_on=today, ends_on=_add_months(today, _months(tender.category)), manager=tender.buyer,
        created_by=person(by),
    )  # fmt: skip
    _write_award_lines(contract, award)
    record(ContractDrafted(contract.number, award.public_id), subject=contract, by=by)
    return contract


@transaction.atomic
def update_contract(
    *, contract: Contract, by: Any, lines: Sequence[ContractLineInput] | None = None, **fields: Any
) -> Contract:
    """Change a draft (or one the supplier refused): the given fields, all lines when given. Records ContractChanged.

    Raises Refused for a contract that is with the supplier or in force, Invalid for what cannot be so.
    """
    contract = lock_contract(contract)
    require(may_manage_contract(by, contract), str(KEEPERS_ONLY))
    if not CONTRACT.allows(contract, "send"):
        raise Refused(_("A contract in force changes by an amendment."), code="wrong_state")
    if unknown := fields.keys() - EDITABLE:
        raise Invalid({name: _("This cannot be changed.") for name in unknown})
    for name, value in fields.items():
        setattr(contract, name, value)
    if lines is not None:
        _rewrite_lines(contract, lines)
    _check(contract.starts_on, contract.ends_on, lines, contract.ceiling)
    contract.save()
    record(ContractChanged(sorted(fields) + (["lines"] if lines is not None else [])), subject=contract, by=by)
    return contract


@transaction.atomic
def cancel_contract(*, contract: Contract, reason: str, by: Any) -> Contract:
    """Drop a contract that never came into force, with a reason. Records ContractCancelled."""
    contract = lock_contract(contract)
    require(may_manage_contract(by, contract), str(KEEPERS_ONLY))
    need_reason(reason)
    CONTRACT.perform(contract, "cancel", status_reason=reason)
    record(ContractCancelled(contract.number, reason), subject=contract, by=by)
    return contract


def lock_contract(contract: Contract) -> Contract:
    """Return the contract read again under its lock, with its supplier and award."""
    rows = Contract.objects.select_for_update(of=("self",)).select_related("supplier", "award__lot__tender")
    return rows.get(pk=contract.pk)


def need_reason(reason: str) -> None:
    """Raise Invalid at `reason` when nothing is said."""
    if not reason.strip():
        raise Invalid({"reason": _("Say why.")})


def _rewrite_lines(contract: Contract, lines: Sequence[ContractLineInput]) -> None:
    known = {line.position: line.lot_item_id for line in contract.lines.all()}
    contract.lines.all().delete()
    _write_lines(contract, lines, known if contract.award_id else {})


def _write_lines(
    contract: Contract, lines: Sequence[ContractLineInput], lot_items: dict[int, int | None] | None = None
) -> None:
    ContractLine.objects.bulk_create(
        ContractLine(
            contract=contract, position=number, item=line.item, description=line.description, unit=line.unit,
            quantity=line.quantity, unit_price=line.unit_price, tax_rate=line.tax_rate, lead_days=line.lead_days,
            lot_item_id=(lot_items or {}).get(number),
        )
        for number, line in enumerate(lines, start=1)
    )  # fmt: skip


def _write_award_lines(contract: Contract, award: Award) -> None:
    items = {item.public_id: item for item in award.lot.items.select_related("unit", "item")}
    days = dict(award.bid.prices.values_list("lot_item", "delivery_days"))
    ContractLine.objects.bulk_create(
        ContractLine(
            contract=contract, position=number, lot_item=item, item=item.item, description=item.description,
            unit=item.unit, quantity=Decimal(row["quantity"]), unit_price=Decimal(row["unit_price"]),
            lead_days=days.get(item.pk),
        )
        for number, row in enumerate(award.prices, start=1)
        for item in [items[row["lot_item"]]]
    )  # fmt: skip


def _check(
    starts_on: date, ends_on: date, lines: Sequence[ContractLineInput] | None, ceiling: Decimal | None = None
) -> None:
    errors = {}
    if ends_on < starts_on:
        errors["ends_on"] = _("It must end after it starts.")
    if ceiling is not None and ceiling <= 0:
        errors["ceiling"] = _("Must be more than zero.")
    if lines is not None and not lines:
        errors["lines"] = _("Add at least one line.")
    for index, line in enumerate(lines or ()):
        if line.unit_price < 0:
            errors[f"lines.{index}.unit_price"] = _("Must not be negative.")
        if line.quantity is not None and line.quantity <= 0:
            errors[f"lines.{index}.quantity"] = _("Must be more than zero.")
    if errors:
        raise Invalid(errors)


def _total(lines: Sequence[ContractLineInput]) -> Decimal:
    parts = ((line.quantity or Decimal(0)) * line.unit_price for line in lines)
    return sum((part.quantize(CENT, ROUND_HALF_UP) for part in parts), Decimal(0))


def _months(category: Category) -> int:
    strategy = Strategy.objects.deciding().filter(category=category).first()
    return strategy.contract_months if strategy else 12


def _add_months(day: date, months: int) -> date:
    year, month = divmod(day.month - 1 + months, 12)
    for last in (day.day, 30, 29, 28):
        try:
            return date(day.year + year, month + 1, last)
        except ValueError:
            continue
    raise AssertionError("every month has 28 days")
