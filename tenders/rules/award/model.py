"""The one builder of the award model: offers, lots and suppliers as rows of an integer program.

Every bid becomes a few pieces (see tiers), each with a yes/no column and, where its quantity is free, a
column that counts units. This "multiple choice" form of a piecewise amount is as tight as any linear one
(Croxton, Gendron, Magnanti, "A comparison of mixed-integer programming models for nonconvex piecewise linear
cost minimization problems", Management Science 49, 2003) and needs no constant larger than the piece itself.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from fractions import Fraction

from tenders.rules.award.offers import touches, usable_bids, usable_bundles
from tenders.rules.award.program import Number, Program, Row, Terms, plus, times, value_of
from tenders.rules.award.question import Award, Bid, Bundle, Lot, Question, Supplier
from tenders.rules.award.tiers import Piece, pieces

ONE: Number = 1


@dataclass(frozen=True)
class Line:
    """An offer as linear expressions: taken or not, its quantity, its amount."""

    offer: Bid | Bundle
    used: Terms
    units: Terms
    amount: Terms
    dearest: Fraction  # no unit of it, or no bundle, costs more
    most: int = 0  # units; 0 for a bundle


@dataclass
class Model:
    """The program of one question, with the expressions that rules and goals speak of."""

    question: Question
    program: Program = field(default_factory=Program)
    lines: list[Line] = field(default_factory=list)
    of_supplier: dict[str, list[Line]] = field(default_factory=lambda: defaultdict(list))
    of_lot: dict[str, list[Line]] = field(default_factory=lambda: defaultdict(list))
    uncovered: dict[str, Terms] = field(default_factory=dict)  # in units
    covers: list[Row] = field(default_factory=list)  # the equalities that say where each lot goes
    _wins: dict[tuple[str, frozenset[str]], Terms] = field(default_factory=dict)
    _totals: dict[tuple[str, tuple[str, ...]], tuple[Terms, Number]] = field(default_factory=dict)

    def wins(self, supplier: str, lots: Iterable[str]) -> Terms:
        """1 if the supplier is awarded anything in these lots, else 0."""
        named = frozenset(lots)
        if (supplier, named) not in self._wins:
            mine = [line.used for line in self.of_supplier[supplier] if touches(line.offer, named)]
            self._wins[supplier, named] = self._any(mine)
        return self._wins[supplier, named]

    def _any(self, used: list[Terms]) -> Terms:
        if len(used) <= 1:
            return plus(*used)
        wins = {self.program.column(1): ONE}
        for one in used:
            self.program.at_most(plus(one, times(wins, -1)), 0)
        self.program.at_most(plus(wins, *(times(one, -1) for one in used)), 0)
        return wins

    def wins_anything(self, supplier: str) -> Terms:
        return self.wins(supplier, self.question.lots)

    def measure(self, of: str, lots: Iterable[str], supplier: str | None = None) -> Terms:
        """Quantity or value awarded in the lots, to one supplier or (None) to everyone."""
        named = frozenset(lots)
        lines = self.lines if supplier is None else self.of_supplier[supplier]
        mine = [line for line in lines if touches(line.offer, named)]
        return plus(*(line.amount if of == "value" else self._quantity(line, named) for line in mine))

    def everyone(self, of: str, lots: tuple[str, ...]) -> tuple[Terms, Number]:
        """The measure of everyone together as an expression plus a constant, short since every supplier's row has it.

        What is awarded of a lot is the lot less what stays uncovered, so that a share of a quantity is a plain
        limit wherever all is covered. Only amounts, and lots that may be covered twice, have to be added up.
        """
        if (of, lots) not in self._totals:
            once = [lot for lot in lots if of == "quantity" and not self.covered_twice(lot)]
            rest = self.measure(of, [lot for lot in lots if lot not in once])
            counted = self.program.derived(rest) if len(rest) > 1 else rest
            short = [times(self.uncovered[lot], -self.question.lots[lot].unit) for lot in once]
            whole = sum((self.question.lots[lot].quantity for lot in once), Fraction(0))
            self._totals[of, lots] = plus(counted, *short), whole
        return self._totals[of, lots]

    def covered_twice(self, lot: str) -> bool:
        """Whether more than the lot may be awarded."""
        return self.question.over_cover and any(isinstance(line.offer, Bundle) for line in self.of_lot[lot])

    def dearest(self, lot: str) -> Fraction:
        """What the whole lot costs at most through unit bids."""
        prices = [line.dearest for line in self.of_lot[lot] if isinstance(line.offer, Bid)]
        return self.question.lots[lot].units * max(prices, default=Fraction(0))

    def _quantity(self, line: Line, named: frozenset[str]) -> Terms:
        lots = self.question.lots
        if isinstance(line.offer, Bid):
            return times(line.units, lots[line.offer.lot].unit)
        inside = sum((lots[lot].quantity for lot in line.offer.lots if lot in named), Fraction(0))
        return times(line.used, inside)

    def award(self, values: list[Number]) -> Award:
        """The award that the columns' values stand for."""
        units: dict[int, int] = {}
        bundles = set()
        for line in self.lines:
            count = int(value_of(line.units, values))
            if isinstance(line.offer, Bid):
                if count:
                    units[line.offer.position] = count
            elif any(values[column] for column in line.used):
                bundles.add(line.offer.id)
        return Award(units, frozenset(bundles))


