"""ABC by cumulative spend and XYZ by how evenly it comes, of suppliers or of categories.

ABC: from the largest down, who begins before 80 % of the spend is reached is A, before 95 % B, the rest C; so one who
alone has 90 % is A. Equal spend, equal class. XYZ: coefficient of variation (population) of the monthly spend, empty
months counted as nothing: X to 0.5, Y to 1, Z above; unknown under six months.
"""

from collections.abc import Hashable, Mapping, Sequence
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from typing import TypeVar

Key = TypeVar("Key", bound=Hashable)
A_UNTIL, B_UNTIL = Fraction(80, 100), Fraction(95, 100)
X_UNTIL, Y_UNTIL = Fraction(1, 2), Fraction(1)
LEAST_MONTHS = 6
HUNDREDTH = Decimal("0.01")


def abc(spend: Mapping[Key, Decimal]) -> dict[Key, str]:
    """Return A, B or C for each; nothing for those without spend."""
    rows = sorted(((key, Fraction(amount)) for key, amount in spend.items() if amount > 0), key=lambda row: -row[1])
    total = sum((amount for _key, amount in rows), Fraction(0))
    classes: dict[Key, str] = {}
    passed = before = Fraction(0)
    last: Fraction | None = None
    for key, amount in rows:
        if amount != last:
            before, last = passed, amount
        classes[key] = "A" if before < A_UNTIL * total else "B" if before < B_UNTIL * total else "C"
        passed += amount
    return classes


def xyz(months: Sequence[Decimal]) -> str:
    """Return X, Y or Z of the months' spend; empty where there are too few months, or nothing was bought."""
    squared = _variation_squared(months)
    if squared is None:
        return ""
    return "X" if squared <= X_UNTIL**2 else "Y" if squared <= Y_UNTIL**2 else "Z"


def variation(months: Sequence[Decimal]) -> Decimal | None:
    """Return the coefficient of variation at two places; None where it is unknown."""
    squared = _variation_squared(months)
    if squared is None:
        return None
    return (Decimal(squared.numerator) / squared.denominator).sqrt().quantize(HUNDREDTH, ROUND_HALF_UP)


def _variation_squared(months: Sequence[Decimal]) -> Fraction | None:
    """The square is exact, so that a supplier who stands on a border is never moved by a rounded root."""
    if len(months) < LEAST_MONTHS or not any(months):
        return None
    values = [Fraction(month) for month in months]
    mean = sum(values, Fraction(0)) / len(values)
    return sum(((value - mean) ** 2 for value in values), Fraction(0)) / len(values) / mean**2
