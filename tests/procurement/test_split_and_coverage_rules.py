from datetime import date
from decimal import Decimal

from procurement.rules.coverage import Gap, RuleFacts, lint
from procurement.rules.split import Limit, Purchase, Window, find_splits

LIMIT = Limit("Finance", Decimal(100_000), inclusive=True)


def bought(number, on, amount):
    return Purchase(number, on, Decimal(amount))


def test_twice_90_000_under_a_limit_of_100_000_is_flagged():
    first, second = bought("RQ-1", date(2026, 11, 1), 90_000), bought("RQ-2", date(2026, 11, 20), 90_000)

    (found,) = find_splits(second, [first], [LIMIT])

    assert (found.window, found.total, found.numbers) == (Window.DAYS, Decimal(180_000), ("RQ-1",))


def test_a_purchase_over_the_limit_by_itself_is_no_part():
    over, second = bought("RQ-1", date(2026, 11, 1), 100_000), bought("RQ-2", date(2026, 11, 20), 90_000)

    assert find_splits(second, [over], [LIMIT]) == []
    assert find_splits(over, [second], [LIMIT]) == []


def test_thirty_days_and_the_year_are_two_windows():
    spring, this = bought("RQ-1", date(2026, 3, 1), 60_000), bought("RQ-9", date(2026, 11, 20), 60_000)
    last_year = bought("RQ-0", date(2025, 12, 31), 60_000)

    (found,) = find_splits(this, [last_year, spring], [LIMIT])

    assert (found.window, found.numbers) == (Window.YEAR, ("RQ-1",))


def test_exactly_thirty_days_before_still_counts():
    this = bought("RQ-2", date(2026, 11, 20), 60_000)

    found = find_splits(this, [bought("RQ-1", date(2026, 10, 21), 60_000)], [LIMIT])

    assert [f.window for f in found] == [Window.DAYS]


def test_the_small_purchase_limit_may_be_reached_but_not_passed():
    limit = Limit("small_purchase", Decimal(1000))
    this, other = bought("RQ-2", date(2026, 11, 20), 500), bought("RQ-1", date(2026, 11, 19), 500)

    assert find_splits(this, [other], [limit]) == []
    assert len(find_splits(bought("RQ-2", date(2026, 11, 20), "500.01"), [other], [limit])) == 1


def rule(name="Head", amount=0, scope=("", ""), approver="head", people=None, limits=()):
    return RuleFacts(name, Decimal(amount), scope, approver, people, limits)


def test_rules_that_leave_nothing_open_have_no_gaps():
    assert lint([rule(), rule("Finance", 10_000, approver="role:finance", people=1, limits=(None,))]) == []


def test_each_gap_is_named_with_its_rule():
    rows = [
        rule("A", 10),
        rule("B", 20, approver=""),
        rule("C", 30, approver="role:finance", people=0),
        rule("D", 40, approver="person:1", people=1, limits=(Decimal(39),)),
        rule("E", 10),
    ]

    found = [(f.gap, f.rule) for f in lint(rows)]

    assert found == [
        (Gap.NOBODY_FROM_ZERO, ""),
        (Gap.NO_APPROVER, "B"),
        (Gap.NOBODY_WITH_ROLE, "C"),
        (Gap.LIMIT_TOO_LOW, "D"),
        (Gap.TWICE, "E"),
    ]