def build(question: Question) -> Model:
    """The model without the buyer's rules, but only with the offers that his filters leave."""
    model = Model(question)
    for bid in usable_bids(question):
        _add_bid(model, bid)
    for bundle in usable_bundles(question):
        _add_bundle(model, bundle)
    for lot in question.lots.values():
        _add_lot(model, lot)
    for supplier in question.suppliers.values():
        _add_supplier(model, supplier)
    return model


def _add_bid(model: Model, bid: Bid) -> None:
    ranges = pieces(bid, model.question.lots[bid.lot])
    parts = [_add_piece(model.program, piece) for piece in ranges]
    if not parts:
        return
    used, units, amount = (plus(*(part[at] for part in parts)) for at in range(3))
    if len(parts) > 1:
        model.program.at_most(used, 1)
    dearest = max(piece.amount(units) / units for piece in ranges for units in (piece.least, piece.most))
    _register(model, Line(bid, used, units, amount, dearest, ranges[-1].most), [bid.lot])


def _add_piece(program: Program, piece: Piece) -> tuple[Terms, Terms, Terms]:
    """The piece's (used, units, amount)."""
    used = {program.column(1): ONE}
    if piece.least == piece.most:
        return used, times(used, piece.most), times(used, piece.amount(piece.most))
    units = {program.column(piece.most): ONE}
    program.at_most(plus(units, times(used, -piece.most)), 0)
    program.at_least(plus(units, times(used, -piece.least)), 0)
    return used, units, plus(times(used, piece.fixed), times(units, piece.slope))


def _add_bundle(model: Model, bundle: Bundle) -> None:
    used = {model.program.column(1): ONE}
    _register(model, Line(bundle, used, {}, times(used, bundle.amount), bundle.amount), bundle.lots)


def _register(model: Model, line: Line, lots: Iterable[str]) -> None:
    model.lines.append(line)
    model.of_supplier[line.offer.supplier].append(line)
    for lot in lots:
        model.of_lot[lot].append(line)


def _add_lot(model: Model, lot: Lot) -> None:
    """bought + bundled + uncovered = the lot; with over-cover the bundles may come on top of it."""
    program, lines = model.program, model.of_lot[lot.id]
    size = lot.units if lot.divisible else 1
    short = {program.column(size): ONE}
    model.uncovered[lot.id] = times(short, lot.units // size)
    bids = [line for line in lines if isinstance(line.offer, Bid)]
    bundled = times(plus(*(line.used for line in lines if isinstance(line.offer, Bundle))), size)
    bought = plus(short, *(line.units if lot.divisible else line.used for line in bids))
    if model.question.over_cover and bundled:
        program.at_most(bought, size)
        program.at_least(plus(bought, bundled), size)
        return
    program.equal(plus(bought, bundled), size)
    model.covers.append(program.rows[-1])


def _add_supplier(model: Model, supplier: Supplier) -> None:
    """Limits over all he wins: the least only if he wins, the most at once as "wins or nothing"."""
    limits = [
        ("quantity", supplier.min_quantity, supplier.max_quantity),
        ("value", supplier.min_value, supplier.max_value),
    ]
    for of, least, most in limits:
        if least is None and most is None:
            continue
        total = model.measure(of, model.question.lots, supplier.id)
        wins = model.wins_anything(supplier.id)
        if least is not None:
            model.program.at_least(plus(total, times(wins, -least)), 0)
        if most is not None:
            model.program.at_most(plus(total, times(wins, -most)), 0)
