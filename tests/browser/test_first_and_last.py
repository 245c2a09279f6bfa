"""The two ends of the loop through the pages: from one's own export to the matrix, and from deliveries to the next
cycle. What lies between: test_seven_steps.py."""

import io
import os
import re
from datetime import timedelta

import pytest
from openpyxl import load_workbook
from playwright.sync_api import Locator, Page, expect

from contracts.models import PurchaseOrder
from procurement.models import Strategy, SupplyPlan
from procurement.queries import current_cycle
from srm.clock import organisation_today
from srm.events.services import deliver_pending
from srm.reference.models import Category
from suppliers.models import SupplierSegment, SupplyFact
from tests.browser.people import People, confirm, press, troubles
from tests.scenarios.analytics import a_running_cycle
from tests.scenarios.contracts import a_confirmed_order, a_partner, a_receipt, an_invoice
from tests.scenarios.installation import a_new_installation
from tests.scenarios.procurement import Company, a_company

os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")  # Playwright's loop runs in this thread
pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True, serialized_rollback=True)]
VENDORS = ("Alfa Metal", "Iron Bridge", "Stahlwerk Ruhr")
HEADS = "PO line,Vendor name,Commodity,Part,Pieces,Net value,PO date,Due date,Delivery date\n"


@pytest.fixture
def company():
    return a_company()


def an_export(today) -> bytes:
    """Twelve deliveries of bearings from three vendors, one that says `many`, and one whose number came before."""
    rows = [
        _row(f"PO-{n}", VENDORS[n % 3], str(1000 + 10 * n), today - timedelta(days=30 * (n + 1))) for n in range(12)
    ]
    rows += [_row("PO-12", VENDORS[0], "many", today), _row("PO-3", VENDORS[1], "10", today)]
    return (HEADS + "".join(rows)).encode()


def _row(key: str, vendor: str, pieces: str, due) -> str:
    ordered, late = due - timedelta(days=30), due + timedelta(days=2)
    return f"{key},{vendor},Bearings,6205,{pieces},50000,{ordered},{due},{late}\n"


def test_ones_own_export_becomes_a_matrix_a_strategy_and_a_plan(people, company):
    a_new_installation()

    import_history(people, company)
    click_into_the_matrix(people, company)
    strategy = write_a_strategy(people, company)
    plan = plan_the_quarter(people, company)

    assert SupplyFact.objects.filter(category__name="Bearings").count() == 12
    assert SupplierSegment.objects.filter(category__name="Bearings").count() == 3
    assert (strategy.status, strategy.created_by, strategy.approved_by) == (
        "in_force", company.manager, company.procurement_head,
    )  # fmt: skip
    assert (plan.status, plan.approved_by) == ("approved", company.finance)


def import_history(people: People, company: Company) -> None:
    """Step 2: upload, match the heads that are not known, look at what is wrong, take it away, confirm."""
    page = people.open(company.manager, "/imports/")
    with troubles(page):
        page.locator("section", has=page.get_by_role("heading", name="History of orders and deliveries")).get_by_role(
            "link", name="Import"
        ).click()
        sheet = {"name": "export.csv", "mimeType": "text/csv", "buffer": an_export(organisation_today())}
        page.set_input_files("[name=file]", sheet)
        press(page, "Upload")
        for field, column in {"key": "PO line", "supplier": "Vendor name", "item": "Part", "quantity": "Pieces",
                              "amount": "Net value", "ordered_on": "PO date"}.items():  # fmt: skip
            option = page.locator(f"[name={field}] option", has_text=column)
            page.select_option(f"[name={field}]", option.get_attribute("value"))
        expect(page.locator("[name=category] option:checked")).to_contain_text("Commodity")
        press(page, "Check the rows")
        expect(page.locator("main")).to_contain_text("What is wrong")
        expect(page.get_by_role("row", name="Quantity")).to_contain_text("E14")
        expect(page.get_by_role("row", name="the same line number as row 5")).to_be_visible()
        assert SupplyFact.objects.count() == 0
        with page.expect_download() as download:
            page.get_by_role("link", name="Rejected rows").click()
        rejected = load_workbook(io.BytesIO(download.value.path().read_bytes())).active
        assert rejected.max_row == 3
        press(page, "Import 12 rows")
        expect(page.locator("main")).to_contain_text("12 rows are in.")


def click_into_the_matrix(people: People, company: Company) -> None:
    """Step 2: the portfolio is measured; a bubble of the chart leads to its category."""
    page = people.open(company.manager, "/portfolio/")
    with troubles(page):
        press(page, "Measure again")
        deliver_pending()
        page.reload()
        fits_a_phone(page)
        bubble(page, "Bearings").click()
        page.wait_for_url(f"**{Category.objects.get(name='Bearings').public_id}/")
        main = page.locator("main")
        expect(main).to_contain_text("Proposed procedure")
        expect(main).to_contain_text("of the weight is known")
        expect(main).to_contain_text("unknown and do")
        expect(main).to_contain_text("Stahlwerk Ruhr")
        fits_a_phone(page)


def fits_a_phone(page: Page) -> None:
    """At 320 px nothing scrolls sideways."""
    page.set_viewport_size({"width": 320, "height": 700})
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
    page.set_viewport_size({"width": 1280, "height": 720})


def bubble(page: Page, label: str) -> Locator:
    """The bubble of the matrix that carries this label."""
    return page.locator(".mx-wide a.mx-b circle + text", has_text=label).first


