"""How a supplier is treated in a category, from quadrant, performance (0–100) and share of spend (0–1).

Unknown performance or quadrant is unknown: nobody is phased out, or made a partner, for want of facts.
"""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

POOR = Decimal(50)
GOOD = Decimal(70)
LARGE_SHARE = Decimal("0.2")


class Segment(StrEnum):
    PARTNER = "partner"
    DEVELOP = "develop"
    SECURE = "secure"
    COMPETE = "compete"
    MAINTAIN = "maintain"
    EXIT = "exit"
    UNKNOWN = "unknown"


class Care(StrEnum):
    JOINT_PLAN = "joint_plan"
    QUARTERLY = "quarterly"
    YEARLY = "yearly"
    NONE = "none"


class Gap(StrEnum):
    """What the minimum care asks for and is not there."""

    OWNER = "owner"
    PLAN = "plan"
    REVIEW = "review"


@dataclass(frozen=True)
class MinimumCare:
    """The least a segment asks for: months between reviews (None: on occasion), an owner of ours, a joint plan."""

    review_months: int | None
    needs_owner: bool
    needs_plan: bool


CARE = {
    Segment.PARTNER: Care.JOINT_PLAN,
    Segment.DEVELOP: Care.JOINT_PLAN,
    Segment.SECURE: Care.QUARTERLY,
    Segment.COMPETE: Care.YEARLY,
    Segment.MAINTAIN: Care.NONE,
    Segment.EXIT: Care.QUARTERLY,
    Segment.UNKNOWN: Care.NONE,
}
MINIMUM = {
    Segment.PARTNER: MinimumCare(3, needs_owner=True, needs_plan=True),
    Segment.DEVELOP: MinimumCare(3, needs_owner=True, needs_plan=True),
    Segment.SECURE: MinimumCare(3, needs_owner=True, needs_plan=False),
    Segment.COMPETE: MinimumCare(12, needs_owner=False, needs_plan=False),
    Segment.MAINTAIN: MinimumCare(None, needs_owner=False, needs_plan=False),
    Segment.EXIT: MinimumCare(3, needs_owner=True, needs_plan=False),
    Segment.UNKNOWN: MinimumCare(None, needs_owner=False, needs_plan=False),
}


def segment(quadrant: str, performance: Decimal | None, share: Decimal | None) -> Segment:
    """Return the segment: poor ones are developed where we depend on them and phased out where we do not."""
    if not quadrant or performance is None:
        return Segment.UNKNOWN
    if quadrant == "strategic":
        return Segment.PARTNER if performance >= GOOD else Segment.DEVELOP
    if quadrant == "bottleneck":
        return Segment.SECURE
    if performance < POOR:
        return Segment.EXIT
    if quadrant == "leverage":
        return Segment.DEVELOP if performance < GOOD and (share or 0) >= LARGE_SHARE else Segment.COMPETE
    return Segment.MAINTAIN


def review_months(found: Segment, asked: int = 0) -> int | None:
    """Return the months between reviews: the shorter of the segment's and the category's rhythm (0: it asks none)."""
    return min(filter(None, (MINIMUM[found].review_months, asked)), default=None)


def moved_review_on(
    due: date | None, last: date | None, found: Segment, asked: int, today: date
) -> date | None:  # fmt: skip
    """Return the day by which a review is due under another rhythm; without a review yet no day is put off."""
    fresh = next_review_on(last or today, found, asked)
    return fresh if last or due is None or fresh is None else min(due, fresh)


def next_review_on(last: date, found: Segment, asked: int = 0) -> date | None:
    """Return the day by which the next review is due, counted from the last one (or from the day of the segment)."""
    months = review_months(found, asked)
    if months is None:
        return None
    year, month = divmod(last.year * 12 + last.month - 1 + months, 12)
    return date(year, month + 1, min(last.day, monthrange(year, month + 1)[1]))


def find_gaps(
    found: Segment, *, has_owner: bool, has_plan: bool, review_due_on: date | None, today: date
) -> list[Gap]:  # fmt: skip
    """Return what of the minimum care is missing today; a review is overdue from the day after it was due."""
    care = MINIMUM[found]
    return [
        gap
        for gap, is_missing in (
            (Gap.OWNER, care.needs_owner and not has_owner),
            (Gap.PLAN, care.needs_plan and not has_plan),
            (Gap.REVIEW, review_due_on is not None and review_due_on < today),
        )
        if is_missing
    ]
