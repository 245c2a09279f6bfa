"""What an award question says, in exact numbers: the lots, the offers and the buyer's rules."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

EVERYONE = "*"


@dataclass(frozen=True)
class Lot:
    """A demand that suppliers may fill; everything inside is counted in its smallest unit."""

    id: str
    quantity: Fraction
    divisible: bool
    unit: Fraction  # 1, or 1/1000 where fractions of a unit may be bought
    baseline_unit_price: Fraction | None

    @cached_property
    def units(self) -> int:
        return int(self.quantity / self.unit)


@dataclass(frozen=True)
class Supplier:
    """What a supplier demands or allows over all he may win."""

    id: str
    fixed_charge: Fraction = Fraction(0)
    min_quantity: Fraction | None = None
    max_quantity: Fraction | None = None
    min_value: Fraction | None = None
    max_value: Fraction | None = None
    score: Fraction | None = None


@dataclass(frozen=True)
class Tier:
    """A unit price up to and including a quantity."""

    up_to: Fraction | None
    unit_price: Fraction


@dataclass(frozen=True)
class Bid:
    """One supplier's offer for one lot. A plain unit price is one tier without an end."""

    position: int
    supplier: str
    lot: str
    tiers: tuple[Tier, ...]
    all_units: bool
    min_quantity: Fraction = Fraction(0)
    max_quantity: Fraction | None = None
    fixed_charge: Fraction = Fraction(0)
    delivery_days: int | None = None
    points: Fraction = Fraction(0)


@dataclass(frozen=True)
class Bundle:
    """One price for several whole lots together, all or nothing."""

    id: str
    supplier: str
    lots: tuple[str, ...]
    amount: Fraction


@dataclass(frozen=True)
class Rule:
    """One wish of the buyer; `lots` is never empty (none named means all)."""

    index: int
    kind: str
    lots: tuple[str, ...]
    supplier: str = ""
    of: str = ""
    value: Fraction = Fraction(0)


@dataclass(frozen=True)
class Question:
    """Everything that an award is computed from."""

    currency: str
    points_first: bool
    lots: dict[str, Lot]
    suppliers: dict[str, Supplier]  # every supplier named anywhere in an offer, in order of appearance
    bids: tuple[Bid, ...]
    bundles: tuple[Bundle, ...]
    over_cover: bool
    rules: tuple[Rule, ...]
    time_limit_s: float = 30.0
    gap: float = 0.0

    def favour_factor(self, supplier: str) -> Fraction:
        """What the supplier's prices are multiplied by in the comparison; several favours multiply."""
        factor = Fraction(1)
        for rule in self.rules:
            if rule.kind == "favour" and rule.supplier == supplier:
                factor *= 1 - rule.value / 100
        return factor


@dataclass(frozen=True)
class Award:
    """A choice: units of the lot per bid position (never 0), and the bundles taken."""

    units: dict[int, int]
    bundles: frozenset[str]
