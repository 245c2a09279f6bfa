"""Effective prices: what a bidder's amount is worth to the buyer, and the way back for limits."""

from dataclasses import dataclass
from fractions import Fraction


@dataclass(frozen=True, slots=True)
class Factor:
    """``effective = amount × multiply + add``; a coefficient c is a multiplier of 1/c. Always rising."""

    multiply: Fraction = Fraction(1)
    add: Fraction = Fraction(0)

    def effective(self, amount: Fraction) -> Fraction:
        return amount if self is PLAIN else amount * self.multiply + self.add

    def amount(self, effective: Fraction) -> Fraction:
        """The exact amount worth that much; a limit is rounded down from here, towards the stricter side."""
        return effective if self is PLAIN else (effective - self.add) / self.multiply


PLAIN = Factor()
