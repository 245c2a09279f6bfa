"""Who stands where: ranks from the lowest effective price on."""

from dataclasses import dataclass
from fractions import Fraction

from tenders.rules.auction.state import State


@dataclass(frozen=True, slots=True)
class Place:
    """One line of the ranking; money exact."""

    bidder: str
    amount: Fraction
    effective: Fraction
    rank: int


def ranking(state: State) -> list[Place]:
    """Everyone with a standing price; who shares a rank stands by id."""
    places: list[Place] = []
    for position, (_, price, _, bidder) in enumerate(state.order, start=1):
        shared = state.rules.shares_ranks and places and state.order[position - 2][1] == price
        amount = state.held(bidder).amount
        effective = state.rules.factor(bidder).effective(amount)
        places.append(Place(bidder, amount, effective, places[-1].rank if shared else position))
    return sorted(places, key=lambda place: (place.rank, place.bidder))
