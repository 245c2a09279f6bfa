from datetime import date
from decimal import Decimal

import pytest

from suppliers.rules.preference import Flag, Preference, attractiveness, flag, is_dated, prefer, share_of_sales
from suppliers.rules.segment import MINIMUM, Gap, Segment, find_gaps, next_review_on
from suppliers.rules.supply_class import abc, variation, xyz

D = Decimal


@pytest.mark.parametrize(
    ("share", "attractive", "view"),
    [
        ("0.05", "3", Preference.CORE),
        ("0.05", "2.99", Preference.EXPLOITABLE),
        ("0.049999", "3", Preference.DEVELOPMENT),
        ("0.049999", "2.99", Preference.NUISANCE),
        ("1", "5", Preference.CORE),
        ("0", "1", Preference.NUISANCE),
        (None, "1", Preference.UNKNOWN),
        ("0.5", None, Preference.UNKNOWN),
        (None, None, Preference.UNKNOWN),
    ],
)
def test_a_supplier_sees_us_by_our_share_of_his_sales_and_our_attractiveness(share, attractive, view):
    assert prefer(share and D(share), attractive and D(attractive)) == view


@pytest.mark.parametrize(
    ("spend", "revenue", "share"),
    [
        ("50", "1000", "0.050000"),
        ("1", "3", "0.333333"),
        ("1200", "1000", "1.000000"),
        ("0", "1000", "0.000000"),
        ("50", None, None),
        (None, "1000", None),
        ("50", "0", None),
    ],
)
def test_the_share_of_his_sales_is_never_guessed(spend, revenue, share):
    assert share_of_sales(spend and D(spend), revenue and D(revenue)) == (share and D(share))


def test_fewer_than_three_answers_say_nothing():
    assert attractiveness({"profit": 5, "growth": 5}) is None
    assert attractiveness({"profit": 5, "growth": 4, "ease": 1}) == D("3.33")
    assert attractiveness({"profit": 1, "growth": 2, "ease": 2, "payment": 2, "reference": 2}) == D("1.80")


@pytest.mark.parametrize(
    ("quadrant", "view", "mark"),
    [
        ("strategic", "nuisance", Flag.RED),
        ("bottleneck", "nuisance", Flag.WEAK),
        ("leverage", "nuisance", Flag.NONE),
        ("routine", "nuisance", Flag.NONE),
        ("strategic", "exploitable", Flag.NONE),
        ("strategic", "unknown", Flag.NONE),
        ("", "nuisance", Flag.NONE),
    ],
)
def test_only_where_we_depend_on_him_a_nuisance_is_flagged(quadrant, view, mark):
    assert flag(quadrant, view) == mark


def test_a_statement_is_out_of_date_after_two_years():
    assert [is_dated(year, 2026) for year in (2023, 2024, 2025)] == [True, False, False]


def test_reviews_follow_the_calendar_and_end_with_the_month():
    assert next_review_on(date(2026, 11, 30), Segment.PARTNER) == date(2027, 2, 28)
    assert next_review_on(date(2026, 12, 31), Segment.COMPETE) == date(2027, 12, 31)
    assert next_review_on(date(2026, 9, 1), Segment.EXIT) == date(2026, 12, 1)
    assert next_review_on(date(2026, 9, 1), Segment.MAINTAIN) is None


def test_every_segment_says_what_care_it_asks_for():
    assert set(MINIMUM) == set(Segment)


def test_a_review_is_overdue_only_after_its_day():
    given = {"has_owner": False, "has_plan": False, "review_due_on": date(2026, 11, 28)}

    assert find_gaps(Segment.PARTNER, today=date(2026, 11, 28), **given) == [Gap.OWNER, Gap.PLAN]
    assert find_gaps(Segment.SECURE, today=date(2026, 11, 29), **given) == [Gap.OWNER, Gap.REVIEW]
    assert find_gaps(Segment.MAINTAIN, today=date(2026, 11, 28), **given) == []
    assert find_gaps(
        Segment.PARTNER, has_owner=True, has_plan=True, review_due_on=None, today=date(2026, 11, 28)
    ) == []  # fmt: skip


def test_abc_goes_by_the_spend_before_one():
    spend = {"a": D(80), "b": D(15), "c": D(5)}

    assert abc(spend) == {"a": "A", "b": "B", "c": "C"}
    assert abc({"a": D("79.99"), "b": D("15.01"), "c": D(5)}) == {"a": "A", "b": "A", "c": "C"}
    assert abc({"one": D(90), "two": D(10)}) == {"one": "A", "two": "B"}


def test_equal_spend_is_the_same_class_and_no_spend_has_none():
    assert abc({n: D(10) for n in range(10)}) == dict.fromkeys(range(10), "A")
    assert abc({"a": D(5), "nothing": D(0)}) == {"a": "A"}
    assert abc({}) == {}


def test_xyz_goes_by_the_variation_of_the_months():
    half = [D(50), D(150)] * 3  # mean 100, deviation 50
    whole = [D(0), D(200)] * 3  # mean 100, deviation 100

    assert (xyz(half), variation(half)) == ("X", D("0.50"))
    assert (xyz([D("49.99"), D("150.01")] * 3), variation([D("49.99"), D("150.01")] * 3)) == ("Y", D("0.50"))
    assert (xyz(whole), variation(whole)) == ("Y", D("1.00"))
    assert xyz([D(0), D(0), D(0), D(0), D(0), D(600)]) == "Z"


def test_under_six_months_evenness_is_unknown():
    assert (xyz([D(100)] * 5), variation([D(100)] * 5)) == ("", None)
    assert (xyz([D(100)] * 6), variation([D(100)] * 6)) == ("X", D("0.00"))
    assert xyz([D(0)] * 12) == ""
