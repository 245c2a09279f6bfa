"""A contract from the award (or freely drafted) to the supplier's acceptance, changed only by amendments."""

from collections.abc import Sequence
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _

from contracts.events import (
    ContractAccepted,
    ContractAmended,
    ContractChanged,
    ContractDrafted,
    ContractEnded,
    ContractRecalled,
    ContractRefused,
    ContractSent,
    ContractTerminated,
    ObligationAdded,
    ObligationDone,
)
from contracts.models import Contract, ContractAmendment, ContractLine, Obligation
from contracts.policies.contract import may_answer_contract, may_complete_obligation, may_manage_contract
from contracts.services.inputs import ContractLineInput
from contracts.states import CONTRACT, ContractKind, ContractStatus, ObligationStatus
from procurement.models import Strategy
from procurement.services import end_arrangement, register_arrangement, report_progress
from procurement.states import LineStage, PriceSource
from srm.accounts.models import LegalEntity, User
from srm.authz import person, require
from srm.clock import database_now, organisation_today
from srm.errors import Invalid, Refused
from srm.events.services import record
from srm.reference.models import Category
from srm.reference.services import next_number
from suppliers.models import Supplier
from tenders.models import Award, LotItem

CENT = Decimal("0.01")
EDITABLE = frozenset(
    {"title", "starts_on", "ends_on", "payment_days", "terms", "language", "ceiling", "manager", "kind"}
)
AMENDABLE = frozenset({"ends_on", "payment_days", "terms", "ceiling"})


@transaction.atomic
def create_contract(
    *, title: str, supplier: Supplier, legal_entity: LegalEntity, category: Category, currency: str,
    starts_on: date, ends_on: date, lines: Sequence[ContractLineInput], manager: User, by: Any,
    kind: str = ContractKind.CONTRACT, ceiling: Decimal | None = None, terms: str = "", language: str = "en",
    payment_days: int = 30,
) -> Contract:  # fmt: skip
    """Draft a contract without an award. Records ContractDrafted. Raises Invalid on a wrong period or empty lines."""
    require(may_manage_contract(by), _("Contracts are kept by contract managers."))
    _check(starts_on, ends_on, lines)
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
def update_contract(*, contract: Contract, by: Any, **fields: Any) -> Contract:
    """Change a draft (or one the supplier refused). Records ContractChanged."""
    contract = _locked(contract)
    require(may_manage_contract(by, contract), _("Contracts are kept by contract managers."))
    if not CONTRACT.allows(contract, "send"):
        raise Refused(_("A contract in force changes by an amendment."), code="wrong_state")
    if unknown := fields.keys() - EDITABLE:
        raise Invalid({name: _("This cannot be changed.") for name in unknown})
    for name, value in fields.items():
        setattr(contract, name, value)
    if contract.ends_on < contract.starts_on:
        raise Invalid({"ends_on": _("It must end after it starts.")})
    contract.save()
    record(ContractChanged(sorted(fields)), subject=contract, by=by)
    return contract


@transaction.atomic
def send_contract(*, contract: Contract, by: Any) -> Contract:
    """Ask the supplier to accept. Records ContractSent."""
    contract = _locked(contract)
    require(may_manage_contract(by, contract), _("Contracts are kept by contract managers."))
    CONTRACT.perform(contract, "send", status_reason="")
    record(ContractSent(contract.number), subject=contract, by=by)
    return contract


@transaction.atomic
def recall_contract(*, contract: Contract, by: Any) -> Contract:
    """Take it back before it is accepted. Records ContractRecalled."""
    contract = _locked(contract)
    require(may_manage_contract(by, contract), _("Contracts are kept by contract managers."))
    CONTRACT.perform(contract, "recall")
    record(ContractRecalled(contract.number), subject=contract, by=by)
    return contract


@transaction.atomic
def accept_contract(*, contract: Contract, by: Any) -> Contract:
    """The supplier accepts: in force, its prices can be called off, requesters see it. Records ContractAccepted."""
    contract = _locked(contract)
    require(may_answer_contract(by, contract), _("The supplier accepts."))
    CONTRACT.perform(contract, "accept", accepted_by=by, accepted_at=database_now())
    _register_prices(contract, by)
    _tell_requesters(contract, by)
    record(ContractAccepted(contract.number), subject=contract, by=by)
    return contract


@transaction.atomic
def refuse_contract(*, contract: Contract, reason: str, by: Any) -> Contract:
    """The supplier refuses, with a reason. Records ContractRefused."""
    contract = _locked(contract)
    require(may_answer_contract(by, contract), _("The supplier answers."))
    _need(reason)
    CONTRACT.perform(contract, "refuse", status_reason=reason)
    record(ContractRefused(contract.number, reason), subject=contract, by=by)
    return contract


@transaction.atomic
def end_contract(*, contract: Contract, by: Any, reason: str = "") -> Contract:
    """It has run its course; nothing more is called off. Records ContractEnded."""
    return _finish(contract, "end", reason, ContractEnded, by)


@transaction.atomic
def terminate_contract(*, contract: Contract, reason: str, by: Any) -> Contract:
    """End it early, with a reason. Records ContractTerminated."""
    _need(reason)
    return _finish(contract, "terminate", reason, ContractTerminated, by)


