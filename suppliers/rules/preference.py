"""How a supplier sees us: our share of his sales × how attractive we are to him as a customer.

Source: supplier preferencing, Steele & Court, Profitable Purchasing Strategies (1996). Four views: core (he wants us
and lives from us), exploitable (he lives from us without caring), development (small, but he wants more of us),
nuisance (small and unwanted). Their scale calls 5 % of a supplier's sales the start of a moderate dependence; that is
the border here. What is not known stays unknown: no share is taken from a revenue nobody stated.
"""

from collections.abc import Mapping
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum

HIGH_SHARE = Decimal("0.05")  # of the supplier's sales, inclusive
ATTRACTIVE = Decimal(3)  # on the scale from 1 to 5, inclusive
LOWEST, HIGHEST = 1, 5
LEAST_ANSWERS = 3  # of the five questions; fewer say nothing
MAX_AGE = 2  # years: what was stated for an older year is out of date
HUNDREDTH, SHARE_PLACES = Decimal("0.01"), Decimal("0.000001")


class Preference(StrEnum):
    CORE = "core"
    EXPLOITABLE = "exploitable"
    DEVELOPMENT = "development"
    NUISANCE = "nuisance"
    UNKNOWN = "unknown"


class Question(StrEnum):
    """What makes a customer attractive, answered from 1 (not at all) to 5 (fully)."""

    PROFIT = "profit"
    GROWTH = "growth"
    PAYMENT = "payment"
    EASE = "ease"
    REFERENCE = "reference"


class Flag(StrEnum):
    NONE = ""
    WEAK = "weak"
    RED = "red"


def share_of_sales(spend: Decimal | None, revenue: Decimal | None) -> Decimal | None:
    """Return our spend as a share of his sales in the same year, 1 at most; None where one of the two is unknown."""
    if spend is None or revenue is None or revenue <= 0:
        return None
    return min(spend / revenue, Decimal(1)).quantize(SHARE_PLACES, ROUND_HALF_UP)


def attractiveness(answers: Mapping[str, int]) -> Decimal | None:
    """Return the mean of the answers (1–5, half up to two places); None for fewer than three."""
    if len(answers) < LEAST_ANSWERS:
        return None
    return (Decimal(sum(answers.values())) / len(answers)).quantize(HUNDREDTH, ROUND_HALF_UP)


def prefer(share: Decimal | None, attractive: Decimal | None) -> Preference:
    """Return how he sees us; unknown as soon as one of the two is unknown."""
    if share is None or attractive is None:
        return Preference.UNKNOWN
    if share >= HIGH_SHARE:
        return Preference.CORE if attractive >= ATTRACTIVE else Preference.EXPLOITABLE
    return Preference.DEVELOPMENT if attractive >= ATTRACTIVE else Preference.NUISANCE


def flag(quadrant: str, preference: str) -> Flag:
    """Return red where a strategic category is served by one who sees a nuisance in us, weak for a bottleneck."""
    if preference != Preference.NUISANCE:
        return Flag.NONE
    return {"strategic": Flag.RED, "bottleneck": Flag.WEAK}.get(quadrant, Flag.NONE)


def is_dated(year: int, this_year: int) -> bool:
    """Tell whether a statement for that year is too old to count."""
    return year < this_year - MAX_AGE
