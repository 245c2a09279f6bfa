"""Two bidders and the host in three browsers: each sees the others' moves within a second, and no names."""

import os
import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from tenders.models import AuctionEvent
from tests.browser.asgi import served, signed_in
from tests.scenarios.auctions import a_live_auction

os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")  # Playwright's loop runs in this thread
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
SOON = 3000  # milliseconds; alone on its machine it takes a fraction of a second


@pytest.fixture
def address():
    with served() as address:
        yield address


def enter(browser, address, user, path, heard):
    page = signed_in(browser.new_context(locale="en-GB"), user, address).new_page()
    page.on("console", lambda message: heard.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: heard.append(str(error)))
    page.goto(address + path)
    return page


def faults(page):
    found = Axe().run(page, options={"runOnly": RULES}).response["violations"]
    return [(v["id"], [n["target"] for n in v["nodes"]][:3]) for v in found]


def test_two_bidders_and_the_host_watch_each_other_live(browser, address):
    hall, heard = a_live_auction(), []
    portal, room = f"/portal/auctions/{hall.auction.public_id}/", f"/auctions/{hall.auction.public_id}/"
    first, second = (enter(browser, address, hall.person(n), portal, heard) for n in (0, 1))
    host = enter(browser, address, hall.room.buyer, room, heard)
    for page in (first, second):
        expect(page.locator("[data-room-link].is-up")).to_be_visible(timeout=5000)
    expect(second.locator("#stand .seat-rank")).to_have_text("1")

    first.fill(".bid-own input[name=amount]", "205")
    first.get_by_role("button", name="Place bid").click()

    expect(first.locator("#stand .seat-rank")).to_have_text("1")
    expect(second.locator("#stand .seat-rank")).to_have_text("2", timeout=SOON)
    expect(second.locator("#stand")).to_contain_text("205.00", timeout=SOON)
    expect(host.locator("#events li").first).to_contain_text("205.00", timeout=SOON)
    assert AuctionEvent.objects.get().accepted
    assert [word for word in (hall.room.suppliers[0].name, hall.seat(0).alias) if word in second.content()] == []

    suggestion = second.locator(".bid-quick button").first
    suggestion.click()
    expect(suggestion).to_contain_text("Press again to place")
    assert AuctionEvent.objects.count() == 1
    suggestion.click()

    expect(second.locator("#stand .seat-rank")).to_have_text("1")
    expect(first.locator("#stand .seat-rank")).to_have_text("2", timeout=SOON)

    first.fill(".bid-own input[name=amount]", "18.5")
    first.get_by_role("button", name="Place bid").click()
    expect(first.get_by_role("alertdialog")).to_contain_text("Really 18.50 EUR?")
    assert AuctionEvent.objects.count() == 2
    first.get_by_role("button", name="Use 185.00 EUR").click()
    expect(first.locator("#stand .seat-price")).to_contain_text("185.00")
    expect(host.locator("#ranking tbody tr").first).to_contain_text("185.00", timeout=SOON)

    host.get_by_role("button", name="Pause").click()
    host.fill("#confirm-reason", "The line is down")
    host.locator("[data-confirm-ok]").click()
    expect(second.locator("#time")).to_contain_text("Paused", timeout=2 * SOON)
    expect(second.locator("#notes")).to_contain_text("The line is down")
    assert [error for error in heard if "422" not in error] == []


def test_the_rooms_are_accessible_by_day_and_night_and_fit_a_phone(browser, address):
    hall = a_live_auction()
    hall.bid(0, "205.00")
    heard = []
    portal, room = f"/portal/auctions/{hall.auction.public_id}/", f"/auctions/{hall.auction.public_id}/"
    pages = [
        enter(browser, address, hall.person(0), portal, heard),
        enter(browser, address, hall.room.buyer, room, heard),
    ]

    for page in pages:
        expect(page.locator("[data-room-clock]")).to_have_text(re.compile(r"\d\d:\d\d"))
        page.wait_for_timeout(1300)  # what has just come is lit up for a second
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
            assert faults(page) == [], scheme
        page.set_viewport_size({"width": 320, "height": 700})
        assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
    assert heard == []
