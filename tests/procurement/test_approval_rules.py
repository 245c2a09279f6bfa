"""The chain of approvals as pure rules: no database."""

from decimal import Decimal

import pytest

from procurement.rules.approval import Rule, Step, chain, grows_too_much

REQUESTER, HEAD, DIRECTOR, OWNER, DELEGATE = 1, 2, 3, 4, 5


def above(person):
    return {REQUESTER: HEAD, HEAD: DIRECTOR, DELEGATE: DIRECTOR}.get(person)


def rule(name, approver=None, amount=0, **more):
    return Rule(name, Decimal(amount), approver, **more)


def steps(*rules, amount="5000", barred=()):
    return chain(Decimal(amount), rules, REQUESTER, above, barred)


def test_rules_hold_from_their_amount_on_exactly():
    rules = [rule("Head", HEAD), rule("Finance", role="finance", amount=5000)]

    assert [s.rule for s in steps(*rules, amount="4999.99")] == ["Head"]
    assert [s.rule for s in steps(*rules, amount="5000")] == ["Head", "Finance"]


def test_rules_of_one_order_are_asked_side_by_side_and_the_next_after_them():
    found = steps(rule("Head", HEAD, order=1), rule("Owner", OWNER, order=1), rule("Finance", role="finance", order=7))

    assert [(s.order, s.rule) for s in found] == [(1, "Head"), (1, "Owner"), (2, "Finance")]


def test_who_is_asked_already_is_not_asked_again():
    found = steps(rule("Head", HEAD, order=1), rule("Owner", HEAD, order=2), rule("Finance", role="finance", order=3))

    assert [(s.order, s.rule) for s in found] == [(1, "Head"), (2, "Finance")]


def test_in_place_of_the_requester_and_of_who_stands_in_for_him_the_one_above_is_asked():
    assert [s.approver for s in steps(rule("Owner", REQUESTER))] == [HEAD]
    assert [s.approver for s in steps(rule("Owner", DELEGATE), barred=[DELEGATE])] == [DIRECTOR]


def test_with_nobody_above_the_step_falls_away():
    assert chain(Decimal(1), [rule("Own", REQUESTER)], REQUESTER, lambda _person: None) == []
    assert chain(Decimal(1), [rule("Own", REQUESTER)], REQUESTER, lambda _p: DELEGATE, [DELEGATE]) == []


def test_a_group_keeps_its_quorum_when_the_requester_is_one_of_it():
    (found,) = steps(rule("Board", people=(REQUESTER, OWNER, DIRECTOR), quorum=3))

    assert found == Step(1, "Board", None, "", (HEAD, OWNER, DIRECTOR), 3)


def test_a_quorum_is_never_more_than_the_group_has():
    (found,) = chain(Decimal(1), [rule("Board", people=(REQUESTER, OWNER), quorum=2)], REQUESTER, lambda _p: None)

    assert (found.people, found.quorum) == ((OWNER,), 1)


@pytest.mark.parametrize(("now", "again"), [("1100.00", False), ("1100.01", True), ("900", False)])
def test_growth_is_measured_against_what_was_approved(now, again):
    assert grows_too_much(Decimal(1000), Decimal(now), Decimal(10)) is again