@transaction.atomic
def amend_contract(*, contract: Contract, changes: dict[str, Any], reason: str, by: Any) -> ContractAmendment:
    """Change a contract in force, keeping what it said before. Records ContractAmended.

    Raises Invalid for fields that are not amended, a ceiling under what is called off, or without a reason.
    """
    contract = _locked(contract)
    require(may_manage_contract(by, contract), _("Contracts are kept by contract managers."))
    _need(reason)
    if contract.status != ContractStatus.ACTIVE:
        raise Refused(_("Only a contract in force is amended."), code="wrong_state")
    errors = {name: _("This cannot be changed.") for name in changes.keys() - AMENDABLE}
    if changes.get("ceiling", contract.ceiling) < contract.called_off:
        errors["ceiling"] = _("More than that is called off already.")
    if changes.get("ends_on", contract.ends_on) < contract.starts_on:
        errors["ends_on"] = _("It must end after it starts.")
    if errors:
        raise Invalid(errors)
    return _amend(contract, changes, reason, by)


@transaction.atomic
def add_obligation(*, contract: Contract, title: str, side: str, due_on: date, by: Any) -> Obligation:
    """Note what one side owes by a day. Records ObligationAdded."""
    require(may_manage_contract(by, contract), _("Contracts are kept by contract managers."))
    obligation = Obligation.objects.create(
        contract=contract, title=title, side=side, due_on=due_on, created_by=person(by)
    )
    record(ObligationAdded(title, due_on), subject=contract, by=by)
    return obligation


@transaction.atomic
def complete_obligation(*, obligation: Obligation, by: Any) -> Obligation:
    """Tick it off; a second time changes nothing. Records ObligationDone."""
    obligation = (
        Obligation.objects.select_for_update(of=("self",)).select_related("contract__supplier").get(pk=obligation.pk)
    )
    require(may_complete_obligation(by, obligation.contract))
    if obligation.status == ObligationStatus.OPEN:
        obligation.status, obligation.done_at = ObligationStatus.DONE, database_now()
        obligation.save(update_fields=["status", "done_at"])
        record(ObligationDone(obligation.title), subject=obligation.contract, by=by)
    return obligation


def page_of(name: str, public_id: str) -> str:
    """Return the path of a page, or nothing while the page does not exist."""
    try:
        return reverse(name, args=[public_id])
    except NoReverseMatch:
        return ""


def _amend(contract: Contract, changes: dict[str, Any], reason: str, by: Any) -> ContractAmendment:
    diff = {name: {"old": str(getattr(contract, name)), "new": str(value)} for name, value in changes.items()}
    for name, value in changes.items():
        setattr(contract, name, value)
    contract.save(update_fields=list(changes))
    last = contract.amendments.aggregate(last=Max("number"))["last"] or 0
    amendment = ContractAmendment.objects.create(
        contract=contract, number=last + 1, reason=reason, changes=diff, created_by=person(by)
    )
    _register_prices(contract, by)
    record(ContractAmended(amendment.number, reason, sorted(changes)), subject=contract, by=by)
    return amendment


def _finish(contract: Contract, verb: str, reason: str, event: type, by: Any) -> Contract:
    contract = _locked(contract)
    require(may_manage_contract(by, contract), _("Contracts are kept by contract managers."))
    CONTRACT.perform(contract, verb, status_reason=reason)
    end_arrangement(source_key=f"contract:{contract.number}/", by=by)
    record(event(contract.number, reason), subject=contract, by=by)
    return contract


def _register_prices(contract: Contract, by: Any) -> None:
    for line in contract.lines.select_related("unit", "item"):
        register_arrangement(
            source_key=f"contract:{contract.number}/{line.position}", kind=PriceSource.CONTRACT,
            reference=contract.number, link=page_of("contracts:contract-detail", contract.public_id),
            supplier=contract.supplier, legal_entity=contract.legal_entity, category=contract.category, item=line.item,
            description=line.description, unit=line.unit, unit_price=line.unit_price, currency=contract.currency,
            lead_days=line.lead_days, valid_from=contract.starts_on, valid_to=contract.ends_on, by=by,
        )  # fmt: skip


def _tell_requesters(contract: Contract, by: Any) -> None:
    if contract.award_id is None:
        return
    link = page_of("contracts:contract-detail", contract.public_id)
    items = LotItem.objects.filter(lot=contract.award.lot).prefetch_related("sources__line")
    for source in (s for item in items for s in item.sources.all()):
        report_progress(
            line=source.line, stage=LineStage.CONTRACTED, holder=contract.supplier.name, reference=contract.number,
            link=link, by=by,
        )  # fmt: skip


def _write_lines(contract: Contract, lines: Sequence[ContractLineInput]) -> None:
    ContractLine.objects.bulk_create(
        ContractLine(
            contract=contract, position=number, item=line.item, description=line.description, unit=line.unit,
            quantity=line.quantity, unit_price=line.unit_price, tax_rate=line.tax_rate, lead_days=line.lead_days,
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


def _check(starts_on: date, ends_on: date, lines: Sequence[ContractLineInput]) -> None:
    errors = {}
    if ends_on < starts_on:
        errors["ends_on"] = _("It must end after it starts.")
    if not lines:
        errors["lines"] = _("Add at least one line.")
    for index, line in enumerate(lines):
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
    strategy = Strategy.objects.in_force().filter(category=category).first()
    return strategy.contract_months if strategy else 12


def _add_months(day: date, months: int) -> date:
    year, month = divmod(day.month - 1 + months, 12)
    for last in (day.day, 30, 29, 28):
        try:
            return date(day.year + year, month + 1, last)
        except ValueError:
            continue
    raise AssertionError("every month has 28 days")


def _need(reason: str) -> None:
    if not reason.strip():
        raise Invalid({"reason": _("Say why.")})


def _locked(contract: Contract) -> Contract:
    return Contract.objects.select_for_update(of=("self",)).select_related("supplier").get(pk=contract.pk)
