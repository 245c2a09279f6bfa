"""An integer program in exact numbers. It knows nothing of awards and nothing of a solver."""

from dataclasses import dataclass, field
from fractions import Fraction
from math import ceil

Number = Fraction | int  # never a float; int where it can be, being twenty times quicker
Terms = dict[int, Number]


def plus(*parts: Terms) -> Terms:
    """The sum of linear expressions."""
    total: Terms = {}
    for part in parts:
        for column, factor in part.items():
            total[column] = total[column] + factor if column in total else factor
    return total


def times(terms: Terms, factor: Number) -> Terms:
    if factor == 1:
        return terms
    return {column: value * factor for column, value in terms.items()} if factor else {}


@dataclass(frozen=True)
class Row:
    """least ≤ Σ terms ≤ most; None is no limit on that side."""

    terms: Terms
    least: Number | None
    most: Number | None


@dataclass
class Program:
    """Columns are whole numbers from 0 to their highest value; derived ones follow from the others."""

    highest: list[int] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)
    follows: dict[int, Terms] = field(default_factory=dict)

    def column(self, highest: int) -> int:
        self.highest.append(highest)
        return len(self.highest) - 1

    def derived(self, terms: Terms) -> Terms:
        """A name for an expression that many rows use; not a choice, so it need not be whole."""
        name = self.column(ceil(sum(factor * self.highest[column] for column, factor in terms.items())))
        self.follows[name] = terms
        self.equal(plus(terms, {name: -1}), 0)
        return {name: 1}

    def at_most(self, terms: Terms, most: Number) -> None:
        self.rows.append(Row(terms, None, most))

    def at_least(self, terms: Terms, least: Number) -> None:
        self.rows.append(Row(terms, least, None))

    def equal(self, terms: Terms, value: Number) -> None:
        self.rows.append(Row(terms, value, value))


def excess(row: Row, values: list[Number]) -> Number:
    """By how much the values break the row; 0 if they keep it."""
    value = value_of(row.terms, values)
    over = value - row.most if row.most is not None else 0
    under = row.least - value if row.least is not None else 0
    return max(over, under, 0)


def settle(program: Program, equalities: list[Row], values: list[Number]) -> None:
    """Give what rounding left open in an equality to the largest count that has room for it."""
    for row in equalities:
        missing = (row.most or 0) - value_of(row.terms, values)
        counts = [c for c, f in row.terms.items() if f == 1 and 0 < values[c] + missing <= program.highest[c]]
        chosen = max((c for c in counts if values[c]), key=lambda c: values[c], default=None)
        if missing and chosen is not None:
            values[chosen] += missing
    for column, terms in program.follows.items():
        values[column] = value_of(terms, values)


def value_of(terms: Terms, values: list[Number]) -> Number:
    return sum(factor * values[column] for column, factor in terms.items() if values[column])


def lighten(terms: Terms, rows: list[Row]) -> tuple[Terms, Fraction]:
    """The same value on the equalities `rows`, as smaller factors plus a constant.

    Each equality is subtracted as often as its cheapest column costs, so that prices of a million million
    that differ by a cent enter the solver as that cent.
    """
    light, constant = dict(terms), Fraction(0)
    for row in rows:
        each = [Fraction(terms[column]) / factor for column, factor in row.terms.items() if terms.get(column)]
        price = min(each, default=Fraction(0))
        constant += price * (row.most or 0)
        for column, factor in row.terms.items() if price else ():
            light[column] = light.get(column, 0) - price * factor
    return light, constant
