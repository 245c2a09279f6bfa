from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext_lazy as _

from procurement.models import Position, Strategy
from procurement.queries.power import direction_for
from procurement.rules.procedure import propose, strictest
from procurement.rules.share import shares
from procurement.states import AuctionFormat, Quadrant
from srm.reading import asked_once
from srm.reference.models import Category
from suppliers.models import SupplierSegment
from suppliers.queries import capable_suppliers

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
    contract_months: int
    approval_level: str
    review_months: int
    supplier_review_months: int
    direction: str
    criteria: tuple[tuple[str, int], ...]
    levers: tuple[str, ...] = ()


@dataclass(frozen=True)
class ApprovalFor:
    """Who has to stand behind a purchase: a level, and the strategy (its number) or quadrant that asks for it."""

    level: str
    source: str


def proposal_for(category: Category) -> ProposalFor:
    """Return the strategy's procedure where one decides, else what quadrant and qualified bidders propose.

    A strategy whose category has moved decides nothing any more; one past its review does until it is replaced.
    """
    strategy = Strategy.objects.deciding().filter(category=category).first()
    if strategy is None:
        position = Position.objects.current().filter(category=category).first()
        return quadrant_proposal(category, position.quadrant if position else "")
    return ProposalFor(
        strategy.quadrant, strategy.procedure, strategy.auction_format, strategy.price_weight,
        strategy.minimum_bidders, strategy.number, _qualified(category), strategy.contract_months,
        strategy.approval_level, 0, strategy.supplier_review_months, strategy.direction,
        tuple((row["code"], row["weight"]) for row in strategy.criteria),
    )  # fmt: skip


def approval_for(categories: Iterable[Category]) -> ApprovalFor:
    """Return the strictest level that the categories' strategies, or their quadrants, ask for."""
    found = [proposal_for(category) for category in categories]
    level = strictest(proposal.approval_level for proposal in found)
    source = next((p.source for p in found if p.approval_level == level), "")
    return ApprovalFor(level.value, source)


def quadrant_proposal(category: Category, quadrant: str) -> ProposalFor:
    """Return what the quadrant and the number of qualified bidders propose, strategies left aside."""
    bidders = _qualified(category)
    largest = SupplierSegment.objects.filter(category=category, share__isnull=False).order_by("-share")
    top = largest.values_list("share", flat=True).first()
    direction = direction_for(category) if quadrant == Quadrant.STRATEGIC else ""
    found = propose(quadrant, bidders, one_dominates=bool(top and top > DOMINANT_SHARE), direction=direction)
    care = found.governance
    return ProposalFor(
        quadrant, found.procedure.value, found.auction_format.value, found.price_weight, found.minimum_bidders,
        quadrant, bidders, care.contract_months, care.approval_level.value, care.review_months,
        care.supplier_review_months, direction, rest_of(found.price_weight, care.criteria),
        tuple(lever.value for lever in care.levers),
    )  # fmt: skip


def rest_of(price_weight: int, parts: Iterable[tuple[str, int]]) -> tuple[tuple[str, int], ...]:
    """Return what the price leaves of 100 %, shared out by parts in whole percent; nothing that weighs nothing."""
    parts = list(parts)
    weights = shares(Decimal(100 - price_weight), [Decimal(part) for _code, part in parts], Decimal(1))
    return tuple((str(code), int(weight)) for (code, _part), weight in zip(parts, weights, strict=True) if weight)


def asked_of(proposal: ProposalFor) -> tuple[tuple[str, int], ...]:
    """Return what is judged besides the price; a strategy written before criteria were kept asks for quality."""
    return proposal.criteria or rest_of(proposal.price_weight, [("quality", 1)])


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


@asked_once
def _qualified(category: Category) -> int:
    return capable_suppliers(category).count()
