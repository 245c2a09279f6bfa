"""Both kinds of tiered price as one thing: pieces of quantity on which the amount is a straight line."""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from math import ceil, floor

from tenders.rules.award.question import Bid, Lot


@dataclass(frozen=True)
class Piece:
    """From `least` to `most` units, buying n of them costs `fixed + slope * n`."""

    least: int
    most: int
    fixed: Fraction
    slope: Fraction

    def amount(self, units: int) -> Fraction:
        return self.fixed + self.slope * units


def pieces(bid: Bid, lot: Lot) -> list[Piece]:
    """What of the bid can be bought; empty when its limits leave nothing.

    all_units: the whole quantity at the price of the tier it falls in. incremental: every slice at its own
    price, so a piece starts from what the full slices below it cost. An indivisible lot is bought whole.
    """
    least, most = _range(bid, lot)
    cut = (_cut(piece, least, most) for piece in _whole_tiers(bid, lot))
    return [piece for piece in cut if piece.least <= piece.most]


def amount_of(bid: Bid, lot: Lot, units: int) -> Fraction:
    """What `units` of the lot cost by this bid, without its charge."""
    for piece in _whole_tiers(bid, lot):
        if units <= piece.most:
            return piece.amount(units)
    raise ValueError("more than the last tier covers")


def _range(bid: Bid, lot: Lot) -> tuple[int, int]:
    least = max(1, ceil(bid.min_quantity / lot.unit))
    most = lot.units
    if bid.max_quantity is not None:
        most = min(most, floor(bid.max_quantity / lot.unit))
    return (least, most) if lot.divisible else (max(least, lot.units), most)


def _whole_tiers(bid: Bid, lot: Lot) -> Iterator[Piece]:
    start, below = Fraction(0), Fraction(0)
    for tier in bid.tiers:
        end = lot.quantity if tier.up_to is None else tier.up_to
        fixed = Fraction(0) if bid.all_units else below - tier.unit_price * start
        least, most = floor(start / lot.unit) + 1, floor(end / lot.unit)
        yield Piece(least, most, fixed, tier.unit_price * lot.unit)
        below += tier.unit_price * (end - start)
        start = end


def _cut(piece: Piece, least: int, most: int) -> Piece:
    return Piece(max(piece.least, least), min(piece.most, most), piece.fixed, piece.slope)
