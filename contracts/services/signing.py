"""A contract between the two sides: sent, taken back, accepted or refused, and its end."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from contracts.events import (
    ContractAccepted,
    ContractEnded,
    ContractRecalled,
    ContractRefused,
    ContractSent,
    ContractTerminated,
)
from contracts.models import Contract
from contracts.policies.contract import may_answer_contract, may_manage_contract
from contracts.queries.serving import waited_for_by
from contracts.services.contract import KEEPERS_ONLY, lock_contract, need_reason
from contracts.states import CONTRACT
from procurement.models import Requisition
from procurement.services import end_arrangement, register_arrangement, report_progress
from procurement.states import LineStage, PriceSource
from srm.authz import require
from srm.clock import database_now
from srm.errors import Refused
from srm.events.services import record
from suppliers.states import SupplierStatus
from tenders.models import Award, LotItem
from tenders.services import accept_award
from tenders.states import AWARD, AwardStatus


@transaction.atomic
def send_contract(*, contract: Contract, by: Any) -> Contract:
    """Ask the supplier to accept. Records ContractSent.

    Raises Refused when the supplier is not confirmed, the award behind it has been refused or returned, or a request
    behind it costs more by the award than approved and waits for approval again.
    """
    contract = lock_contract(contract)
    require(may_manage_contract(by, contract), str(KEEPERS_ONLY))
    if contract.supplier.status != SupplierStatus.ACTIVE:
        raise Refused(_("The supplier is not confirmed yet."), code="supplier_not_active")
    if contract.award and contract.award.status not in {AwardStatus.APPROVED, AwardStatus.ACCEPTED}:
        raise Refused(_("The award of this contract no longer stands."), code="award_gone")
    if contract.award:
        _lock_requests(contract.award)
    if held := waited_for_by(contract):
        raise Refused(held[0].why, code="not_approved")
    CONTRACT.perform(contract, "send", status_reason="", sent_at=database_now())
    record(ContractSent(contract.number), subject=contract, by=by)
    return contract


@transaction.atomic
def recall_contract(*, contract: Contract, by: Any) -> Contract:
    """Take it back before it is accepted. Records ContractRecalled."""
    contract = lock_contract(contract)
    require(may_manage_contract(by, contract), str(KEEPERS_ONLY))
    CONTRACT.perform(contract, "recall")
    record(ContractRecalled(contract.number), subject=contract, by=by)
    return contract


@transaction.atomic
def accept_contract(*, contract: Contract, by: Any) -> Contract:
    """The supplier accepts: in force, its prices can be called off, requesters see it. Records ContractAccepted.

    Whoever accepts the contract accepts the award it was drafted from; within its standstill that is refused.
    """
    contract = lock_contract(contract)
    require(may_answer_contract(by, contract), _("The supplier accepts."))
    CONTRACT.perform(contract, "accept", accepted_by=by, accepted_at=database_now())
    if contract.award and AWARD.allows(contract.award, "accept"):
        accept_award(award=contract.award, by=by)
    register_prices(contract, by)
    _tell_requesters(contract, by)
    record(ContractAccepted(contract.number), subject=contract, by=by)
    return contract


@transaction.atomic
def refuse_contract(*, contract: Contract, reason: str, by: Any) -> Contract:
    """The supplier refuses, with a reason. Records ContractRefused."""
    contract = lock_contract(contract)
    require(may_answer_contract(by, contract), _("The supplier answers."))
    need_reason(reason)
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
    need_reason(reason)
    return _finish(contract, "terminate", reason, ContractTerminated, by)


def _finish(contract: Contract, verb: str, reason: str, event: type, by: Any) -> Contract:
    contract = lock_contract(contract)
    require(may_manage_contract(by, contract), str(KEEPERS_ONLY))
    CONTRACT.perform(contract, verb, status_reason=reason)
    end_arrangement(source_key=f"contract:{contract.number}/", by=by)
    record(event(contract.number, reason), subject=contract, by=by)
    return contract


def register_prices(contract: Contract, by: Any) -> None:
    """Make the contract's prices known to requisitions, or change what they know."""
    for line in contract.lines.select_related("unit", "item"):
        register_arrangement(
            source_key=f"contract:{contract.number}/{line.position}", kind=PriceSource.CONTRACT,
            reference=contract.number, link=contract.get_absolute_url(), supplier=contract.supplier,
            legal_entity=contract.legal_entity, category=contract.category, item=line.item,
            description=line.description, unit=line.unit, unit_price=line.unit_price, currency=contract.currency,
            lead_days=line.lead_days, valid_from=contract.starts_on, valid_to=contract.ends_on, by=by,
        )  # fmt: skip


def _tell_requesters(contract: Contract, by: Any) -> None:
    if contract.award_id is None:
        return
    items = LotItem.objects.filter(lot=contract.award.lot).prefetch_related("sources__line")
    for source in (s for item in items for s in item.sources.all()):
        report_progress(
            line=source.line, stage=LineStage.CONTRACTED, holder=contract.supplier.name, reference=contract.number,
            link=contract.get_absolute_url(), by=by,
        )  # fmt: skip


def _lock_requests(award: Award) -> None:
    """Take the requests behind the award, so that none is asked for again meanwhile."""
    behind = Requisition.objects.filter(lines__lot_items__lot_item__lot=award.lot_id).values("pk")
    list(Requisition.objects.select_for_update().filter(pk__in=behind).order_by("pk").values_list("pk"))
