"""The rules: what the linter says, what a dry run shows, and that trying out stores nothing."""

from decimal import Decimal

import pytest

from procurement.models import ApprovalRule
from procurement.queries.rehearsal import rehearse, with_rule, without_rule
from procurement.rules.coverage import Gap, RuleFacts, circles, lint
from procurement.services import change_approval_rule, create_approval_rule
from srm.accounts.states import Role
from srm.clock import organisation_today
from srm.errors import Invalid, NotPermitted
from tests.factories.accounts import UserFactory
from tests.procurement.test_requisition_pages import page, send
from tests.scenarios.procurement import a_company, a_submitted_requisition

pytestmark = pytest.mark.django_db
ALL = ("", "", "", "")


def rule(name="Head", amount=0, scope=ALL, approver="head", people=None, limits=(), **more):
    return RuleFacts(name, Decimal(amount), scope, approver, people, limits, **more)


def found(*rows, **more):
    return [(f.gap, f.rule) for f in lint(rows, **more)]


def test_more_than_five_approvals_are_told_each_approver_counted_once():
    five = [rule(f"R{i}", approver=f"person:{i}") for i in range(5)]

    assert found(*five, rule("Again", 10, approver="person:1")) == [(Gap.NEVER_ADDS, "Again")]
    assert found(*five, rule("Sixth", approver="person:9")) == [(Gap.TOO_MANY, "")]
    assert found(rule(approver="role:finance", people=9, limits=(None,) * 9, quorum=6)) == [(Gap.TOO_MANY, "")]


def test_a_rule_within_a_wider_one_never_adds_anybody():
    wide, narrow = rule("All", 100, approver="role:finance"), rule("Steel", 500, ("STEEL", "", "", ""), "role:finance")

    assert found(rule(), wide, narrow) == [(Gap.NEVER_ADDS, "Steel")]
    assert found(rule(), narrow, rule("Cheap", 10, ("IT", "", "", ""), "role:finance")) == []


def test_closed_scopes_and_too_few_people_are_told():
    rows = rule(), rule("Old", reachable=False, approver="person:1"), rule("Board", people=2, limits=(None, None),
                approver="people:1,2", quorum=3)  # fmt: skip

    assert found(*rows) == [(Gap.UNREACHABLE, "Old"), (Gap.TOO_FEW, "Board")]


def test_people_who_stand_in_for_one_another_in_a_circle_are_told():
    assert circles({"Ann": "Ben", "Ben": "Cid", "Cid": "Ben", "Dan": "Ann"}) == [("Ben", "Cid", "Ben")]
    assert found(rule(), stands_in={"Ann": "Ben", "Ben": "Ann"}) == [(Gap.CIRCLE, "Ann → Ben → Ann")]
    assert circles({"Ann": "Ben", "Ben": "Cid"}) == []


@pytest.fixture
def company():
    return a_company()


def test_a_dry_run_shows_who_would_be_asked_and_what_changes(company):
    small = a_submitted_requisition(company)
    finance = ApprovalRule(name="Finance", role=Role.FINANCE, order=2, amount_from=Decimal(5000))
    dear = ApprovalRule(name="Dear", role=Role.PROCUREMENT_HEAD, order=3, amount_from=Decimal("5000.01"))
    head = ApprovalRule.objects.get()

    asks = rehearse(with_rule(finance), organisation_today())
    asks_not = rehearse(with_rule(dear), organisation_today())
    nobody = rehearse(without_rule(head), organisation_today())

    assert (asks.count, asks.steps_today, asks.steps_then, asks.changes) == (1, 1, 2, 1)
    assert [(r.requisition, r.today, r.then) for r in asks.changed] == [
        (small, ("Ivan Bondar",), ("Ivan Bondar", "Finance"))
    ]
    assert (asks_not.changes, nobody.nobody) == (0, (small,))
    assert ApprovalRule.objects.count() == 1


def test_the_dry_run_asks_the_database_no_more_for_more_requests(company, django_assert_num_queries):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    a_submitted_requisition(company)
    with CaptureQueriesContext(connection) as one:
        rehearse(without_rule(ApprovalRule.objects.get()), organisation_today())
    for _ in range(4):
        a_submitted_requisition(company)

    with django_assert_num_queries(len(one)):
        rehearse(without_rule(ApprovalRule.objects.get()), organisation_today())


def test_a_rule_is_tried_on_its_page_before_it_is_saved(client, company):
    a_submitted_requisition(company)
    typed = {"name": "Finance", "amount_from": "0", "order": "2", "approver": "role", "role": "finance", "try": "1"}

    html = send(client, company.procurement_head, "approval-rule-create", data=typed).content.decode()

    assert "1 of 1 requests would take another way" in html
    assert "Ivan Bondar → Finance" in html
    assert ApprovalRule.objects.count() == 1


def test_the_list_of_rules_names_what_is_wrong(client, company):
    ApprovalRule.objects.create(name="Finance twice", role=Role.FINANCE, order=3, quorum=2)

    html = page(client, company.procurement_head, "approval-rule-list").content.decode()

    assert "Fewer people may approve such an amount than have to agree" in html


def test_a_group_and_its_quorum_are_set_and_changed(company):
    people = [UserFactory(), UserFactory()]
    made = create_approval_rule(name="Board", people=people, quorum=2, by=company.procurement_head)

    change_approval_rule(rule=made, people=people[:1], quorum=1, by=company.procurement_head)

    made.refresh_from_db()
    assert (list(made.people.all()), made.quorum) == (people[:1], 1)


@pytest.mark.parametrize(
    "fields",
    [
        {"quorum": 3, "people": 2}, {"by_head": True, "quorum": 2}, {"by_head": True, "people": 1}, {},
        {"by_head": True, "by_centre_owner": True},
    ],
)  # fmt: skip
def test_a_rule_that_cannot_be_meant_is_refused(company, fields):
    people = [UserFactory() for _ in range(fields.pop("people", 0))]

    with pytest.raises(Invalid):
        create_approval_rule(name="Odd", people=people, by=company.procurement_head, **fields)

    assert list(ApprovalRule.objects.values_list("name", flat=True)) == ["Head of department"]


def test_only_the_head_of_procurement_and_administrators_set_rules(company):
    with pytest.raises(NotPermitted):
        create_approval_rule(name="Mine", by_head=True, by=company.buyer)

    assert ApprovalRule.objects.count() == 1
