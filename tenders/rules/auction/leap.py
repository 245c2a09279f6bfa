"""Skipping the passes of a race that only repeat, where a furthest step may make racers miss their turns.

Races without that are settled at once. With steps in money the race looks the same after every price fell by a
common multiple of the racers' units, so once its shape returns, the same passes repeat until somebody nears his
floor. With a percentage the drops shrink with the price, but rounding to minor units keeps them equal for a
while: how long is linear.
"""

from fractions import Fraction
from math import inf, lcm
from typing import TYPE_CHECKING

from tenders.rules.auction.settle import settle

if TYPE_CHECKING:
    from tenders.rules.auction.race import Race, Racer


Shape = tuple[object, ...]


class Leaper:
    """Remembers enough of the passes behind to see that they repeat; memory does not grow with them."""

    def __init__(self) -> None:
        self.mark: tuple[Shape, int, int] | None = None
        self.passes = 0
        self.patience = 1
        self.drops: list[tuple[int, int]] = []

    def leap(self, race: "Race") -> None:
        if settle(race):
            self.mark, self.drops = None, []
        elif race.limits.unbounded:
            return
        elif (keep := race.limits.furthest_keep) is None:
            self._leap_periods(race)
        else:
            self._leap_run(race, keep)

    def _leap_periods(self, race: "Race") -> None:
        """Brent's way to find a period: compare with one mark, and move the mark ever more rarely."""
        shape = _shape(race)
        if self.mark is not None and self.mark[0] == shape:
            _, best, turns = self.mark
            _repeat(race, drop=best - race.best, since=turns)
            self.mark = None
        self.passes += 1
        if self.mark is None or self.passes >= self.patience:
            self.mark, self.passes = (shape, race.best, race.turns), 0
            self.patience *= 2

    def _leap_run(self, race: "Race", keep: Fraction) -> None:
        drops = [(id(racer), racer.drop) for racer in race.racers]
        repeated = drops == self.drops and race.turns - min(racer.turn for racer in race.racers) < len(drops)
        self.drops = drops
        if repeated and (times := min(_lasts(race, racer, keep) for racer in race.racers)) > 0:
            _lower(race, int(times))


def _shape(race: "Race") -> Shape:
    """All that decides how the race goes on, apart from how high its prices are."""
    matters = race.limits.own and race.limits.furthest is not None
    return (
        race.best % lcm(*(racer.unit for racer in race.racers)),
        id(race.leaders[0]),
        tuple((id(racer), racer.price - race.best if matters else 0) for racer in race.racers),
    )


def _repeat(race: "Race", *, drop: int, since: int) -> None:
    """Lower everybody who answered in the period by as many periods as all their floors allow."""
    active = [racer for racer in race.racers if racer.turn > since]
    times = min((racer.price - racer.lowest) // drop for racer in active)
    for racer in active:
        racer.price -= times * drop
    race.best -= times * drop


def _lasts(race: "Race", racer: "Racer", furthest_keep: Fraction) -> int | float:
    """For how many more passes the racer's answer falls by exactly the same drop."""
    limits, price, rival = race.limits, racer.price, racer.rival
    falls, rival_falls = racer.drop, racer.rival_drop
    kept, whole = (limits.keep.numerator, limits.keep.denominator) if limits.keep else (1, 1)
    step = rival - racer.undercut - price
    share = rival * kept - price * whole
    by_step, by_share = falls - rival_falls, falls * whole - rival_falls * kept
    return min(
        _holds(step, by_step),
        _holds(share, by_share),
        max(_holds(racer.unit - step - 1, -by_step), _holds(racer.unit * whole - share - 1, -by_share)),
        _holds(price - racer.lowest, -falls),
        _furthest_lasts(race, racer, furthest_keep),
    )


def _furthest_lasts(race: "Race", racer: "Racer", furthest_keep: Fraction) -> int | float:
    limits, kept, whole = race.limits, furthest_keep.numerator, furthest_keep.denominator
    reference, falls = (racer.price + racer.drop, racer.drop) if limits.own else (racer.rival, racer.rival_drop)
    return _holds(racer.price * whole - reference * kept, falls * kept - racer.drop * whole)


def _holds(value: int, slope: int) -> int | float:
    """How often a slope can be added to a value before it falls under zero."""
    if value < 0:
        return -1
    return inf if slope >= 0 else value // -slope


def _lower(race: "Race", times: int) -> None:
    for racer in race.racers:
        racer.price -= times * racer.drop
        racer.rival -= times * racer.rival_drop
    race.best = race.leaders[0].price
