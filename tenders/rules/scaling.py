"""Prices of a lot after its auction: the total won is spread over the lines in proportion to the bid."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

UNIT = Decimal("0.000001")


@dataclass(frozen=True)
class Line:
    """One line: its quantity, unit price and the amount they come to, rounded half up to the minor unit."""

    id: str
    quantity: Decimal
    unit_price: Decimal
    amount: Decimal


def price_lines(rows: Sequence[tuple[str, Decimal, Decimal]], places: int = 2) -> list[Line]:
    """Return the lines of (id, quantity, unit price) rows with their amounts."""
    return [Line(key, quantity, price, rounded(quantity * price, places)) for key, quantity, price in rows]


def scale_lines(lines: Sequence[Line], total: Decimal, places: int = 2) -> list[Line]:
    """Return the lines scaled to add up to `total`: each half up, the last one takes the remainder."""
    before = sum((line.amount for line in lines), Decimal(0))
    scaled: list[Line] = []
    left = total
    for line in lines[:-1]:
        amount = min(left, rounded(line.amount * total / before, places))
        left -= amount
        scaled.append(_with_amount(line, amount))
    return [*scaled, _with_amount(lines[-1], left)]


def rounded(value: Decimal, places: int) -> Decimal:
    """Return the value rounded half up."""
    return value.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)


def _with_amount(line: Line, amount: Decimal) -> Line:
    return Line(line.id, line.quantity, (amount / line.quantity).quantize(UNIT, ROUND_HALF_UP), amount)
