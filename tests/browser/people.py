"""People in front of their own browsers: each with a signed-in context of the same Chromium."""

import re
from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, Page

from srm.accounts.models import User
from tests.factors import code_of


class People:
    """Opens a browser for a person, once, and keeps what the pages complained of."""

    def __init__(self, browser: Browser, base: str) -> None:
        self.browser, self.base = browser, base
        self.contexts: dict[int, BrowserContext] = {}
        self.complaints: list[str] = []

    def open(self, user: User, path: str) -> Page:
        """Show the person a page of the product."""
        page = self._context(user).new_page()
        page.on("pageerror", lambda error: self.complaints.append(f"{path}: {error}"))
        page.on(
            "console", lambda m: self.complaints.append(f"{path}: {m.text}") if "Content Security" in m.text else None
        )
        page.goto(self.base + path)
        return page

    def _context(self, user: User) -> BrowserContext:
        if user.pk not in self.contexts:
            client = Client()
            client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
            context = self.browser.new_context(locale="en-GB", reduced_motion="reduce")
            context.set_default_timeout(60000)  # a first page on a machine that does other things too
            cookie = client.cookies[settings.SESSION_COOKIE_NAME]
            context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": self.base}])
            self.contexts[user.pk] = context
        return self.contexts[user.pk]

    def close(self) -> None:
        for context in self.contexts.values():
            context.close()


def press(page: Page, name: str) -> None:
    """Press the button or follow the link of that name, the first that is visible; wait for the page that follows."""
    target = page.get_by_role("button", name=name, exact=True).or_(page.get_by_role("link", name=name, exact=True))
    target.locator("visible=true").first.click()
    page.wait_for_load_state("load")


def confirm(page: Page, reason: str = "") -> None:
    """Answer the dialog that asks again, with a reason where it wants one."""
    dialog = page.get_by_role("dialog")
    if reason:
        dialog.get_by_role("textbox").fill(reason)
    dialog.get_by_role("button").last.click()
    page.wait_for_load_state("load")


def show_factor(page: Page, user: User) -> None:
    """Answer the page “Confirm it is you”; the person has an app by `with_factor`."""
    page.fill("[name='factor-code']", code_of(user))
    press(page, "Confirm")


@contextmanager
def troubles(page: Page) -> Iterator[None]:
    """Show what stood on the page when an expectation in the block failed."""
    try:
        yield
    except Exception as error:
        text = re.sub(r"\s+", " ", page.inner_text("main"))[:1500]
        raise AssertionError(f"{error}\nat {page.url}: {text}") from error
