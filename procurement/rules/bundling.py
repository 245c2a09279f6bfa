"""Which needs are bought together, and which of them become one line of the order.

Needs of one category, company and place whose days lie within a window make a bundle. In it only the same
specification, in units that convert into one another, becomes one line; the earliest day rules.
"""

from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal

from procurement.rules.share import shares
from procurement.rules.stock import to_order

ZERO = Decimal(0)
THOUSANDTH = Decimal("0.001")
CENT = Decimal("0.01")
Factor = Callable[[str, str, int | None], Decimal | None]


@dataclass(frozen=True)
class Need:
    """A line to be bought: `item` with its unit, or words; `amount` is what it is estimated at."""

    key: int
    category: int
    entity: int
    place: int
    item: int | None
    words: str
    unit: str
    quantity: Decimal
    amount: Decimal
    needed_on: date

    @property
    def specification(self) -> Hashable:
        """What must be equal for two needs to be the same thing."""
        return self.item if self.item is not None else " ".join(self.words.casefold().split())


@dataclass(frozen=True)
class Proposal:
    """Needs that belong together."""

    category: int
    entity: int
    place: int
    needs: tuple[Need, ...]

    @property
    def first(self) -> date:
        return self.needs[0].needed_on


@dataclass(frozen=True)
class Part:
    """One need in a merged line: how much of it, in the line's unit."""

    key: int
    quantity: Decimal
    needed_on: date


@dataclass(frozen=True)
class Merged:
    """One line to be ordered, with whose it is. What is ordered beyond the needs is the surplus."""

    item: int | None
    words: str
    unit: str
    quantity: Decimal
    amount: Decimal
    needed_on: date
    parts: tuple[Part, ...]
    surplus: Decimal


def propose(needs: Iterable[Need], window_days: int) -> list[Proposal]:
    """Return the bundles of the needs: sorted by day, a new one begins where the window from its first need ends."""
    groups: dict[tuple, list[Need]] = {}
    for need in needs:
        groups.setdefault((need.category, need.entity, need.place), []).append(need)
    found = []
    for (category, entity, place), rows in groups.items():
        rows.sort(key=lambda n: (n.needed_on, n.key))
        for part in _windows(rows, timedelta(days=window_days)):
            found.append(Proposal(category, entity, place, tuple(part)))
    return found


def merge(needs: Sequence[Need], factor: Factor, packs: Callable[[int], tuple[Decimal, Decimal]]) -> list[Merged]:
    """Return the lines to order. `factor(unit, into, item)` is None where nothing leads from one to the other;
    `packs(item)` gives the pack and the least order of an item in its line's unit (zero: any).

    The unit is that of the earliest need. Needs that do not convert into it make a line of their own.
    """
    lines: list[list[tuple[Need, Decimal]]] = []
    by_thing: dict[Hashable, list[list[tuple[Need, Decimal]]]] = {}
    for need in sorted(needs, key=lambda n: (n.needed_on, n.key)):
        same = by_thing.setdefault((need.specification, need.place), [])
        for line in same:
            rate = factor(need.unit, line[0][0].unit, need.item)
            if rate is not None:
                line.append((need, (need.quantity * rate).quantize(THOUSANDTH, ROUND_HALF_UP)))
                break
        else:
            line = [(need, need.quantity)]
            same.append(line)
            lines.append(line)
    return [_merged(line, packs) for line in lines]


def split_back(
    merged: Merged, quantity: Decimal, amount: Decimal, step: Decimal = CENT
) -> dict[int, tuple[Decimal, Decimal]]:  # fmt: skip
    """Return what each need has of what was bought: quantity to 0.001 and money to `step`, both adding up exactly.

    Up to the needs' own quantities; what is bought beyond them belongs to the surplus's owner and stays out, with its
    share of the money.
    """
    weights = [part.quantity for part in merged.parts]
    wanted = sum(weights, ZERO)
    taken = min(quantity, wanted)
    own = amount if quantity <= wanted or not quantity else (amount * taken / quantity).quantize(step, ROUND_HALF_UP)
    pieces, money = shares(taken, weights, THOUSANDTH), shares(own, weights, step)
    return {part.key: (p, m) for part, p, m in zip(merged.parts, pieces, money, strict=True)}


def _windows(rows: Sequence[Need], window: timedelta) -> Iterable[list[Need]]:
    part: list[Need] = []
    for need in rows:
        if part and need.needed_on - part[0].needed_on > window:
            yield part
            part = []
        part.append(need)
    if part:
        yield part


def _merged(line: Sequence[tuple[Need, Decimal]], packs: Callable[[int], tuple[Decimal, Decimal]]) -> Merged:
    first = line[0][0]
    wanted = sum((quantity for _need, quantity in line), ZERO)
    pack, minimum = packs(first.item) if first.item is not None else (ZERO, ZERO)
    ordered = to_order(wanted, pack, minimum)
    amount = sum((need.amount for need, _quantity in line), ZERO)
    parts = tuple(Part(need.key, quantity, need.needed_on) for need, quantity in line)
    return Merged(first.item, first.words, first.unit, ordered, amount, first.needed_on, parts, ordered - wanted)