def write_a_strategy(people: People, company: Company) -> Strategy:
    """Step 2: what the people know is scored, the author drafts from the proposal, another one approves."""
    category = Category.objects.get(name="Bearings")
    page = people.open(company.manager, f"/categories/{category.public_id}/")
    with troubles(page):
        press(page, "Draft strategy")
        page.fill("[name='goals-0-name']", "Unit price")
        page.fill("[name='goals-0-target']", "46")
        page.locator("main form button.btn-primary").last.click()
        expect(page.locator("main")).to_contain_text("What this strategy decides")
        press(page, "Send for approval")
        expect(page.locator("main")).to_contain_text("Waits for the head of procurement or finance.")
        expect(page.get_by_role("button", name="Approve", exact=True)).to_have_count(0)
    page = people.open(company.procurement_head, f"/strategies/{Strategy.objects.get().public_id}/")
    with troubles(page):
        press(page, "Approve")
        expect(page.locator("main")).to_contain_text("In force")
    return Strategy.objects.get()


def plan_the_quarter(people: People, company: Company) -> SupplyPlan:
    """Step 2: next quarter's plan with its forecast; finance approves."""
    page = people.open(company.manager, "/supply-plans/new/")
    with troubles(page):
        press(page, "Draft the plan")
        expect(page.get_by_role("row", name="Bearings")).to_be_visible()
        expect(page.get_by_role("button", name="Approve", exact=True)).to_have_count(0)
    page = people.open(company.finance, f"/supply-plans/{SupplyPlan.objects.get().public_id}/")
    with troubles(page):
        press(page, "Approve")
        expect(page.locator("main")).to_contain_text("Approved")
    return SupplyPlan.objects.get()


def test_what_was_delivered_is_learnt_from_and_starts_the_next_cycle(people, company):
    a_new_installation()
    partner, cycle = a_partner(), a_running_cycle(company.procurement_head)
    order = a_confirmed_order(company, partner)

    move_the_scorecard(people, company, partner.supplier, order)
    an_invoice(order, partner.person)
    both_sides_answer(people, company, partner.person, cycle)
    review_and_close(people, company, cycle)

    successor = current_cycle()
    assert (successor.predecessor, successor.status) == (cycle, "running")
    page = people.open(company.requester, f"/cycles/{successor.public_id}/")
    with troubles(page):
        expect(page.locator("main")).to_contain_text("Decided by the last cycle")
        expect(page.locator("main")).to_contain_text("Book a second dock")
        expect(page.locator("main")).not_to_contain_text("day 0 of")


def move_the_scorecard(people: People, company: Company, supplier, order: PurchaseOrder) -> None:
    """Step 7: nothing to judge by, then a delivery with a reject: the figures appear with their evidence."""
    page = people.open(company.manager, f"/suppliers/{supplier.public_id}/")
    with troubles(page):
        expect(page.locator("main")).to_contain_text("Not measured yet")
        a_receipt(company, order, accepted="10", rejected="1")
        press(page, "Measure the last 12 months")
        expect(page.locator("main")).to_contain_text("of 100")
        expect(page.get_by_role("row", name=re.compile("Quality"))).to_contain_text("90.9")


def both_sides_answer(people: People, company: Company, supplier_person, cycle) -> None:
    """Step 7: three questions each; the requester answers on our side, the supplier in the portal."""
    head = people.open(company.procurement_head, f"/cycles/{cycle.public_id}/review/")
    fits_a_phone(head)
    for audience in ("requesters", "suppliers"):
        with troubles(head):
            press(head, f"Ask {audience}")
            press(head, "Ask them")
            head.goto(f"{people.base}/cycles/{cycle.public_id}/review/")
    surveys = {survey.audience: survey for survey in cycle.surveys.all()}
    for user, path in (
        (company.requester, f"/surveys/{surveys['requesters'].public_id}/"), (supplier_person, "/portal/surveys/"),
    ):  # fmt: skip
        page = people.open(user, path)
        with troubles(page):
            if user == supplier_person:
                page.locator("main a.row-link").click()
            for number in (1, 2, 3):
                page.locator(f"[name=value_{number}][value='4']").check()
            press(page, "Send answers")
            expect(page.locator("main")).to_contain_text("Thank you, your answers are in.")


def review_and_close(people: People, company: Company, cycle) -> None:
    """Step 7: measured against the goals, a finding decided with its owner, the next cycle started with it."""
    page = people.open(company.procurement_head, f"/cycles/{cycle.public_id}/review/")
    with troubles(page):
        press(page, "Start review")
        expect(page.locator("main")).to_contain_text("1 of 1 answered")
        expect(page.locator(".loop")).to_contain_text("goal 94")
        press(page, "Add finding")
        page.fill("[name=problem]", "Trucks wait at the gate")
        page.fill("[name=evidence]", "One of eleven came back scratched")
        page.locator("main form button.btn-primary").last.click()
        press(page, "Decide")
        page.fill("[name=action]", "Book a second dock")
        page.select_option("[name=owner]", company.manager.public_id)
        page.locator("main form button.btn-primary").last.click()
        expect(page.locator("main")).to_contain_text("Book a second dock")
        press(page, "Close cycle and start the next")
        expect(page.locator("main")).to_contain_text("Trucks wait at the gate")
        page.fill("[name=code]", "2027-H1")
        press(page, "Close and start")
        if page.get_by_role("dialog").is_visible():
            confirm(page)
        expect(page.locator("main")).to_contain_text("The next cycle runs.")
        expect(page.locator("main")).to_contain_text("Book a second dock")
