"""The second factor in a browser: set up on the way to a bank account, nothing typed is lost, all of it accessible."""

import os

import pytest
from playwright.sync_api import expect

from srm.accounts import totp
from srm.accounts.states import Role
from srm.clock import database_now
from suppliers.models import BankAccount
from tests.browser.people import People, press, show_factor
from tests.browser.test_ui import faults, sideways
from tests.factories.accounts import UserFactory
from tests.factories.suppliers import SupplierFactory
from tests.factors import WRONG, with_factor

os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")  # Playwright's loop runs in this thread
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PASSWORD = "correct horse battery"
IBAN = "DE89370400440532013000"


@pytest.fixture
def people(browser, live_server):
    known = People(browser, live_server.url)
    yield known
    known.close()
    assert known.complaints == []


@pytest.fixture
def finance():
    user = UserFactory(name="Hanna Lis", roles=[Role.FINANCE])
    user.set_password(PASSWORD)
    user.save()
    return user


def accessible(page):
    """Both schemes, and a telephone: no fault, no sideways scroll."""
    for scheme, width in (("light", 1280), ("dark", 1280), ("dark", 320)):
        page.emulate_media(color_scheme=scheme)
        page.set_viewport_size({"width": width, "height": 900})
        assert faults(page) == []
        assert sideways(page) == 0
    page.set_viewport_size({"width": 1280, "height": 900})


def enter_account(people, user, supplier):
    page = people.open(user, f"/suppliers/{supplier.public_id}/bank-accounts/new/")
    page.fill("[name=iban]", IBAN)
    page.fill("[name=bank_name]", "Deutsche Bank")
    press(page, "Enter account")
    return page


def test_who_has_none_sets_one_up_on_the_way_and_what_was_typed_arrives(people, finance):
    page = enter_account(people, finance, SupplierFactory())
    expect(page.locator("svg.qr path")).to_be_visible()
    accessible(page)
    secret = page.locator(".secret").inner_text().replace(" ", "")
    page.fill("[name='factor-code']", totp.code_at(secret, totp.counter_at(database_now())))
    page.fill("[name='factor-password']", PASSWORD)
    press(page, "Turn it on")

    expect(page.locator("#codes li")).to_have_count(10)
    accessible(page)
    with page.expect_download() as downloaded:
        page.get_by_role("link", name="Download").click()
    codes = downloaded.value.path().read_text().split()
    shown = page.locator("#codes code").all_inner_texts()
    press(page, "I have kept them, go on")

    expect(page.locator("main")).to_contain_text("Another person of finance confirms it.")
    assert (codes, len(set(codes))) == (shown, 10)
    assert BankAccount.objects.get().bank_name == "Deutsche Bank"


def test_a_wrong_code_is_told_and_the_right_one_sends_what_was_typed(people, finance):
    with_factor(finance)
    page = enter_account(people, finance, SupplierFactory())
    accessible(page)

    page.fill("[name='factor-code']", WRONG)
    press(page, "Confirm")
    expect(page.get_by_role("alert")).to_contain_text("This code is not right")
    assert BankAccount.objects.count() == 0
    show_factor(page, finance)

    expect(page.locator("main")).to_contain_text("Another person of finance confirms it.")
    assert BankAccount.objects.get().iban == IBAN


def test_the_page_of_the_factor_is_accessible(people, finance):
    with_factor(finance)
    page = people.open(finance, "/profile/factor/")

    accessible(page)
    page.goto(f"{people.base}/profile/")
    accessible(page)
