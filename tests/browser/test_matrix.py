"""The matrix by hand: a bubble is dragged, or moved by the arrow keys, and the picture is taken along."""

import os
from decimal import Decimal

import pytest
from playwright.sync_api import expect

from procurement.models import Position
from tests.browser.people import press, troubles
from tests.scenarios.procurement import a_company

os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")  # Playwright's loop runs in this thread
pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True, serialized_rollback=True)]


@pytest.fixture
def company():
    made = a_company()
    Position.objects.create(
        category=made.category, quadrant="strategic", measured_quadrant="strategic", supply_risk=Decimal("0.70"),
        profit_impact=Decimal("0.60"), stability={"strategic": 0.7, "leverage": 0.3}, spend=1000,
    )  # fmt: skip
    return made


def test_a_target_is_set_by_dragging_and_by_the_keyboard(people, company):
    page = people.open(company.manager, "/portfolio/")
    bubble = page.locator(".mx-wide a.mx-b")
    box = bubble.locator("circle").bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x - 60, y, steps=4)
    page.mouse.move(x - 160, y, steps=4)
    expect(page.locator(".mx-ghost")).to_have_count(1)
    page.mouse.up()
    page.wait_for_url("**/target/?risk=*")
    assert int(page.input_value("[name=supply_risk]")) < 55
    assert page.input_value("[name=profit_impact]") == "60"

    page.goto(f"{people.base}/portfolio/")
    bubble.focus()
    for key in ("Shift+ArrowLeft", "Shift+ArrowLeft", "ArrowUp"):
        page.keyboard.press(key)
    expect(page.locator("[data-mx-live]")).to_have_text(
        "Target: risk 60, impact 61. Enter sets it, Escape takes it back."
    )
    page.keyboard.press("Escape")
    expect(page.locator(".mx-ghost")).to_have_count(0)
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("Enter")
    page.wait_for_url("**/target/?risk=69&impact=60")
    page.fill("[name=reason]", "Qualify a third source")
    press(page, "Set target")

    page.goto(f"{people.base}/portfolio/")
    with troubles(page):
        expect(page.locator(".mx-wide .mx-target circle")).to_have_count(1)
        expect(page.locator(".mx-wide .mx-halo")).to_have_count(1)
    assert company.category.targets.get().risk == 69


def test_a_bubble_opens_its_category_and_the_picture_comes_as_png(people, company):
    page = people.open(company.manager, "/portfolio/")
    press(page, "Export")
    with page.expect_download() as download:
        page.get_by_text("Picture (PNG)").click()
    with open(download.value.path(), "rb") as file:
        assert file.read(8) == b"\x89PNG\r\n\x1a\n"

    page.locator(".mx-wide a.mx-b circle").click()
    page.wait_for_url(f"**/categories/{company.category.public_id}/")
