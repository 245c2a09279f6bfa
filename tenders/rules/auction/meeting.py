"""Races that forget where they began: every way down meets the same one before anybody's floor.

An answer never rises when the price it answers falls, so ways down keep their order, and where two meet they
stay together. Whoever comes from above sets foot between some price and the price one pass under it. If
all who start there have met further down, the race passes there too, wherever it began.
"""

from tenders.rules.auction.stretch import Numbers, Rule

WIDEST = 48  # prices to start from
FIRST_TRY = 32  # passes above the floor
LAST_TRY = 512
SAVED = 32  # times the passes that a try may take


def meeting(rules: list[Rule], prices: Numbers, lowest: Numbers) -> Numbers | None:
    """Prices after a pass that the race must come through, none under its lowest; None when none is found."""
    bottom = max(lowest)
    drop = bottom - after(rules, bottom)[-1]
    tries = FIRST_TRY
    while tries <= LAST_TRY and tries * SAVED * drop < prices[-1] - bottom:
        met = _met_from(rules, bottom + tries * drop, lowest)
        if met is not None:
            return met
        tries *= 4
    return None


def after(rules: list[Rule], price: int) -> Numbers:
    """Everybody's price after a pass from that one."""
    made = []
    for rule in rules:
        price = rule.answer(price)
        made.append(price)
    return tuple(made)


def is_low(prices: Numbers, lowest: Numbers) -> bool:
    """Whether somebody is under his lowest price."""
    return any(price < low for price, low in zip(prices, lowest, strict=True))


def _met_from(rules: list[Rule], top: int, lowest: Numbers) -> Numbers | None:
    last = rules[-1]
    first = (top - last.add) // last.unit * last.unit + last.add
    ways = list(range(first, after(rules, first)[-1], -last.unit))
    if len(ways) > WIDEST:
        return None
    while not is_low(made := after(rules, ways[0]), lowest):
        if len(ways) == 1:
            return made
        ways = _onwards(rules, ways, made[-1])
    return None


def _onwards(rules: list[Rule], ways: list[int], lead: int) -> list[int]:
    """The ways one pass on, apart from those that joined the first one or its next pass."""
    end = after(rules, lead)[-1]
    kept = [lead]
    for way in ways[1:]:
        price = after(rules, way)[-1]
        if end < price < kept[-1]:
            kept.append(price)
    return kept
