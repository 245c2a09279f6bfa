from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from srm.money.exact import (
    CalcError,
    exact,
    fixed_text,
    half_up,
    minor_unit,
    money_text,
    plain_text,
    round_down,
    to_decimal,
)

fractions = st.fractions(min_value=-(10**20), max_value=10**20)


@pytest.mark.parametrize(
    ("currency", "places"), [("EUR", 2), ("JPY", 0), ("KWD", 3), ("CLF", 4), ("UAH", 2), ("XAU", 2)]
)
def test_minor_units_follow_iso_4217_with_two_by_default(currency, places):
    assert minor_unit(currency) == places


@pytest.mark.parametrize(
    ("value", "places", "text"),
    [
        (Fraction(1, 8), 2, "0.13"),
        (Decimal("2.675"), 2, "2.68"),
        (Decimal("-2.675"), 2, "-2.68"),
        (Decimal("-0.001"), 2, "0.00"),
        (Fraction(2, 3), 0, "1"),
        (5, 3, "5.000"),
        (Fraction("0.0449999999"), 2, "0.04"),
    ],
)
def test_a_half_goes_away_from_zero(value, places, text):
    assert fixed_text(value, places) == text
    assert half_up(value, places) == Decimal(text)


def test_money_stands_at_its_currency_s_minor_unit():
    amounts = [money_text(Fraction("1234.5678"), currency) for currency in ("EUR", "JPY", "TND")]

    assert amounts == ["1234.57", "1235", "1234.568"]


@pytest.mark.parametrize(
    ("value", "places", "text"),
    [(Fraction(10000 * 100, 108), 2, "9259.25"), (Decimal("-1.001"), 2, "-1.01"), (Decimal("7.9"), 0, "7")],
)
def test_rounding_down_goes_towards_minus_infinity(value, places, text):
    assert str(round_down(value, places)) == text


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("1e3", "1000"),
        ("12.500", "12.5"),
        ("0.000", "0"),
        ("-0.10", "-0.1"),
        ("1e-30", "0." + "0" * 29 + "1"),
    ],
)
def test_plain_text_has_no_trailing_zeros_and_no_exponent(value, text):
    assert plain_text(exact(value)) == text


def test_plain_text_refuses_a_value_that_never_ends():
    with pytest.raises(ValueError, match="no finite decimal expansion"):
        plain_text(Fraction(1, 3))


def test_to_decimal_keeps_the_digits_as_written():
    assert str(to_decimal("12.50")) == "12.50"


def test_an_input_error_names_every_fault():
    error = CalcError([("a", "wrong"), ("b[0]", "missing")])

    assert error.faults == [("a", "wrong"), ("b[0]", "missing")]
    assert str(error) == "a: wrong; b[0]: missing"


@given(value=fractions, places=st.integers(0, 6))
def test_rounding_stays_within_half_a_unit(value, places):
    assert abs(Fraction(half_up(value, places)) - value) <= Fraction(1, 2 * 10**places)
    assert 0 <= value - Fraction(round_down(value, places)) < Fraction(1, 10**places)


@given(value=st.decimals(allow_nan=False, allow_infinity=False, places=6, min_value=-(10**12), max_value=10**12))
def test_plain_text_loses_nothing(value):
    assert exact(plain_text(value)) == Fraction(value)
