from datetime import timedelta
from decimal import Decimal

import pytest
from django.urls import reverse

from procurement.models import Budget, Position, Requisition
from procurement.services import LineInput, propose_bundles, set_stock
from procurement.states import RequisitionStatus
from srm.accounts.services import give_delegation
from srm.accounts.states import Role
from srm.clock import database_now, organisation_today
from tests.factories.accounts import UserFactory
from tests.scenarios.procurement import (
    a_budget,
    a_company,
    a_confirmed_bundle,
    a_draft,
    a_submitted_requisition,
    an_approved_requisition,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def company():
    company = a_company()
    company.requester.department = company.department
    return company


def page(client, user, name, *args, **query):
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client.get(reverse(f"procurement:{name}", args=args), query)


def send(client, user, name, *args, data=None):
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client.post(reverse(f"procurement:{name}", args=args), data or {})


def typed(company, *rows, **head):
    """What the browser sends of a request."""
    data = {
        "title": "Bearings", "reason": "Overhaul", "needed_on": organisation_today() + timedelta(days=20),
        "place": company.place.public_id, "cost_centre": company.cost_centre.public_id,
        "lines-TOTAL_FORMS": len(rows), "lines-INITIAL_FORMS": 0, **head,
    }  # fmt: skip
    for index, row in enumerate(rows):
        data |= {f"lines-{index}-{name}": value for name, value in row.items()}
    return data


def test_a_request_is_typed_and_sent_in_one_step(client, company):
    data = typed(company, {"item": company.item.public_id, "quantity": "4", "unit_price": "12.5"}, then="submit")

    answer = send(client, company.requester, "requisition-create", data=data)

    requisition = Requisition.objects.get()
    assert (answer.status_code, answer.url) == (302, requisition.get_absolute_url())
    assert (requisition.status, requisition.total) == (RequisitionStatus.SUBMITTED, Decimal("50.00"))


def test_a_line_without_a_quantity_comes_back_with_what_was_typed(client, company):
    data = typed(company, {"item": company.item.public_id, "description": "Seal kit"}, then="submit")

    answer = send(client, company.requester, "requisition-create", data=data)

    html = answer.content.decode()
    assert (answer.status_code, Requisition.objects.count()) == (422, 0)
    assert "Enter how many you need" in html
    assert 'value="Seal kit"' in html


def test_a_budget_that_does_not_hold_refuses_on_the_page_and_stores_nothing(client, company):
    row = {"item": company.item.public_id, "quantity": "1", "unit_price": "100001"}

    answer = send(client, company.requester, "requisition-create", data=typed(company, row, then="submit"))

    assert (answer.status_code, Requisition.objects.count()) == (409, 0)


def test_a_draft_saves_itself_and_tells_its_address(client, company):
    data = typed(company, {"item": company.item.public_id, "quantity": "4"})

    answer = send(client, company.requester, "requisition-begin", data=data)

    draft = Requisition.objects.get()
    assert (answer.status_code, answer["X-Draft"]) == (204, f"/requisitions/{draft.public_id}/edit/")
    assert draft.status == RequisitionStatus.DRAFT


def test_the_right_column_says_what_would_follow_and_stores_nothing(client, company):
    set_stock(item=company.item, place=company.place, on_hand=Decimal(6), by=company.warehouse)
    data = typed(company, {"item": company.item.public_id, "quantity": "24", "unit_price": "96.4"})

    answer = send(client, company.requester, "requisition-foresee", data=data)

    html = answer.content.decode()
    assert (answer.status_code, Requisition.objects.count()) == (200, 0)
    assert "2,313.60" in html
    assert "Take 6" in html
    assert "Ivan Bondar" in html
    assert "Tender" in html


def test_what_is_free_in_stock_is_taken_with_one_click(client, company):
    set_stock(item=company.item, place=company.place, on_hand=Decimal(6), by=company.warehouse)
    draft = a_draft(company)
    row = {"item": company.item.public_id, "quantity": "10", "unit_price": "500"}

    answer = send(client, company.requester, "requisition-edit", draft.public_id, data=typed(company, row, take="0:6"))

    assert answer.status_code == 302
    assert draft.lines.get().from_stock == Decimal(6)


def test_the_page_of_a_request_shows_its_way_and_who_has_it(client, company):
    requisition = a_submitted_requisition(company)

    html = page(client, company.requester, "requisition-detail", requisition.public_id).content.decode()

    assert "Ivan Bondar" in html
    assert "Take back" in html
    assert 'class="track"' in html


@pytest.mark.parametrize("state", [a_draft, a_submitted_requisition, an_approved_requisition])
def test_every_state_of_a_request_has_its_page(client, company, state):
    requisition = state(company)

    answers = [
        page(client, user, "requisition-detail", requisition.public_id).status_code
        for user in (company.requester, company.head)
    ]

    assert answers == [200, 404 if state is a_draft else 200]


def test_an_old_request_is_repeated_at_todays_date(client, company):
    old = an_approved_requisition(company)

    answer = send(client, company.requester, "requisition-copy", old.public_id)

    copy = Requisition.objects.exclude(pk=old.pk).get()
    assert answer.url == reverse("procurement:requisition-edit", args=[copy.public_id])
    assert (copy.status, copy.total) == (RequisitionStatus.DRAFT, Decimal("5000.00"))


def test_a_substitute_finds_the_principals_approvals_labelled(client, company):
    substitute, now = UserFactory(name="Petro Savka"), database_now()
    give_delegation(
        principal=company.head, substitute=substitute, starts_at=now - timedelta(hours=1),
        ends_at=now + timedelta(days=1), by=company.head,
    )  # fmt: skip
    requisition = a_submitted_requisition(company)

    html = page(client, substitute, "approval-list").content.decode()

    assert requisition.number in html
    assert "for Ivan Bondar" in html
    assert page(client, substitute, "requisition-detail", requisition.public_id).status_code == 200


def test_ticked_requests_are_approved_together_each_by_itself(client, company):
    first, second = a_submitted_requisition(company), a_submitted_requisition(company)
    own = a_submitted_requisition(company)
    company.head.approval_limit = Decimal(5000)
    company.head.save()
    ids = [r.public_id for r in (first, second, own)]

    send(client, company.head, "approval-approve", data={"ids": ids})

    statuses = Requisition.objects.values_list("status", flat=True)
    assert sorted(statuses) == ["approved", "approved", "approved"]


def test_two_requests_that_together_pass_a_limit_are_flagged_to_the_approver(client, company, settings):
    settings.SMALL_PURCHASE_LIMIT = "100000"
    a_big = [LineInput(item=company.item, quantity=Decimal(1), unit_price=Decimal(49000))]
    a_submitted_requisition(company, LineInput(item=company.item, quantity=Decimal(1), unit_price=Decimal(51500)))
    second = a_submitted_requisition(company, *a_big)

    detail = page(client, company.head, "requisition-detail", second.public_id).content.decode()
    waiting = page(client, company.head, "approval-list").content.decode()

    assert "This may be one purchase in parts" in detail
    assert "Maybe split" in waiting


@pytest.mark.parametrize(
    "name", ["requisition-list", "requisition-create", "approval-list", "budget-list", "item-list"]
)
def test_the_pages_of_a_department_open(client, company, name):
    a_submitted_requisition(company)

    assert page(client, company.requester, name).status_code == 200


@pytest.mark.parametrize(
    ("who", "name"),
    [
        ("buyer", "bundle-list"), ("warehouse", "stock-list"), ("warehouse", "stock-count"),
        ("finance", "budget-create"), ("procurement_head", "approval-rule-list"),
        ("procurement_head", "approval-rule-create"),
    ],
)  # fmt: skip
def test_the_pages_of_the_organisation_open(client, company, who, name):
    set_stock(item=company.item, place=company.place, on_hand=Decimal(6), by=company.warehouse)
    a_confirmed_bundle(company)

    assert page(client, getattr(company, who), name).status_code == 200


def test_the_home_page_shows_my_requests_budget_and_what_waits(client, company):
    requisition = a_submitted_requisition(company)
    client.force_login(company.requester, backend="django.contrib.auth.backends.ModelBackend")

    html = client.get("/").content.decode()

    assert requisition.number in html
    assert "Budget left" in html
    assert "Next deliveries" in html


def test_items_are_found_while_typing(client, company):
    html = page(client, company.requester, "item-options", q=company.item.code).content.decode()

    assert company.item.name in html
    assert 'role="option"' in html


@pytest.mark.parametrize(
    ("role", "said"),
    [("", "it cannot be sent like this"), (Role.FINANCE, "before it is approved, Finance has to allow it")],
)
def test_more_than_the_budget_has_left_is_told_as_it_will_go(client, company, role, said):
    budget = a_budget(company, "100")
    Budget.objects.filter(pk=budget.pk).update(exception_role=role)
    data = typed(company, {"item": company.item.public_id, "quantity": "40", "unit_price": "12.5"})

    told = send(client, company.requester, "requisition-foresee", data=data).content.decode()
    sent = send(client, company.requester, "requisition-create", data=data | {"then": "submit"})

    assert said in told
    assert sent.status_code == (302 if role else 409)
    assert Requisition.objects.count() == (1 if role else 0)


def test_a_bundle_that_collects_stands_in_the_quadrant_of_its_category(client, company):
    an_approved_requisition(company)
    propose_bundles(by=company.buyer)
    Position.objects.create(category=company.category, quadrant="leverage", measured_quadrant="leverage")

    text = page(client, company.buyer, "bundle-list").content.decode()

    assert "Leverage" in text
    assert "Not placed" not in text
