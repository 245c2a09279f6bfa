"""Going down a race by stretches that grow: a pass, what leads back near, what leads back nearer, and so on.

Every level has a box of forms a quarter as wide as the one before. A stretch of a level leads from its box back
into it and is put together from stretches of the level below; few different ones exist, so most are used again,
each as often as it holds. The number of moves grows with the logarithm of the number of passes for two racers.
Each stretch is exact by itself: boxes only decide how fast the descent is, never where it ends.
"""

from tenders.rules.auction.stretch import Numbers, Rule, Stretch, forms_of, one_pass

MOVES = 6  # at the top before a level is opened
LOST = 32  # moves without coming back to a box
TRIAL = 192  # moves before it has to pay
PAYS = 16  # passes a move
KEPT = 6  # stretches of a level
NARROWER = 4


class Level:
    """A box of forms and the stretches that lead back into it."""

    def __init__(self, centre: Numbers, radius: Numbers) -> None:
        self.least = tuple(map(int.__sub__, centre, radius))
        self.most = tuple(map(int.__add__, centre, radius))
        self.stretches: list[Stretch] = []

    def enters(self, forms: Numbers, moves: Numbers, most: int) -> int:
        """The first repetition, counted from 1, after which the forms lie in the box; ``most`` if none does."""
        first, last = 1, most
        for low, high, form, move in zip(self.least, self.most, forms, moves, strict=False):
            if move > 0:
                first, last = max(first, -((form - low) // move)), min(last, (high - form) // move)
            elif move < 0:
                first, last = max(first, -((high - form) // -move)), min(last, (form - low) // -move)
            elif not low <= form <= high:
                return most
        return first if first <= last else most

    def has(self, forms: Numbers) -> bool:
        return all(low <= form <= high for low, form, high in zip(self.least, forms, self.most, strict=False))

    def known(self, forms: Numbers) -> Stretch | None:
        return next((stretch for stretch in self.stretches if stretch.holds(forms)), None)

    def keep(self, stretch: Stretch) -> None:
        self.stretches.insert(0, stretch)
        del self.stretches[KEPT:]


class Descent:
    """Prices on their way down; nobody's ever falls under his lowest."""

    def __init__(self, rules: list[Rule], prices: Numbers, lowest: Numbers) -> None:
        self.rules, self.prices, self.lowest = rules, prices, lowest
        self.forms = forms_of(rules, prices)
        self.levels = [Level((), ())]
        self.patience, self.moves, self.passes = MOVES, 0, 0
        self.rising, self.lost = True, False

    def run(self) -> None:
        """Go down until one more pass would be too low, or until stretches turn out to be hardly longer than passes."""
        here = 0
        while self.moves < TRIAL or self.passes > PAYS * self.moves:
            if self.rising and here >= self.patience:
                self._open()
                here = 0
            if self._move(len(self.levels) - 1):
                here += 1
            elif len(self.levels) > 1:
                self._close()
                here = 0
            else:
                return

    def _open(self) -> None:
        radius = tuple(rule.whole // NARROWER ** len(self.levels) for rule in self.rules[:-1])
        self.rising = any(radius)
        self.levels.append(Level(self.forms[:-1], radius))

    def _close(self) -> None:
        """Leave the top level: near the floor for good, after getting lost for longer than last time."""
        self.levels.pop()
        if self.lost:
            self.patience = min(2 * self.patience, 48)
        else:
            self.rising = False

    def _move(self, number: int, target: Level | None = None) -> Stretch | None:
        """One stretch of a level as often as it holds, or to where it enters the target; None if too low."""
        level, self.lost = self.levels[number], False
        stretch = level.known(self.forms)
        if stretch is None:
            if number:
                return self._build(number)
            stretch = one_pass(self.rules, self.prices, self.forms)
            level.keep(stretch)
        times = min(stretch.times(self.forms), self._room(stretch))
        if times < 1:
            return None
        if target is not None:
            times = target.enters(self.forms, stretch.moves, int(times))
        return self._apply(stretch.repeated(int(times)))

    def _room(self, stretch: Stretch) -> int:
        rooms = zip(self.prices, self.lowest, stretch.drops, strict=True)
        return min((price - low) // drop for price, low, drop in rooms)

    def _apply(self, stretch: Stretch) -> Stretch:
        self.prices = tuple(map(int.__sub__, self.prices, stretch.drops))
        self.forms = tuple(map(int.__add__, self.forms, stretch.moves))
        self.moves += 1
        self.passes += stretch.passes
        return stretch

    def _build(self, number: int) -> Stretch | None:
        level, whole = self.levels[number], None
        for _ in range(LOST):
            part = self._move(number - 1, level)
            if part is None:
                return None
            whole = part if whole is None else whole.then(part)
            if level.has(self.forms):
                level.keep(whole)
                return whole
        self.lost = True
        return None
