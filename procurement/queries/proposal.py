from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext_lazy as _

from procurement.models import Position, Strategy
from procurement.rules.procedure import propose
from procurement.states import AuctionFormat, Quadrant
from srm.reference.models import Category
from suppliers.models import Qualification, SupplierSegment
from suppliers.states import QualificationStatus

WHY: dict[str, Any] = {
    Quadrant.ROUTINE: _("Little money and little risk: spend little effort, bundle and quote automatically."),
    Quadrant.BOTTLENECK: _("Supply is at risk and the sum is small: security of supply counts more than the price."),
    Quadrant.STRATEGIC: _("Much money and much risk: build it with a partner, in stages."),
}
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


def explain_proposal(proposal: ProposalFor) -> str:
    """Return why the quadrant proposes what it does, in one sentence."""
    words = {"n": proposal.bidders}
    if proposal.quadrant == Quadrant.LEVERAGE:
        if proposal.bidders <= 1:
            return str(_("Money can be won by competition, but fewer than two bidders are qualified: qualify others."))
        if proposal.auction_format == AuctionFormat.ENGLISH:
            return str(_("%(n)d bidders are qualified and none dominates: open competition wins most.") % words)
        return str(_("Few bidders, or one that dominates: they must not see each other's prices."))
    return str(WHY.get(proposal.quadrant, _("The category is not placed yet: it is bought with care.")))


def _qualified(category: Category) -> int:
    return Qualification.objects.filter(category=category, status=QualificationStatus.QUALIFIED).count()
