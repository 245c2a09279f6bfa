"""The market of one category, from sums over its supply facts: how few supply, how evenly, at what price.

Our own warehouses are no market: what they issued counts as spend and as nothing else. A figure about time is that of
the middle supplier: one late supplier is a matter of his performance, and a risk only when the market shares it.
"""

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from statistics import median
from typing import NamedTuple, TypeVar

from procurement.rules.measures import Measure

K = TypeVar("K")
V = TypeVar("V")
LEAST_LINES = 3  # a supplier with fewer lines says nothing about evenness


class Moments(NamedTuple):
    """Number, mean and variance of some figure."""

    n: int
    mean: float
    variance: float


class Cell(NamedTuple):
    """What one supplier delivered of one item (None: not a catalogue item) in the window."""

    item: int | None
    supplier: int
    lines: int
    amount: Decimal
    price: Moments  # unit prices above zero
    lead: Moments  # received − ordered, days
    delay: Moments  # received − promised, days
    quantity: float  # of the lines with a price
    paid: float  # quantity × price of those


@dataclass(frozen=True, slots=True)
class Reading:
    """A raw value and the number of facts it rests on."""

    value: float
    count: int


@dataclass(frozen=True)
class Market:
    """A category in a window: all deliveries, and what the registry knows."""

    cells: Sequence[Cell]
    own: frozenset[int]  # suppliers that are our own warehouses
    capable: int  # suppliers known to be able
    countries: Mapping[int, str]  # supplier → country, where known
    no_alternative: frozenset[int]  # items that only one company makes

    @cached_property
    def outside(self) -> list[Cell]:
        return [c for c in self.cells if c.supplier not in self.own]

    @cached_property
    def shares(self) -> list[float]:
        """Each outside supplier's share of spend; empty where nothing was spent."""
        return _shares((c.supplier, c.amount) for c in self.outside)

    @cached_property
    def lines(self) -> int:
        return sum(c.lines for c in self.outside)

    @cached_property
    def by_item(self) -> dict[int, list[Cell]]:
        return _grouped((c.item, c) for c in self.outside if c.item is not None)


def read(measure: str, market: Market) -> Reading | None:
    """Return what is measured, or None where there is nothing to measure it from."""
    return READERS[Measure(measure)](market)


def single_sourced(market: Market) -> Reading | None:
    """The share of spend on items bought from one supplier although others could: our choice, not the market's."""
    return _share_of_items(market, lambda item, cells: len(cells) == 1 and not _is_sole(market, item))


def price_gap(market: Market) -> Reading | None:
    """What part of the money would be saved at the best price: items with several suppliers, at the lowest mean."""
    paid, best, lines = 0.0, 0.0, 0
    for cells in market.by_item.values():
        priced = [c for c in cells if c.price.n]
        if len(priced) < 2:
            continue
        lowest = min(c.price.mean for c in priced)
        paid += math.fsum(c.paid for c in priced)
        best += lowest * math.fsum(c.quantity for c in priced)
        lines += sum(c.price.n for c in priced)
    return Reading(max(1 - best / paid, 0.0), lines) if paid > 0 else None


def own_warehouse(market: Market) -> Reading | None:
    """The share of spend that our own warehouses issued."""
    total = sum((c.amount for c in market.cells), Decimal(0))
    mine = [c for c in market.cells if c.supplier in market.own]
    amount = sum((c.amount for c in mine), Decimal(0))
    return Reading(float(amount / total), sum(c.lines for c in mine)) if mine and total else None


def pooled(parts: Iterable[Moments]) -> Moments:
    """Return the moments of several groups together."""
    known = [p for p in parts if p.n]
    count = sum(p.n for p in known)
    if not count:
        return Moments(0, 0.0, 0.0)
    mean = math.fsum(p.n * p.mean for p in known) / count
    variance = math.fsum(p.n * (p.variance + (p.mean - mean) ** 2) for p in known) / count
    return Moments(count, mean, variance)


def _capable_suppliers(market: Market) -> Reading | None:
    return Reading(float(market.capable), market.capable) if market.capable else None


