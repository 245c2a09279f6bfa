"""The tender is what its verbs lock: deadlines, openings, scores and awards of one tender happen one after another."""

from tenders.models import Award, Bid, Lot, Tender


def lock_tender(tender: Tender) -> Tender:
    """Return the tender as it is now, its row locked until the end of the transaction."""
    return Tender.objects.select_for_update(of=("self",)).select_related("legal_entity", "buyer").get(pk=tender.pk)


def lock_lot(lot: Lot) -> Lot:
    """Return the lot as it is now with its locked tender."""
    tender = lock_tender(Tender(pk=lot.tender_id))
    fresh = Lot.objects.get(pk=lot.pk, tender=tender)
    fresh.tender = tender
    return fresh


def lock_bid(bid: Bid) -> Bid:
    """Return the bid as it is now with its locked tender."""
    tender = lock_tender(Tender(pk=bid.tender_id))
    fresh = Bid.objects.select_related("supplier").get(pk=bid.pk)
    fresh.tender = tender
    return fresh


def lock_award(award: Award) -> Award:
    """Return the award as it is now with its locked tender."""
    lot = lock_lot(Lot.objects.only("pk", "tender_id").get(pk=award.lot_id))
    fresh = Award.objects.select_related("supplier", "bid", "evaluation").get(pk=award.pk)
    fresh.lot = lot
    return fresh
