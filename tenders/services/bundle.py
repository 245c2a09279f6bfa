"""From a confirmed bundle to a drafted tender, as the category's quadrant or strategy proposes."""

from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from procurement.models import Bundle, BundleLine
from procurement.queries import ProposalFor, proposal_for
from procurement.queries.proposal import asked_of
from procurement.states import Asked, AuctionFormat, Procedure
from srm.authz import require
from srm.errors import Refused
from tenders.models import Lot, LotItem, LotItemSource, Tender
from tenders.policies import may_create_tender
from tenders.services.criterion import CriterionInput, set_criteria
from tenders.services.sourcing import take_bundle
from tenders.services.tender import create_tender
from tenders.states import KINDS, CriterionKind


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
    set_criteria(tender=tender, criteria=_criteria(proposal), by=by)
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


def _criteria(proposal: ProposalFor) -> list[CriterionInput]:
    """The template of the strategy, or of the quadrant: the price and what it leaves to be judged."""
    price = Decimal(proposal.price_weight)
    rows = [CriterionInput(name=_("Price"), kind=CriterionKind.PRICE, weight=price, code="price")]
    return rows + [
        CriterionInput(name=str(Asked(code).label), kind=CriterionKind.SCORED, weight=Decimal(weight), code=code)
        for code, weight in asked_of(proposal)
    ]


def _add_lot(tender: Tender, bundle: Bundle) -> None:
    lot = Lot.objects.create(
        tender=tender, number=1, title=bundle.title[:200], bundle=bundle, estimate=bundle.amount or None
    )
    merged = list(bundle.merged.select_related("item", "unit", "place").prefetch_related("parts"))
    for line in merged:
        _add_item(lot, line)


def _add_item(lot: Lot, line: BundleLine) -> None:
    """What is bought with its surplus; the sources are the needs' own quantities."""
    item = LotItem.objects.create(
        lot=lot, position=line.position, item=line.item, description=line.description, unit=line.unit,
        quantity=line.quantity, place=line.place, needed_on=line.needed_on,
    )  # fmt: skip
    LotItemSource.objects.bulk_create(
        LotItemSource(lot_item=item, line_id=part.line_id, quantity=part.quantity) for part in line.parts.all()
    )
