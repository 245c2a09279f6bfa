"""Kraljic's second step: our strength against the market's, three by three. Source: Kraljic, HBR 5/1983.

Each side is the mean of its factors, 1 (weak) to 5 (strong); a side of which less than half is scored is unknown.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum


class Side(StrEnum):
    OURS = "ours"
    MARKET = "market"


class Factor(StrEnum):
    """What makes the buyer, or the supply market, strong."""

    VOLUME = "volume"  # our volume against the capacity of the main suppliers
    SHARE_OF_THEM = "share_of_them"  # how much we are of their sales
    MAKE_OURSELVES = "make_ourselves"  # what we make, or could make, ourselves
    ALTERNATIVES = "alternatives"  # other materials, designs and sources we can change to
    STANDING = "standing"  # how attractive we are: growth, payment, forecast
    STAMINA = "stamina"  # how long we can do without: stock, low cost of non-delivery
    FEW_SUPPLIERS = "few_suppliers"  # how few share the market
    UTILISATION = "utilisation"  # how full their capacity is
    UNIQUENESS = "uniqueness"  # how special product and technology are
    ENTRY_BARRIER = "entry_barrier"  # how hard it is to become a supplier
    DEMAND_GROWTH = "demand_growth"  # whether demand grows faster than capacity
    PROFITABILITY = "profitability"  # how well they earn and how low their break-even lies


FACTORS: dict[Side, tuple[Factor, ...]] = {
    Side.OURS: (
        Factor.VOLUME, Factor.SHARE_OF_THEM, Factor.MAKE_OURSELVES, Factor.ALTERNATIVES, Factor.STANDING,
        Factor.STAMINA,
    ),
    Side.MARKET: (
        Factor.FEW_SUPPLIERS, Factor.UTILISATION, Factor.UNIQUENESS, Factor.ENTRY_BARRIER, Factor.DEMAND_GROWTH,
        Factor.PROFITABILITY,
    ),
}  # fmt: skip


class Level(StrEnum):
    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"


class Direction(StrEnum):
    EXPLOIT = "exploit"
    BALANCE = "balance"
    DIVERSIFY = "diversify"


LEAST_KNOWN = Decimal("0.5")
MEDIUM_FROM, HIGH_FROM = Decimal(7) / 3, Decimal(11) / 3  # thirds of the scale 1–5
CENT = Decimal("0.01")
_LEVELS = (Level.LOW, Level.MEDIUM, Level.HIGH)


@dataclass(frozen=True)
class Strength:
    """One side: the mean of what is scored (two decimals), its third of the scale, and the share that is scored."""

    mean: Decimal | None
    level: Level | None
    coverage: Decimal


@dataclass(frozen=True)
class Balance:
    """Both sides and what follows; no direction while a side is unknown."""

    ours: Strength
    market: Strength
    direction: Direction | None


def weigh(scores: Mapping[str, Decimal]) -> Balance:
    """Return both strengths and the direction from the scores by factor."""
    ours, market = _strength(Side.OURS, scores), _strength(Side.MARKET, scores)
    known = ours.level and market.level
    return Balance(ours, market, direction_of(ours.level, market.level) if known else None)  # type: ignore[arg-type]


def direction_of(ours: Level, market: Level) -> Direction:
    """Return the field of the 3 × 3: a third ahead exploits, a third behind diversifies, level balances.

    Kraljic's matrix: (high, low), (high, medium), (medium, low) exploit; the diagonal balances; the rest diversify.
    """
    ahead = _LEVELS.index(ours) - _LEVELS.index(market)
    if ahead == 0:
        return Direction.BALANCE
    return Direction.EXPLOIT if ahead > 0 else Direction.DIVERSIFY


def level_of(mean: Decimal) -> Level:
    """Return the third of the scale 1–5 in which an exact mean lies."""
    if mean >= HIGH_FROM:
        return Level.HIGH
    return Level.MEDIUM if mean >= MEDIUM_FROM else Level.LOW


def side_of(factor: str) -> Side:
    """Return whose strength a factor is."""
    return Side.OURS if factor in FACTORS[Side.OURS] else Side.MARKET


def _strength(side: Side, scores: Mapping[str, Decimal]) -> Strength:
    known = [scores[factor] for factor in FACTORS[side] if factor in scores]
    coverage = (Decimal(len(known)) / len(FACTORS[side])).quantize(CENT, ROUND_HALF_UP)
    if len(known) < LEAST_KNOWN * len(FACTORS[side]):
        return Strength(None, None, coverage)
    mean = sum(known, Decimal(0)) / len(known)
    return Strength(mean.quantize(CENT, ROUND_HALF_UP), level_of(mean), coverage)
