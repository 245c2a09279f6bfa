"""Where an auction stands: the prices that count, who may still bid, and when it closes."""

from bisect import bisect_left, insort
from dataclasses import dataclass, field
from fractions import Fraction
from typing import cast

from tenders.rules.auction.rules import Rules

Entry = tuple[int, Fraction, int, str]  # rough price, exact price, number, bidder
Slot = tuple[int, int] | None  # round and turn, both from 0


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Standing:
    """A bidder's price that counts, with the one it replaced; ``price`` is what rivals are compared by."""

    amount: Fraction
    price: Fraction
    entry: Entry
    previous: "Standing | None" = None
    turn: Slot = None


@dataclass(frozen=True, slots=True)
class Proxy:
    """A standing order to bid down to a floor, in the bidder's own money."""

    bidder: str
    floor: Fraction
    step: Fraction
    lowest: Fraction  # what the floor is worth; at or under it the proxy has nothing to say


@dataclass(slots=True, eq=False)
class State:
    """One auction between two events; ``copy`` before a change keeps the former state whole."""

    rules: Rules
    close: int  # the one effective close; not known while paused
    scheduled: int  # the close without the extensions that bids caused: the caps count from it
    standing: dict[str, Standing | None] = field(default_factory=dict)  # None: known, without a price
    order: list[Entry] = field(default_factory=list)  # standing prices, best first, the earlier before its equals
    proxies: dict[str, Proxy] = field(default_factory=dict)  # in order of entry
    excluded: frozenset[str] = frozenset()
    bidders: tuple[str, ...] = ()  # of the opening: only they take turns
    turns: tuple[tuple[str, ...], ...] = ()  # order of the rounds whose turns have begun
    placed: int = 0
    extensions: int = 0
    added: int = 0  # by the officer's extend
    paused_at: int | None = None
    shift: int = 0  # length of all finished pauses
    pauses: tuple[tuple[int, int], ...] = ()  # running time at their start, length
    last_at: int | None = None

    def copy(self) -> "State":
        twin = object.__new__(State)
        for name in State.__slots__:
            setattr(twin, name, getattr(self, name))
        twin.standing = self.standing.copy()
        twin.order = self.order.copy()
        twin.proxies = self.proxies.copy()
        return twin

    @property
    def closes_at(self) -> int | None:
        return self.close if self.paused_at is None else None

    def is_closed(self, at: int) -> bool:
        return self.paused_at is None and at >= self.close

    def elapsed(self, at: int) -> int:
        """Running time since the opening, pauses left out."""
        until = at if self.paused_at is None else min(at, self.paused_at)
        return until - self.rules.opens_at - self.shift

    def place(
        self,
        bidder: str,
        amount: Fraction,
        price: Fraction,
        *,
        over: Standing | None,
        turn: Slot = None,
    ) -> None:
        """Let this price count for the bidder; ``over`` is the one that a retraction would restore."""
        self.placed += 1
        entry = (*self.rules.key(price), self.placed, bidder)
        self._seat(bidder, Standing(amount, price, entry, over, turn))

    def restore(self, bidder: str) -> None:
        """Let the price before the bidder's standing one count again, or none."""
        self._seat(bidder, self.held(bidder).previous)

    def _seat(self, bidder: str, standing: Standing | None) -> None:
        if (former := self.standing.get(bidder)) is not None:
            del self.order[bisect_left(self.order, former.entry)]
        self.standing[bidder] = standing
        if standing is not None:
            insort(self.order, standing.entry)

    def held(self, bidder: str) -> Standing:
        """The standing price of a bidder who has one."""
        return cast("Standing", self.standing[bidder])

    def remove(self, bidder: str) -> None:
        """Take all of a bidder's prices away."""
        self._seat(bidder, None)

    def rival(self, bidder: str) -> Entry | None:
        """The best standing entry of anyone else."""
        for entry in self.order[:2]:
            if entry[3] != bidder:
                return entry
        return None

    def leads(self, own: Standing | None, rival: Entry | None) -> bool:
        """Whether a bidder with that price would have rank 1 against that rival."""
        if own is None or rival is None:
            return own is not None
        if own.price == rival[1]:
            return self.rules.shares_ranks or own.entry < rival
        return own.price < rival[1]

    def rank(self, bidder: str) -> int | None:
        """1 for the best; equals share a rank, or the earlier one is better, as the rules say."""
        standing = self.standing.get(bidder)
        if standing is None:
            return None
        first = standing.entry[:2] if self.rules.shares_ranks else standing.entry
        return bisect_left(self.order, first) + 1
