"""From a confirmed bundle to a drafted tender, as the category's quadrant or strategy proposes."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from procurement.models import Bundle, RequisitionLine
from procurement.queries import proposal_for
from procurement.states import AuctionFormat, Procedure
from srm.authz import require
from srm.errors import Refused
from tenders.models import Lot, LotItem, LotItemSource, Tender
from tenders.policies import may_create_tender
from tenders.services.criterion import CriterionInput, set_criteria
from tenders.services.sourcing import take_bundle
from tenders.services.tender import create_tender
from tenders.states import CriterionKind, TenderKind

KINDS = {
    Procedure.RFQ: TenderKind.RFQ,
    Procedure.RFQ_AUCTION: TenderKind.RFQ,
    Procedure.RFP: TenderKind.RFP,
    Procedure.NEGOTIATED_RFP: TenderKind.RFP,
    Procedure.NEGOTIATION: TenderKind.RFP,
}


@transaction.atomic
def create_tender_from_bundle(*, bundle: Bundle, by: Any, **settings: Any) -> Tender:
    """Draft a tender of one lot from a confirmed bundle and take the bundle (it is being bought from now on).

    Kind, weight of the price, least number of bidders and auction come from the category's proposal unless `settings`
    say otherwise. Raises Refused when the bundle is not confirmed or is served by call-off; records TenderCreated.
    """
    bundle = Bundle.objects.select_for_update(of=("self",)).select_related("category", "legal_entity").get(pk=bundle.pk)
    require(may_create_tender(by), _("Buyers and category managers make tenders."))
    if bundle.procedure == Procedure.CALL_OFF:
        raise Refused(_("This bundle is called off from a contract, not put to tender."), code="call_off")
    proposal = proposal_for(bundle.category)
    take_bundle(bundle, by)
    tender = create_tender(
        category=bundle.category, legal_entity=bundle.legal_entity, by=by, bundle=bundle,
        **{**_defaults(bundle, proposal), **settings},
    )  # fmt: skip
    Tender.objects.filter(pk=tender.pk).update(proposed_procedure=bundle.proposed_procedure or proposal.procedure)
    _add_lot(tender, bundle)
    set_criteria(tender=tender, criteria=_criteria(Decimal(proposal.price_weight)), by=by)
    tender.refresh_from_db()
    return tender


def _defaults(bundle: Bundle, proposal: Any) -> dict[str, Any]:
    procedure = bundle.procedure or bundle.proposed_procedure or proposal.procedure
    if procedure not in KINDS:
        raise Refused(_("This bundle is called off from a contract, not put to tender."), code="call_off")
    auction = bundle.auction_format if procedure == Procedure.RFQ_AUCTION else AuctionFormat.NONE
    return {
        "title": bundle.title, "kind": KINDS[procedure], "currency": bundle.currency,  # type: ignore[index]
        "minimum_bidders": proposal.minimum_bidders, "auction_format": auction,
        "procedure_reason": bundle.procedure_reason,
    }  # fmt: skip


def _criteria(price: Decimal) -> list[CriterionInput]:
    rows = [CriterionInput(name=_("Price"), kind=CriterionKind.PRICE, weight=price, code="price")]
    if price < 100:
        name = _("Quality, delivery and service")
        rows.append(CriterionInput(name=name, kind=CriterionKind.SCORED, weight=100 - price, code="quality"))
    return rows


def _add_lot(tender: Tender, bundle: Bundle) -> None:
    lot = Lot.objects.create(
        tender=tender, number=1, title=bundle.title[:200], bundle=bundle, estimate=bundle.amount or None
    )
    lines = bundle.lines.select_related("requisition__place", "item", "unit").order_by("needed_on", "pk")
    for position, same in enumerate(_alike(lines), start=1):
        _add_item(lot, position, same)


def _alike(lines: Iterable[RequisitionLine]) -> list[list[RequisitionLine]]:
    """Lines of the same thing, unit and place are bought as one item."""
    groups: dict[tuple, list[RequisitionLine]] = {}
    for line in lines:
        thing = line.item_id or line.description.casefold().strip()
        groups.setdefault((thing, line.unit_id, line.requisition.place_id), []).append(line)
    return list(groups.values())


def _add_item(lot: Lot, position: int, lines: list[RequisitionLine]) -> None:
    first, wanted = lines[0], {line.pk: line.quantity - line.from_stock for line in lines}
    wanted = {pk: quantity for pk, quantity in wanted.items() if quantity > 0}
    if not wanted:
        return
    item = LotItem.objects.create(
        lot=lot, position=position, item=first.item, description=first.description, unit=first.unit,
        quantity=sum(wanted.values()), place=first.requisition.place, needed_on=first.needed_on,
    )  # fmt: skip
    LotItemSource.objects.bulk_create(
        LotItemSource(lot_item=item, line_id=pk, quantity=quantity) for pk, quantity in wanted.items()
    )
