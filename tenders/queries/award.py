"""Where the lots of a tender stand on their way to an award."""

from django.db.models import Exists, OuterRef

from tenders.models import Award, BidPrice, Lot, Tender
from tenders.states import AwardStatus, BidStatus

DECIDED = (AwardStatus.APPROVED, AwardStatus.ACCEPTED)


def undecided_lots(tender: Tender) -> list[Lot]:
    """Return the lots that have an admitted bid and no approved award; a lot nobody bid for holds nothing up."""
    bids = BidPrice.objects.filter(lot_item__lot=OuterRef("pk"), bid__status=BidStatus.OPENED)
    awards = Award.objects.filter(lot=OuterRef("pk"), status__in=DECIDED)
    return list(tender.lots.filter(Exists(bids)).exclude(Exists(awards)))
