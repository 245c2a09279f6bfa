"""What follows from the stages before: orders for routed requests, and requests that are done."""

from typing import Any

from django.db import transaction

from contracts.models import Invoice, PurchaseOrder
from contracts.queries.serving import Offer, lines_to_order, offer_for
from contracts.services.delivery import cancel_order
from contracts.services.inputs import CallOffInput, OrderLineInput
from contracts.services.invoice import match_invoice
from contracts.services.order import call_off_order, create_order
from contracts.states import InvoiceStatus, OrderStatus
from procurement.models import Requisition, RequisitionLine
from procurement.services import complete_requisition
from procurement.states import LineStage, RequisitionStatus, Route


@transaction.atomic
def draft_call_off(*, line: RequisitionLine, by: Any) -> PurchaseOrder | None:
    """Draft the order of a line routed to a contract or the catalogue, with its request's other lines from there.

    For the buyer to look at and send: the category's owner, else who looks after the contract. None when there is
    nothing to draft (ordered already, no price in force, nobody to order). Records OrderDrafted; raises Refused when
    less is left in the contract than asked for.
    """
    offers = [o for o in map(offer_for, _routed_like(line)) if o]
    own = next((offer for offer in offers if offer.line.pk == line.pk), None)
    if own is None:
        return None
    orderer = own.line.category.owner or (own.contract_line and own.contract_line.contract.manager)
    if orderer is None:
        return None
    if own.contract_line:
        return _from_contract(own, offers, orderer, by)
    return _from_catalogue(own, offers, orderer, by)


@transaction.atomic
def drop_drafts_of(*, requisition: Requisition, reason: str, by: Any) -> list[PurchaseOrder]:
    """Cancel the drafts that serve a cancelled or rejected request. Records OrderCancelled on each."""
    drafts = PurchaseOrder.objects.filter(status=OrderStatus.DRAFT, lines__requisition_line__requisition=requisition)
    return [cancel_order(order=order, reason=reason, by=by) for order in drafts.distinct().order_by("pk")]


@transaction.atomic
def settle_deliveries(*, order: PurchaseOrder, by: Any) -> None:
    """After something came: match again what was held for it, and finish requests that are served to the last line."""
    for invoice in Invoice.objects.filter(order=order, status=InvoiceStatus.EXCEPTION).order_by("pk"):
        match_invoice(invoice=invoice, by=by)
    served = Requisition.objects.filter(lines__order_lines__order=order, status=RequisitionStatus.APPROVED).distinct()
    for requisition in served.order_by("pk"):
        if not requisition.lines.kept().exclude(stage=LineStage.RECEIVED).exists():
            complete_requisition(requisition=requisition, by=by)


def _routed_like(line: RequisitionLine) -> list[RequisitionLine]:
    rows = lines_to_order().filter(requisition=line.requisition_id, route__in=[Route.CONTRACT, Route.CATALOGUE])
    return list(rows.select_related("requisition__cost_centre__legal_entity", "category__owner", "item", "unit"))


def _from_contract(own: Offer, offers: list[Offer], orderer: Any, by: Any) -> PurchaseOrder:
    contract = own.contract_line.contract
    same = [o for o in offers if o.contract_line and o.contract_line.contract_id == contract.pk]
    lines = [CallOffInput(o.contract_line, o.quantity, o.line) for o in same]
    place = own.line.requisition.place
    return call_off_order(contract=contract, lines=lines, place=place, orderer=orderer, by=by)


def _from_catalogue(own: Offer, offers: list[Offer], orderer: Any, by: Any) -> PurchaseOrder:
    first = own.arrangement
    same = [
        o for o in offers
        if not o.contract_line
        and (o.arrangement.supplier_id, o.arrangement.currency) == (first.supplier_id, first.currency)
    ]  # fmt: skip
    lines = [
        OrderLineInput(
            description=o.line.description, category=o.line.category, unit=o.line.unit, quantity=o.quantity,
            unit_price=o.arrangement.unit_price, item=o.line.item, requisition_line=o.line,
        )
        for o in same
    ]  # fmt: skip
    requisition = own.line.requisition
    return create_order(
        supplier=first.supplier, legal_entity=requisition.cost_centre.legal_entity, currency=first.currency,
        place=requisition.place, lines=lines, orderer=orderer, by=by,
    )  # fmt: skip
