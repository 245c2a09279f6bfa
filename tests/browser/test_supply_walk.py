"""The needs stage through the pages: asked, returned, approved by a substitute, reserved, bundled, planned."""

import os
from datetime import timedelta
from decimal import Decimal

import pytest
from playwright.sync_api import expect

from procurement.models import Bundle, Requisition, Stock, StockReservation, SupplyPlan
from procurement.services import LineInput, set_stock
from srm.accounts.services import give_delegation
from srm.clock import database_now
from tests.browser.people import People, confirm, press, troubles
from tests.factories.accounts import UserFactory
from tests.factories.reference import ItemFactory
from tests.scenarios.procurement import a_company, a_draft

os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")  # Playwright's loop runs in this thread
pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True, serialized_rollback=True)]


@pytest.fixture
def people(browser, live_server):
    known = People(browser, live_server.url)
    yield known
    known.close()
    assert known.complaints == []


def a_request_for_stock_and_for_the_market(company) -> Requisition:
    """One line that stock serves, one that is to be bought."""
    set_stock(item=company.item, place=company.place, on_hand=Decimal(40), by=company.warehouse)
    other = ItemFactory(category=company.category)
    return a_draft(
        company,
        LineInput(item=company.item, quantity=Decimal(4), unit_price=Decimal(50), from_stock=Decimal(4)),
        LineInput(item=other, quantity=Decimal(10), unit_price=Decimal(500)),
    )


def test_a_request_is_returned_approved_by_a_substitute_reserved_bundled_and_planned(people):
    company = a_company()
    requisition = a_request_for_stock_and_for_the_market(company)
    substitute = UserFactory(name="Petro Savka")
    now = database_now()
    give_delegation(
        principal=company.head, substitute=substitute, starts_at=now - timedelta(hours=1),
        ends_at=now + timedelta(days=1), by=company.head,
    )  # fmt: skip
    page = f"/requisitions/{requisition.public_id}/"

    asked = people.open(company.requester, page)
    with troubles(asked):
        press(asked, "Send for approval")
        expect(asked.locator("main")).to_contain_text("Waiting for approval")
    returned = people.open(company.head, page)
    with troubles(returned):
        press(returned, "Return")
        confirm(returned, "Which press line?")
        expect(returned.locator("main")).to_contain_text("Which press line?")
    with troubles(asked):
        asked.reload()
        press(asked, "Send for approval")
        expect(asked.locator("main")).to_contain_text("Waiting for approval")
    approved = people.open(substitute, page)
    with troubles(approved):
        expect(approved.locator("main")).to_contain_text("100,000")
        press(approved, "Approve")
        expect(approved.locator("main")).to_contain_text("as a substitute")

    assert (StockReservation.objects.filter(status="confirmed").count(), Stock.objects.get().available) == (1, 36)
    gathered = people.open(company.buyer, "/bundles/proposals/")
    with troubles(gathered):
        expect(gathered.locator("main")).to_contain_text(str(company.category))
        press(gathered, "Gather them")
        gathered.goto(f"{people.base}/bundles/{Bundle.objects.get().public_id}/")
        expect(gathered.locator("main")).to_contain_text("What is bought")
    planned = people.open(company.manager, "/supply-plans/new/")
    with troubles(planned):
        planned.fill("[name=period_from]", now.date().isoformat())
        planned.fill("[name=period_to]", (now.date() + timedelta(days=90)).isoformat())
        press(planned, "Draft the plan")
        expect(planned.locator("main")).to_contain_text("When to begin")
        expect(planned.locator("main")).to_contain_text(str(company.category))

    assert SupplyPlan.objects.get().lines.get().known_amount == Decimal("5200.00")
