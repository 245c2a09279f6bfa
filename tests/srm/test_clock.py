"""Periods of the calendar."""

from datetime import date

import pytest

from srm.clock import next_quarter


@pytest.mark.parametrize(("day", "first", "last"), [
    (date(2026, 1, 1), date(2026, 4, 1), date(2026, 6, 30)),
    (date(2026, 3, 31), date(2026, 4, 1), date(2026, 6, 30)),
    (date(2026, 9, 30), date(2026, 10, 1), date(2026, 12, 31)),
    (date(2026, 10, 1), date(2027, 1, 1), date(2027, 3, 31)),
    (date(2026, 11, 28), date(2027, 1, 1), date(2027, 3, 31)),
    (date(2026, 12, 31), date(2027, 1, 1), date(2027, 3, 31)),
])  # fmt: skip
def test_the_next_quarter_begins_after_the_one_that_holds_the_day(day, first, last):
    assert next_quarter(day) == (first, last)
