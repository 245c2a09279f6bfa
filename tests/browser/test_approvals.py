"""A head at his approvals: by keyboard, in bulk, from the letter."""

import os
import re
from decimal import Decimal

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from playwright.sync_api import expect

from procurement.models import Requisition
from procurement.services import LineInput
from srm.events.services import deliver_pending
from srm.notifications.services import send_due_emails
from tests.browser.people import troubles
from tests.scenarios.procurement import a_company, a_submitted_requisition

os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")  # Playwright's loop runs in this thread
pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True, serialized_rollback=True)]
PHRASE = "a-long-enough-phrase"


def statuses():
    return dict(Requisition.objects.values_list("title", "status"))


def asked(company, *titles):
    line = LineInput(item=company.item, quantity=Decimal(1), unit_price=Decimal(500))
    return [a_submitted_requisition(company, line, title=title) for title in titles]


def test_a_head_approves_and_returns_by_keyboard_and_in_bulk(people):
    company = a_company(budget="2000")
    asked(company, "Valves", "Gloves", "Lamps", "Paint", "Chairs", "Heaters")
    page = people.open(company.head, "/approvals/")

    with troubles(page):
        page.keyboard.press("j")
        page.keyboard.press("a")  # the row one stands on
        expect(page.locator("body")).to_contain_text("1 request approved.")
        page.keyboard.press("j")
        page.keyboard.press("x")
        page.keyboard.press("j")
        page.keyboard.press("x")
        expect(page.locator("[data-bulk-count]")).to_have_text("2")
        page.keyboard.press("a")
        expect(page.locator("body")).to_contain_text("2 requests approved.")
        page.keyboard.press("j")
        page.keyboard.press("r")
        page.get_by_label("Say why").fill("Which colour?")
        page.get_by_role("button", name="Return", exact=True).click()
        expect(page.locator("body")).to_contain_text("1 request returned.")
        page.get_by_label("Tick all rows").check()
        page.locator("[data-bulk-bar]").get_by_role("button", name="Approve").click()
        expect(page.locator("body")).to_contain_text("1 request approved.")
        expect(page.locator("body")).to_contain_text("has 0.00 EUR left; this needs 500.00.")

    assert statuses() == {
        "Valves": "approved", "Gloves": "approved", "Lamps": "approved", "Paint": "returned", "Chairs": "approved",
        "Heaters": "submitted",
    }  # fmt: skip


def test_the_link_in_the_letter_asks_to_sign_in_and_decides_nothing(people, browser):
    company = a_company()
    company.head.set_password(PHRASE)
    company.head.save()
    EmailAddress.objects.create(user=company.head, email=company.head.email, verified=True, primary=True)
    asked(company, "Valves")
    deliver_pending()
    send_due_emails()
    (letter,) = [m for m in mail.outbox if m.to == [company.head.email]]
    link = re.search(r"https?://[^/]+(/requisitions/\S+)", letter.body).group(1)

    context = browser.new_context(locale="en-GB")
    page = context.new_page()
    with troubles(page):
        page.goto(people.base + link)
        expect(page.get_by_role("button", name="Sign in")).to_be_visible()
        page.fill("[name=login]", company.head.email)
        page.fill("[name=password]", PHRASE)
        page.get_by_role("button", name="Sign in").click()
        expect(page.locator("main")).to_contain_text("Valves")
        assert statuses() == {"Valves": "submitted"}
        page.get_by_role("button", name="Approve", exact=True).click()
        expect(page.locator("main")).to_contain_text("Approved")
    context.close()

    assert statuses() == {"Valves": "approved"}
