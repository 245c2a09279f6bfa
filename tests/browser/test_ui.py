"""The frame and the gallery in a real browser: no accessibility fault, no sideways scroll, all by keyboard."""

import os

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from srm.accounts.models import User
from srm.accounts.states import Role
from tests.browser.asgi import signed_in
from tests.factories.accounts import UserFactory

os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")  # Playwright's loop runs in this thread
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


@pytest.fixture
def complaints(page):
    """What the browser itself complained of: scripts that broke, styles that the security policy refused."""
    heard = []
    page.on("console", lambda message: heard.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: heard.append(str(error)))
    return heard


@pytest.fixture
def admin(page, live_server):
    """A signed-in administrator."""
    user = UserFactory(email="marta@northwind.example", name="Marta Petrova", roles=[Role.ADMIN])
    signed_in(page.context, user, live_server.url)
    return user


def faults(page):
    found = Axe().run(page, options={"runOnly": RULES}).response["violations"]
    return [(v["id"], [n["target"] for n in v["nodes"]][:3]) for v in found]


def sideways(page):
    return page.evaluate("document.documentElement.scrollWidth - innerWidth")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_sign_in_page_is_accessible(page, live_server, scheme, complaints):
    page.emulate_media(color_scheme=scheme)
    page.set_viewport_size({"width": 320, "height": 640})

    page.goto(f"{live_server.url}/accounts/login/")

    assert faults(page) == []
    assert sideways(page) == 0
    assert complaints == []


@pytest.mark.parametrize(("scheme", "width"), [("light", 1440), ("dark", 1440), ("light", 320)])
def test_gallery_is_accessible(page, live_server, admin, scheme, width, complaints):
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    page.set_viewport_size({"width": width, "height": 900})

    page.goto(f"{live_server.url}/styleguide/")
    page.wait_for_selector(".chart.drawn svg")

    assert faults(page) == []
    assert sideways(page) == 0
    assert complaints == []


def test_search_opens_and_goes_by_keyboard(page, live_server, admin, complaints):
    page.goto(f"{live_server.url}/profile/")

    page.keyboard.press("Control+k")
    page.keyboard.type("hom")
    expect(page.locator("#palette-results a.hit[aria-selected=true]")).to_have_text("Home")
    assert faults(page) == []
    page.keyboard.press("Enter")

    page.wait_for_url(f"{live_server.url}/")
    assert complaints == []


def test_search_page_is_accessible_without_the_dialog(page, live_server, admin, complaints):
    page.goto(f"{live_server.url}/search/?q=home")

    assert faults(page) == []
    assert complaints == []


def test_menu_slides_in_on_a_phone(page, live_server, admin, complaints):
    page.emulate_media(reduced_motion="reduce")
    page.set_viewport_size({"width": 320, "height": 640})
    page.goto(f"{live_server.url}/profile/")

    page.click(".burger")
    expect(page.locator("#rail a", has_text="Home")).to_be_visible()
    page.wait_for_function("document.querySelector('#rail.show:not(.showing)')")

    assert faults(page) == []
    assert complaints == []


def test_first_tab_skips_to_the_content(page, live_server, admin):
    page.goto(f"{live_server.url}/profile/")

    page.keyboard.press("Tab")
    page.keyboard.press("Enter")

    assert page.evaluate("document.activeElement.id") == "main"


def test_error_summary_takes_the_focus_and_leads_to_the_field(page, live_server, admin):
    page.goto(f"{live_server.url}/profile/tokens/new/")
    page.click("main form button[type=submit]")

    assert page.evaluate("document.activeElement.hasAttribute('data-error-summary')")
    page.click("[data-error-summary] a")

    assert page.evaluate("document.activeElement.name") == "name"
    assert faults(page) == []


def test_confirm_dialog_asks_for_the_reason(page, live_server, admin):
    page.goto(f"{live_server.url}/styleguide/")

    page.click("button[data-confirm-reason]")

    expect(page.locator("#confirm")).to_be_visible()
    expect(page.locator("#confirm-reason")).to_be_visible()
    assert faults(page) == []


def test_rows_from_excel_fill_lines(page, live_server, admin):
    page.goto(f"{live_server.url}/styleguide/")
    page.focus("[name=lines-1-item]")

    page.evaluate(
        """() => {
        const data = new DataTransfer();
        data.setData('text/plain', 'Seal\\t6,5\\tkg\\nBolt\\t7\\tset\\n');
        const paste = new ClipboardEvent('paste', {clipboardData: data, bubbles: true, cancelable: true});
        document.activeElement.dispatchEvent(paste);
    }"""
    )

    cells = {name: page.input_value(f"[name=lines-{name}]") for name in ("1-item", "1-quantity", "2-item", "2-unit")}
    assert cells == {"1-item": "Seal", "1-quantity": "6.5", "2-item": "Bolt", "2-unit": "set"}
    assert page.input_value("[name=lines-TOTAL_FORMS]") == "3"


def test_theme_is_switched_at_once_and_remembered(page, live_server, admin):
    page.goto(f"{live_server.url}/profile/")

    page.click(".person-button")
    with page.expect_response("**/theme/"):
        page.click("button[name=theme][value=dark]")
    page.reload()

    assert page.evaluate("document.documentElement.dataset.bsTheme") == "dark"
    assert faults(page) == []


def test_page_speaks_russian_and_ukrainian(page, live_server, admin):
    for language, word in (("ru", "Мой профиль"), ("uk", "Мій профіль")):
        User.objects.filter(pk=admin.pk).update(language=language)
        page.goto(f"{live_server.url}/profile/")
        expect(page.locator(".head .kind")).to_contain_text(word)
        assert page.evaluate("document.documentElement.lang") == language
