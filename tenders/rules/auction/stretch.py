"""Stretches of a race: passes whose drops are known to be the same from any state near enough.

After a pass every racer's price is a whole number, and a racer's next answer depends on the price before him
only by a division with a remainder. Shift all prices a little and each remainder moves by a linear form of the
shift: while it stays between zero and its divisor, the quotient, and so the drop, is the same. A pass is
therefore exact for every state whose forms lie in known intervals; so are passes one after the other, by
intersecting the intervals, and a pass repeated, as each form then moves in equal steps.
"""

from dataclasses import dataclass
from math import inf

Numbers = tuple[int, ...]


@dataclass(slots=True, frozen=True)
class Rule:
    """A racer's answer to a price: the remainder of ``num × price − cut`` by ``whole`` is rounded away."""

    num: int
    den: int
    cut: int
    unit: int
    add: int

    @property
    def whole(self) -> int:
        return self.unit * self.den

    def answer(self, price: int) -> int:
        return (self.num * price - self.cut) // self.whole * self.unit + self.add


@dataclass(slots=True, frozen=True)
class Stretch:
    """Known passes: how far they lower prices and move forms, and between which forms they hold."""

    drops: Numbers
    moves: Numbers
    least: Numbers
    most: Numbers
    passes: int

    def holds(self, forms: Numbers) -> bool:
        return all(low <= form <= high for low, form, high in zip(self.least, forms, self.most, strict=True))

    def times(self, forms: Numbers) -> int | float:
        """How often it may be repeated from there."""
        rooms = (
            (high - form) // move if move > 0 else (form - low) // -move
            for low, form, high, move in zip(self.least, forms, self.most, self.moves, strict=True)
            if move
        )
        return min(rooms, default=inf) + 1

    def repeated(self, times: int) -> "Stretch":
        if times == 1:
            return self
        back = [move * (times - 1) for move in self.moves]
        return Stretch(
            tuple(drop * times for drop in self.drops),
            tuple(move * times for move in self.moves),
            tuple(low - min(move, 0) for low, move in zip(self.least, back, strict=True)),
            tuple(high - max(move, 0) for high, move in zip(self.most, back, strict=True)),
            self.passes * times,
        )

    def then(self, after: "Stretch") -> "Stretch":
        return Stretch(
            tuple(map(int.__add__, self.drops, after.drops)),
            tuple(map(int.__add__, self.moves, after.moves)),
            tuple(map(max, self.least, map(int.__sub__, after.least, self.moves))),
            tuple(map(min, self.most, map(int.__sub__, after.most, self.moves))),
            self.passes + after.passes,
        )


def forms_of(rules: list[Rule], prices: Numbers) -> Numbers:
    """What each racer's remainder moves by when the prices are shifted."""
    return tuple(
        rule.num * prices[index - 1] - rule.den * price
        for index, (rule, price) in enumerate(zip(rules, prices, strict=True))
    )


def one_pass(rules: list[Rule], prices: Numbers, forms: Numbers) -> Stretch:
    """The next pass from these prices, with the forms for which it is the same."""
    price, after, least, most = prices[-1], [], [], []
    for rule, form in zip(rules, forms, strict=True):
        quotient, rest = divmod(rule.num * price - rule.cut, rule.whole)
        price = quotient * rule.unit + rule.add
        after.append(price)
        least.append(form - rest)
        most.append(form + rule.whole - 1 - rest)
    drops = tuple(map(int.__sub__, prices, after))
    moves = tuple(-form for form in forms_of(rules, drops))
    return Stretch(drops, moves, tuple(least), tuple(most), 1)
