"""What is said back to the earlier stages: progress of lines, what becomes of bundles, what an award saves."""

from decimal import Decimal
from typing import Any

from django.urls import reverse

from procurement import services as procurement
from procurement.models import Bundle, RequisitionLine
from procurement.states import BundleStatus, LineStage
from srm.authz import SYSTEM
from srm.clock import organisation_today
from tenders.models import Award, Lot, Tender


def take_bundle(bundle: Bundle, by: Any) -> None:
    """The bundle is being bought now."""
    procurement.start_sourcing(bundle=bundle, by=by)


def tell_lines_in_tender(tender: Tender, by: Any) -> None:
    """The requesters see that their lines are in this tender; never how many bids it has."""
    lines = RequisitionLine.objects.filter(lot_items__lot_item__lot__tender=tender).distinct()
    for line in lines:
        link = reverse("tenders:tender-detail", args=[tender.public_id])
        procurement.report_progress(
            line=line, stage=LineStage.IN_TENDER, holder=tender.buyer.name, reference=tender.number, link=link, by=by
        )


def release_bundles(tender: Tender, reason: str, by: Any, *, lots: list[Lot] | None = None) -> None:
    """The bundles of a tender that came to nothing (or of its lots that did) wait to be bought again."""
    for bundle in _bundles(lots if lots is not None else list(tender.lots.select_related("bundle"))):
        if bundle.status == BundleStatus.SOURCING:
            procurement.release_bundle(bundle=bundle, reason=reason, by=by)


def close_bundle_of(lot: Lot) -> None:
    """The winner has accepted: what was bundled is bought. The house does it: he has no say in bundles."""
    for bundle in _bundles([lot]):
        if bundle.status == BundleStatus.SOURCING:
            procurement.close_bundle(bundle=bundle, by=SYSTEM)


def tell_saving(award: Award, by: Any) -> None:
    """What the award costs beside the lot's estimate counts for its category; a lot without one saves nothing."""
    lot, tender = award.lot, award.lot.tender
    procurement.report_saving(
        source_key=_saving_key(award), category=lot.bundle.category if lot.bundle else tender.category,
        estimate=lot.estimate or Decimal(0), awarded=award.amount, currency=award.currency, reference=lot.full_number,
        link=award.get_absolute_url(), on=organisation_today(), by=by,
    )  # fmt: skip


def take_saving_back(award: Award) -> None:
    """The winner has refused. The house does it: he has no say in what we count."""
    procurement.withdraw_saving(source_key=_saving_key(award), by=SYSTEM)


def _saving_key(award: Award) -> str:
    return f"award:{award.public_id}"


def _bundles(lots: list[Lot]) -> list[Bundle]:
    return list({lot.bundle_id: lot.bundle for lot in lots if lot.bundle}.values())
