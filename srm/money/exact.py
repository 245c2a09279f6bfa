"""Exact arithmetic from decimal text to decimal text, for the rules of every app.

Only the standard library is used, so that rules and an outsider's copy of them need nothing else. Values
travel as ``Fraction`` (``Decimal`` arithmetic silently rounds to 28 digits) and are rounded once, when shown.
"""

from collections.abc import Iterable
from decimal import Decimal
from fractions import Fraction

Exact = Fraction | Decimal | int

# ISO 4217 (list one): currencies whose minor unit is not the hundredth.
MINOR_UNITS = {
    **dict.fromkeys(("BIF", "CLP", "DJF", "GNF", "ISK", "JPY", "KMF", "KRW", "PYG", "RWF"), 0),
    **dict.fromkeys(("UGX", "UYI", "VND", "VUV", "XAF", "XOF", "XPF"), 0),
    **dict.fromkeys(("BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND"), 3),
    **dict.fromkeys(("CLF", "UYW"), 4),
}


class CalcError(ValueError):
    """Input that a calculation cannot take: every fault with the JSON path of the value at fault."""

    def __init__(self, faults: Iterable[tuple[str, str]]) -> None:
        self.faults = list(faults)
        super().__init__("; ".join(f"{path}: {message}" for path, message in self.faults))


def minor_unit(currency: str) -> int:
    """Decimals of a currency's smallest unit; two where the table says nothing."""
    return MINOR_UNITS.get(currency, 2)


def exact(text: str) -> Fraction:
    """The value of a decimal text, without any rounding."""
    return Fraction(text)


def to_decimal(text: str) -> Decimal:
    """The value of a decimal text with the digits it was written with."""
    return Decimal(text)


def half_up(value: Exact, places: int) -> Decimal:
    """Round to ``places`` decimals; a half goes away from zero, as on every invoice."""
    return Decimal(fixed_text(value, places))


def round_down(value: Exact, places: int) -> Decimal:
    """Round to ``places`` decimals towards minus infinity: the stricter side of an upper limit."""
    scaled = Fraction(value) * 10**places
    return Decimal(_placed(scaled.numerator // scaled.denominator, places))


def fixed_text(value: Exact, places: int) -> str:
    """Decimal text with exactly ``places`` decimals, rounded half up; zero has no sign."""
    scaled = Fraction(value) * 10**places
    whole = (2 * abs(scaled.numerator) + scaled.denominator) // (2 * scaled.denominator)
    return _placed(whole if scaled >= 0 else -whole, places)


def money_text(value: Exact, currency: str) -> str:
    """An amount at its currency's minor unit."""
    return fixed_text(value, minor_unit(currency))


def plain_text(value: Exact) -> str:
    """Decimal text without trailing zeros or exponent; the value must have a finite decimal expansion."""
    fraction = Fraction(value)
    places = _decimals(fraction.denominator)
    return _placed(fraction.numerator * 10**places // fraction.denominator, places)


def _decimals(denominator: int) -> int:
    """Decimals needed by a fraction in lowest terms: the larger power of 2 or 5 in its denominator."""
    powers = []
    for prime in (2, 5):
        power = 0
        while denominator % prime == 0:
            denominator //= prime
            power += 1
        powers.append(power)
    if denominator != 1:
        raise ValueError("the value has no finite decimal expansion")
    return max(powers)


def _placed(whole: int, places: int) -> str:
    """An integer count of 10^-places as text: (1250, 2) is 12.50."""
    if places <= 0:
        return str(whole)
    digits = str(abs(whole)).rjust(places + 1, "0")
    return f"{'-' if whole < 0 else ''}{digits[:-places]}.{digits[-places:]}"
