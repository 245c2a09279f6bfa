"""Competing proxies: who answers with what, without walking every step between.

Prices are whole numbers on one scale on which everything in the race is exact: a minor unit of a bidder is
worth ``unit`` and his amount of n minor units ``n × unit + add``. Passes over the proxies in order of entry
are run until none answers; ``leap`` skips the passes that only repeat what the last ones did.
"""

from dataclasses import dataclass
from fractions import Fraction
from math import ceil, inf, lcm

from tenders.rules.auction.improvement import Cut
from tenders.rules.auction.kinds import Reference
from tenders.rules.auction.leap import Leaper
from tenders.rules.auction.state import Entry, Proxy, Standing, State


@dataclass(slots=True, eq=False)
class Racer:
    """One proxy in the race; ``price``, ``rival`` and ``drop`` are those of its last answer."""

    bidder: str
    unit: int
    add: int
    floor: int  # in minor units
    undercut: int
    price: int
    turn: int = 0  # when it last answered; 0 for never
    rival: int = 0
    drop: int = 0
    rival_drop: int = 0

    @property
    def amount(self) -> int:
        return (self.price - self.add) // self.unit

    @property
    def lowest(self) -> int:
        return self.floor * self.unit + self.add


@dataclass(slots=True, frozen=True)
class Limits:
    """What the rules allow in a race, on its scale: the ceiling, the least share, the furthest cut."""

    ceiling: int | None
    keep: Fraction | None  # share of the rival's price that a percentage leaves
    furthest: int | None
    furthest_keep: Fraction | None
    own: bool

    def highest(self, racer: Racer, best: int) -> int:
        """The most that undercuts the best rival by the step or percent and by the racer's own step."""
        price = best - racer.undercut
        if self.ceiling is not None:
            price = min(price, self.ceiling)
        if self.keep is not None:
            price = min(price, best * self.keep.numerator // self.keep.denominator)
        return price

    def deepest(self, racer: Racer, best: int) -> int | float:
        """The least that the furthest step below the reference allows."""
        reference = racer.price if self.own else best
        if self.furthest is not None:
            return reference - self.furthest
        if self.furthest_keep is not None:
            return -(-reference * self.furthest_keep.numerator // self.furthest_keep.denominator)
        return -inf

    @property
    def unbounded(self) -> bool:
        """Whether a racer may go as far below his reference as he likes, so that only floors stop him."""
        return self.furthest is None and self.furthest_keep is None


@dataclass(slots=True, eq=False)
class Race:
    """The racers still able to answer, in order of entry, and the price to beat."""

    racers: list[Racer]
    limits: Limits
    best: int
    leaders: list[Racer]  # several only while openings share the best price; none when an outsider leads
    turns: int = 0

    def run(self) -> None:
        leaper = Leaper()
        while self._pass():
            leaper.leap(self)

    def _pass(self) -> bool:
        """Each racer not leading answers once, if he can; who never can again leaves the race."""
        before = self.turns
        for racer in list(self.racers):
            if racer not in self.leaders and not self._answer(racer):
                self.racers.remove(racer)
        return self.turns > before

    def _answer(self, racer: Racer) -> bool:
        """Let a racer answer; False when his floor or his own furthest step will stop him for good."""
        amount = (self.limits.highest(racer, self.best) - racer.add) // racer.unit
        price = amount * racer.unit + racer.add
        if amount < racer.floor:
            return False
        if price < self.limits.deepest(racer, self.best):
            racer.drop = 0
            return not self.limits.own
        self._lead(racer, price)
        return True

    def _lead(self, racer: Racer, price: int) -> None:
        self.turns += 1
        racer.turn, racer.drop, racer.price = self.turns, racer.price - price, price
        racer.rival, self.best = self.best, price
        racer.rival_drop = self.leaders[0].drop if self.leaders else 0
        self.leaders = [racer]


def run_race(state: State, proxies: list[Proxy]) -> list[tuple[str, Fraction]]:
    """The last answer of each proxy that answered, in the order they were made."""
    scale = _scale(state, proxies)
    entrants = [_racer(state, proxy, scale) for proxy in proxies]
    best = state.order[0][1]
    leading = [racer for racer in entrants if state.leads(*_facing(state, racer.bidder))]
    race = Race(list(entrants), _limits(state, scale), int(best * scale), leading)
    race.run()
    answered = sorted((racer for racer in entrants if racer.turn), key=lambda racer: racer.turn)
    return [(racer.bidder, Fraction(racer.amount, state.rules.scale)) for racer in answered]


def _facing(state: State, bidder: str) -> tuple[Standing, Entry | None]:
    return state.held(bidder), state.rival(bidder)


def _racer(state: State, proxy: Proxy, scale: int) -> Racer:
    factor, rules = state.rules.factor(proxy.bidder), state.rules
    least = rules.improvement.step.money if rules.improvement else Fraction(0)
    undercut = max(least, proxy.step, rules.leader_buffer or Fraction(0))
    return Racer(
        bidder=proxy.bidder,
        unit=int(factor.multiply / rules.scale * scale),
        add=int(factor.add * scale),
        floor=ceil(proxy.floor * rules.scale),
        undercut=max(int(undercut * scale), 1),
        price=int(state.held(proxy.bidder).price * scale),
    )


def _limits(state: State, scale: int) -> Limits:
    improvement = state.rules.improvement
    step = improvement.step if improvement else Cut()
    furthest = improvement.max_step if improvement else None
    return Limits(
        ceiling=None if state.rules.ceiling is None else int(state.rules.ceiling * scale),
        keep=1 - step.share if step.share else None,
        furthest=int(furthest.money * scale) if furthest and not furthest.share else None,
        furthest_keep=1 - furthest.share if furthest and furthest.share else None,
        own=improvement is not None and improvement.reference is Reference.OWN,
    )


def _scale(state: State, proxies: list[Proxy]) -> int:
    """The least whole number that makes every price and step of the race whole."""
    rules = state.rules
    exact = [state.order[0][1], rules.ceiling or 0, rules.leader_buffer or 0]
    if rules.improvement:
        exact += [cut.money for cut in (rules.improvement.step, rules.improvement.max_step) if cut]
    for proxy in proxies:
        factor = rules.factor(proxy.bidder)
        exact += [factor.multiply / rules.scale, factor.add, proxy.step, state.held(proxy.bidder).price]
    return lcm(*(value.denominator for value in exact))
