"""How a supplier is treated in a category, from quadrant, performance (0–100) and share of spend (0–1).

Unknown performance or quadrant is unknown: nobody is phased out, or made a partner, for want of facts.
"""

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


CARE = {
    Segment.PARTNER: Care.JOINT_PLAN,
    Segment.DEVELOP: Care.JOINT_PLAN,
    Segment.SECURE: Care.QUARTERLY,
    Segment.COMPETE: Care.YEARLY,
    Segment.MAINTAIN: Care.NONE,
    Segment.EXIT: Care.QUARTERLY,
    Segment.UNKNOWN: Care.NONE,
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
