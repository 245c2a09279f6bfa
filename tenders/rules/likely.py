"""The typo guard: a price ten times its neighbours' is probably a slip of the decimal point."""

from collections.abc import Sequence
from decimal import Decimal
from statistics import median

FAR = Decimal(8)  # so far from the median of its like that a person should look again
SLIPS = tuple(Decimal(10) ** power for power in (1, 2, 3, -1, -2, -3))
ENOUGH = 2  # rows of its kind that are needed to say anything


def likely_amount(amount: Decimal, likes: Sequence[Decimal]) -> Decimal | None:
    """Return what was probably meant, or None when the amount looks like its like.

    The suggestion is the amount moved by whole decimal places to lie nearest to the median of the others.
    """
    if len(likes) < ENOUGH or amount <= 0:
        return None
    middle = Decimal(median(likes))
    if middle <= 0 or middle / FAR < amount < middle * FAR:
        return None
    return min((amount / slip for slip in SLIPS), key=lambda guess: max(guess / middle, middle / guess))


def kind_of_row(description: str) -> str:
    """Return what makes rows alike: the first word, in lower case."""
    words = description.casefold().replace(",", " ").split()
    return words[0] if words else ""
