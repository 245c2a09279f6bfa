"""What a cycle is measured by: three measures a stage, each a share, a median of days, a count or money."""

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum
from statistics import median

CENT = Decimal("0.01")


class Unit(StrEnum):
    PERCENT = "percent"
    DAYS = "days"
    COUNT = "count"
    MONEY = "money"


@dataclass(frozen=True)
class Kind:
    """A measure: its stage, unit and whether more is better."""

    code: str
    stage: str
    unit: Unit
    at_least: bool = True


KINDS = (
    Kind("planned_needs", "needs", Unit.PERCENT),
    Kind("need_to_bundle", "needs", Unit.DAYS, at_least=False),
    Kind("spend_bundled", "needs", Unit.PERCENT),
    Kind("spend_with_strategy", "segments", Unit.PERCENT),
    Kind("tender_length", "segments", Unit.DAYS, at_least=False),
    Kind("tenders_with_three_bids", "segments", Unit.PERCENT),
    Kind("spend_under_contract", "tactics", Unit.PERCENT),
    Kind("award_to_contract", "tactics", Unit.DAYS, at_least=False),
    Kind("joint_actions_agreed", "tactics", Unit.COUNT),
    Kind("on_time_in_full", "learn", Unit.PERCENT),
    Kind("invoices_matched_at_once", "learn", Unit.PERCENT),
    Kind("savings", "learn", Unit.MONEY),
)
BY_CODE = {kind.code: kind for kind in KINDS}


@dataclass(frozen=True)
class Result:
    """A value with the number of facts it rests on; None where there are none: unknown, not zero."""

    value: Decimal | None
    count: int


def share(part: Decimal | int, whole: Decimal | int, count: int) -> Result:
    """Return part of whole in percent."""
    if not whole:
        return Result(None, 0)
    return Result((Decimal(part) * 100 / Decimal(whole)).quantize(CENT, ROUND_HALF_UP), count)


def median_days(seconds: list[float]) -> Result:
    """Return the median of durations given in seconds, as days."""
    if not seconds:
        return Result(None, 0)
    return Result(Decimal(repr(median(seconds) / 86400)).quantize(CENT, ROUND_HALF_UP), len(seconds))
