"""How far below its reference a bid must and may go: a step in money or a percentage of the reference."""

from dataclasses import dataclass
from fractions import Fraction

from tenders.rules.auction.kinds import Reason, Reference


@dataclass(frozen=True, slots=True)
class Cut:
    """A distance below a price: an amount of money or a share of that price, the other one being zero."""

    money: Fraction = Fraction(0)
    share: Fraction = Fraction(0)

    def below(self, price: Fraction) -> Fraction:
        return price * (1 - self.share) if self.share else price - self.money


@dataclass(frozen=True, slots=True)
class Improvement:
    """The least cut below the reference, and the furthest one where the rules set it."""

    reference: Reference
    step: Cut
    max_step: Cut | None = None

    def refusal(self, price: Fraction, reference: Fraction) -> Reason | None:
        if price > self.step.below(reference):
            return Reason.STEP
        if self.max_step is not None and price < self.max_step.below(reference):
            return Reason.MAX_STEP
        return None
