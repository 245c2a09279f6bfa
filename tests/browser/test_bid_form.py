"""The bid form in a real browser: totals while typing, the typo guard, the draft that saves itself, the receipt."""

import os

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from playwright.sync_api import expect

from tenders.models import Bid
from tests.scenarios.tenders import a_published_tender

os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")  # Playwright's loop runs in this thread
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]


def sign_in(page, live_server, user):
    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = "django.contrib.auth.backends.ModelBackend"
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.save()
    page.context.add_cookies([{"name": "sessionid", "value": session.session_key, "url": live_server.url}])


def faults(page):
    found = Axe().run(page, options={"runOnly": RULES}).response["violations"]
    return [(v["id"], [n["target"] for n in v["nodes"]][:3]) for v in found]


def test_bid_is_typed_guarded_saved_and_sent(page, live_server):
    heard = []
    page.on("console", lambda message: heard.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: heard.append(str(error)))
    room = a_published_tender(suppliers=1, items=3)
    sign_in(page, live_server, room.bidder(room.suppliers[0]))
    page.goto(f"{live_server.url}/portal/tenders/{room.tender.public_id}/bid/")
    prices, days = page.locator("input[name^=prices-]"), page.locator("input[name^=days-]")

    for row, price in enumerate(("18.60", "18.20", "186.00")):
        prices.nth(row).fill(price)
        days.nth(row).fill("21")
    page.get_by_role("button", name="Use 18.60").click()

    expect(prices.nth(2)).to_have_value("18.60")
    expect(page.locator("[data-lot-total]")).to_have_text("554.00")
    expect(page.locator("[data-autosave-note]")).to_have_text("Draft saved", timeout=15000)
    assert faults(page) == []
    page.get_by_role("button", name="Check your answers").first.click()
    page.get_by_role("button", name="Send bid").click()
    expect(page.get_by_role("heading", name="Your bid is in")).to_be_visible()
    assert "18.60" not in page.content()
    assert faults(page) == []
    assert (Bid.objects.get().status, heard) == ("submitted", [])
