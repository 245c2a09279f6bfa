"""The passes of a race in which everybody answers in turn, at once: where the first of them will have to stop.

Three ways, each exact: a point that every way down comes through, stretches that repeat, and walking for what
these two leave over.
"""

from math import ceil
from typing import TYPE_CHECKING

from srm.money.exact import CalcError
from tenders.rules.auction.descent import Descent
from tenders.rules.auction.meeting import after, is_low, meeting
from tenders.rules.auction.stretch import Numbers, Rule

if TYPE_CHECKING:
    from tenders.rules.auction.race import Race, Racer

WALKED = 5_000_000  # passes, some seconds; prices of this world need thousands


def settle(race: "Race") -> bool:
    """Bring a race to where one more pass would stop a racer or change what binds him; says whether it moved."""
    racers = race.racers
    if len(racers) < 2 or race.turns - min(racer.turn for racer in racers) >= len(racers):
        return False
    rules, lowest = [_rule(race, racer) for racer in racers], _lowest(race)
    if lowest is None or is_low(after(rules, race.best), lowest):
        return False
    prices = tuple(racer.price for racer in racers)
    descent = Descent(rules, meeting(rules, prices, lowest) or prices, lowest)
    descent.run()
    _stand(race, _walk(rules, descent.prices, lowest))
    return True


def _rule(race: "Race", racer: "Racer") -> Rule:
    """What binds the racer from the best price on: his undercut or the percentage, whichever is more."""
    keep = race.limits.keep
    if keep is None or race.best < _least_by_share(race, racer):
        return Rule(1, 1, racer.undercut + racer.add, racer.unit, racer.add)
    return Rule(keep.numerator, keep.denominator, racer.add * keep.denominator, racer.unit, racer.add)


def _least_by_share(race: "Race", racer: "Racer") -> int:
    """The least price of a rival at which the percentage takes away as much as the undercut."""
    return -(-racer.undercut // (1 - race.limits.keep)) if race.limits.keep is not None else 0


def _lowest(race: "Race") -> Numbers | None:
    """Everybody's lowest price, and none under which something else might bind; None when it might anywhere."""
    bound = 0 if race.limits.unbounded else _least_by_furthest(race)
    if bound is None:
        return None
    turns = (_least_by_share(race, racer) for racer in race.racers)
    bound = max([bound, *(price for price in turns if price <= race.best)])
    return tuple(max(racer.lowest, bound) for racer in race.racers)


def _least_by_furthest(race: "Race") -> int | None:
    """The least price from which on nobody can come to the furthest step, as no answer falls so far."""
    limits = race.limits
    falls = [racer.undercut + racer.unit for racer in race.racers]
    fall, answers = (sum(falls), len(falls)) if limits.own else (max(falls), 1)
    if limits.furthest is not None or limits.furthest_keep is None:
        return 0 if limits.furthest is not None and fall <= limits.furthest and limits.keep is None else None
    room = 1 - limits.furthest_keep - (0 if limits.keep is None else answers * (1 - limits.keep))
    return ceil(fall / room) if room > 0 else None


def _walk(rules: list[Rule], prices: Numbers, lowest: Numbers) -> Numbers:
    plain = [
        (rule.num, rule.cut, rule.whole, rule.unit, rule.add, low) for rule, low in zip(rules, lowest, strict=True)
    ]
    for _pass in range(WALKED):
        price, made = prices[-1], []
        for num, cut, whole, unit, add, low in plain:
            price = (num * price - cut) // whole * unit + add
            if price < low:
                return prices
            made.append(price)
        prices = tuple(made)
    raise CalcError([("rules.improvement", f"so fine that proxies need more than {WALKED} answers each")])


def _stand(race: "Race", prices: Numbers) -> None:
    for racer, price in zip(race.racers, prices, strict=True):
        race.turns += 1
        racer.turn, racer.price = race.turns, price
    race.best = prices[-1]
