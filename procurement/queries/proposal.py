from dataclasses import dataclass
from decimal import Decimal

from procurement.models import Position, Strategy
from procurement.rules.procedure import propose
from srm.reference.models import Category
from suppliers.models import Qualification, SupplierSegment
from suppliers.states import QualificationStatus

DOMINANT_SHARE = Decimal("0.6")


@dataclass(frozen=True)
class ProposalFor:
    """How a category's next purchase should go, and whence that comes (`source`: strategy number or quadrant)."""

    quadrant: str
    procedure: str
    auction_format: str
    price_weight: int
    minimum_bidders: int
    source: str
    bidders: int


def proposal_for(category: Category) -> ProposalFor:
    """Return the strategy's procedure where one is in force, else what quadrant and qualified bidders propose."""
    strategy = Strategy.objects.in_force().filter(category=category).first()
    if strategy is None:
        position = Position.objects.current().filter(category=category).first()
        return quadrant_proposal(category, position.quadrant if position else "")
    return ProposalFor(
        strategy.quadrant, strategy.procedure, strategy.auction_format, strategy.price_weight,
        strategy.minimum_bidders, strategy.number, _qualified(category),
    )  # fmt: skip


def quadrant_proposal(category: Category, quadrant: str) -> ProposalFor:
    """Return what the quadrant and the number of qualified bidders propose, strategies left aside."""
    bidders = _qualified(category)
    shares = SupplierSegment.objects.filter(category=category, share__isnull=False).order_by("-share")
    top = shares.values_list("share", flat=True).first()
    found = propose(quadrant, bidders, one_dominates=bool(top and top > DOMINANT_SHARE))
    return ProposalFor(
        quadrant, found.procedure.value, found.auction_format.value, found.price_weight, found.minimum_bidders,
        quadrant, bidders,
    )  # fmt: skip


def _qualified(category: Category) -> int:
    return Qualification.objects.filter(category=category, status=QualificationStatus.QUALIFIED).count()
