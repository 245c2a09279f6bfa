"""The clock of the dutch and japanese formats: which tick a moment lies in and what its price is."""

from dataclasses import dataclass
from fractions import Fraction


@dataclass(frozen=True, slots=True)
class Ticks:
    """Prices from start to end by one step a tick; the last step is shorter when it would pass the end."""

    start: Fraction
    step: Fraction
    end: Fraction
    every: int

    @property
    def last(self) -> int:
        """The number of the tick that reaches the end price."""
        return -(-abs(self.end - self.start) // self.step)

    def price(self, tick: int) -> Fraction:
        if tick >= self.last:
            return self.end
        return self.start + tick * self.step * (1 if self.end > self.start else -1)

    def at(self, elapsed: int) -> int:
        """The tick after so many microseconds of running time."""
        return max(elapsed, 0) // self.every
