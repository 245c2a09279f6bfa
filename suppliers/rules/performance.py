"""Measured criteria of a scorecard, 0–100, from counts of supply facts. No facts: None, never full marks."""

from decimal import ROUND_HALF_UP, Decimal

CENT = Decimal("0.01")


def share_percent(part: Decimal | int, whole: Decimal | int) -> Decimal | None:
    """Return part of whole in percent at two decimals, or None where there is no whole."""
    if not whole:
        return None
    return (Decimal(part) * 100 / Decimal(whole)).quantize(CENT, ROUND_HALF_UP)


def delivery_score(on_time: int, promised: int) -> Decimal | None:
    """Return the share of deliveries on or before the promised day; lines without a promise do not count."""
    return share_percent(on_time, promised)


def quality_score(rejected: Decimal, received: Decimal) -> Decimal | None:
    """Return 100 minus the rejected share in percent, of the quantities where rejection was recorded."""
    bad = share_percent(rejected, received)
    return None if bad is None else max(Decimal(100) - bad, Decimal(0))


def price_score(own: Decimal | None, market: Decimal | None) -> Decimal | None:
    """Return 100 at or below the other suppliers' average price of the same items, one point less per percent above."""
    if own is None or not market:
        return None
    above = (own - market) * 100 / market
    return max(min(Decimal(100) - above, Decimal(100)), Decimal(0)).quantize(CENT, ROUND_HALF_UP)
