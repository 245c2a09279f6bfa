"""Goals of a strategy: what is measured, and how far it is between where it started and what it should be."""

from decimal import Decimal
from enum import StrEnum

ZERO, ONE = Decimal(0), Decimal(1)


class GoalMeasure(StrEnum):
    """What a goal counts; the unit in brackets."""

    SAVINGS = "savings"  # price of the same items against the twelve months before (%)
    AWARD_SAVINGS = "award_savings"  # awards against the estimates of their lots (% of the estimates)
    RISK = "risk"  # supply risk on the matrix (points, 0–100)
    SUPPLIERS = "suppliers"  # suppliers who delivered in the last twelve months (count)
    CONTRACT_MONTHS = "contract_months"  # mean length of what is agreed now (months)
    LARGEST_SHARE = "largest_share"  # the largest supplier's share of the last twelve months' spend (%)
    ON_TIME = "on_time"  # lines received by the promised day in the last twelve months (%)


UPWARDS = frozenset(
    {GoalMeasure.SAVINGS, GoalMeasure.AWARD_SAVINGS, GoalMeasure.ON_TIME}
)  # more is better; the other way round:
DOWNWARDS = frozenset({GoalMeasure.RISK, GoalMeasure.LARGEST_SHARE})


def progress(start: Decimal | None, now: Decimal | None, target: Decimal, measure: str = "") -> Decimal | None:
    """Return the part of the way that is gone, 0–1, whichever way it leads; None while something is unknown.

    What is better than its target has reached it. A goal that began at its target holds as long as it stays there.
    """
    if start is None or now is None:
        return None
    if (measure in UPWARDS and now >= target) or (measure in DOWNWARDS and now <= target):
        return ONE
    if start == target:
        return ONE if now == target else ZERO
    return min(max((now - start) / (target - start), ZERO), ONE)


def suggested_target(measure: str, now: Decimal | None, minimum_bidders: int, contract_months: int) -> Decimal | None:
    """Return a first target for a goal, for a person to change; None where nothing sensible follows."""
    if measure in (GoalMeasure.SAVINGS, GoalMeasure.AWARD_SAVINGS):
        return max(Decimal(3), (now or ZERO) + 1)
    if measure == GoalMeasure.CONTRACT_MONTHS:
        return Decimal(contract_months)
    if measure == GoalMeasure.SUPPLIERS:
        return max(Decimal(max(minimum_bidders, 2)), now or ZERO)
    if now is None:
        return None
    return max(now - 10, ZERO) if measure == GoalMeasure.RISK else now
