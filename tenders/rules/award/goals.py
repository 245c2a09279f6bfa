"""The goals of an award as expressions to be made small, in the order in which they count."""

from dataclasses import dataclass
from fractions import Fraction

from tenders.rules.award.model import Model
from tenders.rules.award.program import Terms, plus, times
from tenders.rules.award.question import Bid


@dataclass(frozen=True)
class Goal:
    """Something to minimise; `tolerant` goals may stop at the gap that the question allows."""

    name: str
    terms: Terms
    tolerant: bool = False


def goals(model: Model) -> list[Goal]:
    """Least uncovered; most points if asked for; least compared cost; fewest suppliers; earliest bids."""
    points = [Goal("points", _points(model), tolerant=True)] if model.question.points_first else []
    positions = {bid.position: Fraction(bid.position) for bid in _bids(model)}
    return [
        Goal("uncovered", uncovered(model)),
        *points,
        Goal("cost", compared_cost(model), tolerant=True),
        Goal("suppliers", plus(*(model.wins_anything(supplier) for supplier in model.question.suppliers))),
        Goal("position", _by_lot_share(model, positions)),
    ]


def uncovered(model: Model) -> Terms:
    """Σ uncovered / lot quantity."""
    lots = model.question.lots
    return plus(*(times(short, Fraction(1, lots[lot].units)) for lot, short in model.uncovered.items()))


def compared_cost(model: Model) -> Terms:
    """Amounts, lowered for the favoured, plus bids' and winners' charges."""
    question = model.question
    factors = {supplier: question.favour_factor(supplier) for supplier in question.suppliers}
    amounts = [times(line.amount, factors[line.offer.supplier]) for line in model.lines]
    of_bids = [times(line.used, line.offer.fixed_charge) for line in model.lines if isinstance(line.offer, Bid)]
    charging = [supplier for supplier in question.suppliers.values() if supplier.fixed_charge]
    of_suppliers = [times(model.wins_anything(one.id), one.fixed_charge) for one in charging]
    return plus(*amounts, *of_bids, *of_suppliers)


def _bids(model: Model) -> list[Bid]:
    return [line.offer for line in model.lines if isinstance(line.offer, Bid)]


def _points(model: Model) -> Terms:
    """Most points is least of their negative; a bundle states no points and earns none."""
    return _by_lot_share(model, {bid.position: -bid.points for bid in _bids(model)})


def _by_lot_share(model: Model, worth: dict[int, Fraction]) -> Terms:
    """Σ worth of the bid × quantity / lot quantity."""
    lots = model.question.lots
    return plus(
        *(
            times(line.units, worth[line.offer.position] / lots[line.offer.lot].units)
            for line in model.lines
            if isinstance(line.offer, Bid)
        )
    )
