"""What the stages before have done, carried on here; and what a delivery sets free."""

from contextlib import suppress
from typing import Any

from contracts.events import ContractSent, GoodsReceived, OrderSent
from contracts.models import Contract, PurchaseOrder
from contracts.queries.people import language_of
from contracts.services import (
    cancel_contract,
    draft_call_off,
    draft_contract_from_award,
    drop_drafts_of,
    settle_deliveries,
)
from contracts.states import CONTRACT
from procurement.events import LineRouted, RequisitionCancelled, RequisitionRejected
from procurement.models import Requisition, RequisitionLine
from procurement.states import Route
from srm.authz import SYSTEM
from srm.documents.services import request_document
from srm.documents.states import Audience
from srm.errors import Refused
from srm.events.registry import on
from tenders.events import AwardAccepted, AwardRefused, LotAwarded
from tenders.models import Award
from tenders.states import AwardStatus


@on(LotAwarded, AwardAccepted)
def draft_contract(event: LotAwarded | AwardAccepted, *, record: Any) -> None:
    award = Award.objects.get(pk=event.award_id)
    if award.status in {AwardStatus.APPROVED, AwardStatus.ACCEPTED}:
        draft_contract_from_award(award=award, by=SYSTEM)


@on(AwardRefused)
def drop_contract(event: AwardRefused, *, record: Any) -> None:
    contract = Contract.objects.filter(award_id=event.award_id).first()
    if contract and CONTRACT.allows(contract, "cancel"):
        cancel_contract(contract=contract, reason=event.reason, by=SYSTEM)


@on(LineRouted)
def order_what_is_agreed(event: LineRouted, *, record: Any) -> None:
    if event.route not in {Route.CONTRACT, Route.CATALOGUE}:
        return
    # Used up or ended meanwhile: the line stays among those that wait for a buyer.
    with suppress(Refused):
        draft_call_off(line=RequisitionLine.objects.get(pk=event.line_id), by=SYSTEM)


@on(RequisitionCancelled, RequisitionRejected)
def drop_orders(event: RequisitionCancelled | RequisitionRejected, *, record: Any) -> None:
    requisition = Requisition.objects.get(pk=record.subject_id)
    drop_drafts_of(requisition=requisition, reason=event.comment or requisition.number, by=SYSTEM)


@on(GoodsReceived)
def settle(event: GoodsReceived, *, record: Any) -> None:
    settle_deliveries(order=PurchaseOrder.objects.get(pk=record.subject_id), by=SYSTEM)


@on(ContractSent)
def print_contract(event: ContractSent, *, record: Any) -> None:
    contract = Contract.objects.get(pk=record.subject_id)
    request_document(
        subject=contract, kind="contracts.contract", by=SYSTEM, language=contract.language, audience=Audience.SUPPLIER
    )


@on(OrderSent)
def print_order(event: OrderSent, *, record: Any) -> None:
    order = PurchaseOrder.objects.select_related("contract").get(pk=record.subject_id)
    request_document(
        subject=order, kind="contracts.order", by=SYSTEM, language=language_of(order), audience=Audience.SUPPLIER
    )
