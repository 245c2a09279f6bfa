from datetime import date, timedelta
from decimal import Decimal

from procurement.rules.plan import Dates, dates_back, expected_beyond, quarters


def test_a_year_is_cut_at_its_calendar_quarters():
    found = quarters(date(2026, 2, 10), date(2026, 12, 31))

    assert found == [
        (date(2026, 2, 10), date(2026, 3, 31)),
        (date(2026, 4, 1), date(2026, 6, 30)),
        (date(2026, 7, 1), date(2026, 9, 30)),
        (date(2026, 10, 1), date(2026, 12, 31)),
    ]


def test_a_period_of_a_quarter_is_one_part_wherever_it_begins():
    assert quarters(date(2026, 2, 10), date(2026, 5, 9)) == [(date(2026, 2, 10), date(2026, 5, 9))]


def test_what_is_known_counts_towards_what_is_expected():
    assert expected_beyond(Decimal(30), Decimal(100), Decimal(40)) == 70
    assert expected_beyond(Decimal(30), Decimal(20), Decimal(40)) == 10
    assert expected_beyond(Decimal(130), Decimal(100), Decimal(40)) == 0


def test_dates_go_back_from_the_day_of_need():
    needed = date(2026, 7, 1)

    measured = dates_back(needed, 21, 34, None)
    thumb = dates_back(needed, 21, 3, lambda day, n: day + timedelta(days=2 * n))

    assert measured == Dates(needed, date(2026, 6, 10), date(2026, 5, 7))
    assert thumb == Dates(needed, date(2026, 6, 10), date(2026, 6, 4))