def _largest_share(market: Market) -> Reading | None:
    return Reading(max(market.shares), market.lines) if market.shares else None


def _concentration(market: Market) -> Reading | None:
    return Reading(math.fsum(s * s for s in market.shares), market.lines) if market.shares else None


def _geography(market: Market) -> Reading | None:
    known = [c for c in market.outside if market.countries.get(c.supplier)]
    shares = _shares((market.countries[c.supplier], c.amount) for c in known)
    return Reading(math.fsum(s * s for s in shares), sum(c.lines for c in known)) if shares else None


def _lead_time(market: Market) -> Reading | None:
    return _middle(market, lambda c: c.lead, lambda m: m.mean)


def _lead_time_spread(market: Market) -> Reading | None:
    return _middle(market, lambda c: c.lead, lambda m: math.sqrt(m.variance))


def _delay_spread(market: Market) -> Reading | None:
    return _middle(market, lambda c: c.delay, lambda m: math.sqrt(m.variance))


def _middle(
    market: Market, figure: Callable[[Cell], Moments], of: Callable[[Moments], float]
) -> Reading | None:  # fmt: skip
    parts = _grouped((c.supplier, figure(c)) for c in market.outside).values()
    suppliers = [m for m in map(pooled, parts) if m.n >= LEAST_LINES]
    return Reading(median(map(of, suppliers)), sum(m.n for m in suppliers)) if suppliers else None


def _price_volatility(market: Market) -> Reading | None:
    """The prices of each item with two lines and more, whoever asked them."""
    items = [pooled(c.price for c in cells) for cells in market.by_item.values()]
    known = [m for m in items if m.n > 1]
    lines = sum(m.n for m in known)
    varied = math.fsum(m.n * math.sqrt(m.variance) / m.mean for m in known)
    return Reading(varied / lines, lines) if lines else None


def _sole_sourced(market: Market) -> Reading | None:
    return _share_of_items(market, lambda item, _cells: _is_sole(market, item))


def _is_sole(market: Market, item: int) -> bool:
    """Nobody else could supply it: only one company makes it, or the market of the category has one supplier."""
    return item in market.no_alternative or market.capable <= 1


def _share_of_items(market: Market, counts: Callable[[int, list[Cell]], bool]) -> Reading | None:
    amounts = {item: sum((c.amount for c in cells), Decimal(0)) for item, cells in market.by_item.items()}
    total = sum(amounts.values(), Decimal(0))
    if not total:
        return None
    mine = (amounts[item] for item, cells in market.by_item.items() if counts(item, cells))
    return Reading(float(sum(mine, Decimal(0)) / total), len(amounts))


def _spend(market: Market) -> Reading | None:
    total = sum((c.amount for c in market.cells), Decimal(0))
    return Reading(float(total), sum(c.lines for c in market.cells)) if market.cells else None


def _shares(amounts: Iterable[tuple[K, Decimal]]) -> list[float]:
    sums: dict[K, Decimal] = {}
    for key, amount in amounts:
        sums[key] = sums.get(key, Decimal(0)) + amount
    total = sum(sums.values(), Decimal(0))
    return [float(amount / total) for amount in sums.values()] if total else []


def _grouped(pairs: Iterable[tuple[K, V]]) -> dict[K, list[V]]:
    found: dict[K, list[V]] = {}
    for key, value in pairs:
        found.setdefault(key, []).append(value)
    return found


READERS: dict[Measure, Callable[[Market], Reading | None]] = {
    Measure.CAPABLE_SUPPLIERS: _capable_suppliers,
    Measure.LARGEST_SHARE: _largest_share,
    Measure.CONCENTRATION: _concentration,
    Measure.LEAD_TIME: _lead_time,
    Measure.LEAD_TIME_SPREAD: _lead_time_spread,
    Measure.DELAY_SPREAD: _delay_spread,
    Measure.PRICE_VOLATILITY: _price_volatility,
    Measure.SOLE_SOURCED: _sole_sourced,
    Measure.GEOGRAPHY: _geography,
    Measure.SPEND: _spend,
}
