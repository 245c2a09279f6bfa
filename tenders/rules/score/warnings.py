"""What the committee should look at again: prices too good to be true, and a panel that disagrees."""

from fractions import Fraction
from heapq import nsmallest

from srm.money.exact import plain_text
from tenders.rules.score.model import Bid, Scheme

MEAN_SHARE = Fraction(60, 100)  # at least 40 % under the mean of the others
NEXT_SHARE = Fraction(70, 100)  # at least 30 % under the next


def abnormally_low(admitted: list[Bid]) -> list[dict[str, str]]:
    """Admitted prices that must be explained before an award; one bid may be caught by both rules."""
    total = sum((bid.price for bid in admitted), Fraction(0))
    # price <= share × (total − price) / others, solved for the price once instead of bid by bid
    far_under_mean = MEAN_SHARE * total / (len(admitted) - 1 + MEAN_SHARE) if len(admitted) >= 3 else 0
    cheapest = nsmallest(2, (bid.price for bid in admitted))
    found = []
    for bid in admitted:
        if bid.price <= far_under_mean:
            found.append({"id": bid.id, "rule": "mean_40"})
        if len(cheapest) == 2 and bid.price == cheapest[0] <= NEXT_SHARE * cheapest[1]:
            found.append({"id": bid.id, "rule": "next_30"})
    return found


def panel_spread(scheme: Scheme, bids: list[Bid]) -> dict[str, dict[str, str]]:
    """Per scored criterion, how far apart two or more evaluators of one bid are."""
    spread = {}
    for criterion in scheme.scored:
        given = {bid.id: list(bid.scores.get(criterion.id, {}).values()) for bid in bids}
        apart = {bid: plain_text(max(scores) - min(scores)) for bid, scores in given.items() if len(scores) >= 2}
        if apart:
            spread[criterion.id] = apart
    return spread
