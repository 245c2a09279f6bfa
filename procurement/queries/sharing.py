"""How what was bought together comes back to those who asked for it: quantities and money that add up, days first."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from procurement.models import RequisitionLine
from procurement.queries.bundle import conversions
from procurement.rules.bundling import Factor, Merged, Part, split_back
from procurement.rules.share import Claim, by_need_date

ZERO = Decimal(0)
CENT = Decimal("0.01")
THOUSANDTH = Decimal("0.001")


@dataclass(frozen=True)
class Wish:
    """A part of what is ordered as one thing; `is_need`: somebody asked for it, it is not surplus."""

    key: int
    quantity: Decimal
    needed_on: date | None = None
    is_need: bool = True


def wanted_in(line: RequisitionLine, unit: str, factor: Factor | None = None) -> Decimal | None:
    """Return what a line still needs beside stock, in the unit it is bought in; None where nothing leads there.

    One query for the conversions where the units differ; give them for many lines.
    """
    wanted = line.quantity - line.from_stock
    if unit == line.unit_id:
        return wanted
    rate = (factor or conversions())(line.unit_id, unit, line.item_id)
    return None if rate is None else (wanted * rate).quantize(THOUSANDTH, ROUND_HALF_UP)


def received_of(line: RequisitionLine, accepted: Decimal, unit: str) -> Decimal:
    """Return what has come for a line, given in the unit it was bought in, in the line's own unit."""
    wanted = None if unit == line.unit_id else wanted_in(line, unit)
    if not wanted:
        return accepted
    return ((line.quantity - line.from_stock) * accepted / wanted).quantize(THOUSANDTH, ROUND_HALF_UP)


def money_of(wishes: Sequence[Wish], unit_price: Decimal) -> dict[int, Decimal]:
    """Return what each part costs of a thing ordered as a whole: the cents add up to the price of the whole.

    The needs have theirs by largest remainder; what is beyond them, the surplus, has the rest.
    """
    whole = sum((w.quantity for w in wishes), ZERO)
    amount = (whole * unit_price).quantize(CENT, ROUND_HALF_UP)
    needs, others = [w for w in wishes if w.is_need], [w for w in wishes if not w.is_need]
    if not needs:
        needs, others = others, []
    surplus = sum((w.quantity for w in others), ZERO)
    back = split_back(_merged(needs, surplus), whole, amount)
    found = {key: money for key, (_quantity, money) in back.items()}
    rest = split_back(_merged(others, ZERO), surplus, amount - sum(found.values(), ZERO))
    return found | {key: money for key, (_quantity, money) in rest.items()}


def deliver(delivered: Decimal, wishes: Sequence[Wish]) -> dict[int, Decimal]:
    """Return who gets how much of a delivery: needs before surplus, and among each whoever needs it first."""
    found: dict[int, Decimal] = {}
    left = delivered
    for is_need in (True, False):
        same = [w for w in wishes if w.is_need == is_need]
        given = by_need_date(left, [Claim(w.key, w.quantity, w.needed_on or date.max) for w in same])
        found |= {w.key: given[w.key] for w in same}
        left -= sum(given.values(), ZERO)
    return found


def _merged(wishes: Sequence[Wish], surplus: Decimal) -> Merged:
    parts = tuple(Part(w.key, w.quantity, w.needed_on or date.max) for w in wishes)
    whole = sum((w.quantity for w in wishes), surplus)
    return Merged(None, "", "", whole, ZERO, date.max, parts, surplus)
