"""One purchase through the pages, from a department's wish to the goods: every person in his own browser."""

import os
from datetime import timedelta
from decimal import Decimal

import pytest
from playwright.sync_api import expect

from contracts.models import Contract, Invoice, PurchaseOrder
from contracts.services import send_contract
from procurement.models import Bundle, Position, Requisition
from srm.accounts.models import User
from srm.accounts.states import Role
from srm.authz import SYSTEM
from srm.clock import database_now, organisation_today
from srm.events.services import broken_link, deliver_pending
from suppliers.services import qualify_supplier, request_qualification
from tenders.models import Auction, Tender
from tests.browser.people import People, confirm, press, show_factor, troubles
from tests.factories.accounts import UserFactory
from tests.factories.suppliers import MembershipFactory
from tests.factors import with_factor
from tests.scenarios.contracts import a_draft_contract, a_partner
from tests.scenarios.procurement import Company, a_company, an_approved_requisition
from tests.scenarios.tenders import next_deadline

os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")  # Playwright's loop runs in this thread
pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True, serialized_rollback=True)]


@pytest.fixture
def company():
    made = a_company()
    made.manager.role_assignments.create(role=Role.BUYER)
    for person in (made.manager, made.procurement_head):
        with_factor(person)
    return made


@pytest.fixture
def bidders(company):
    """Three qualified suppliers of a leverage category: the proposal is an English auction."""
    members = [MembershipFactory(supplier__name=name) for name in ("Alfa Metal", "Iron Bridge", "Stahlwerk Ruhr")]
    for member in members:
        request = request_qualification(supplier=member.supplier, category=company.category, by=SYSTEM)
        qualify_supplier(qualification=request, by=SYSTEM)
    Position.objects.create(category=company.category, quadrant="leverage", measured_quadrant="leverage")
    return members


@pytest.fixture
def scorer():
    return UserFactory(name="Bohdan Rud", roles=[Role.COMMITTEE])


def test_a_wish_becomes_goods(people, company, bidders, scorer):
    requisition = ask(people, company)
    approve(people, company, requisition)
    tender = put_to_tender(people, company, bidders, scorer)
    for member, price in zip(bidders, ("490.25", "480.25", "470.25"), strict=True):
        bid(people, member.user, tender, price)
    open_and_score(people, company, scorer, tender)
    auction = hold_auction(people, company, bidders, tender)
    award(people, company, tender, winner=bidders[0].user)

    tender.refresh_from_db()
    auction.refresh_from_db()
    assert (tender.status, auction.status) == ("awarded", "closed")
    line = requisition.lines.get()
    assert [p.stage for p in line.progress.all()] == ["asked", "approved", "bundled", "in_tender"]
    assert [broken_link(subject) for subject in (requisition, tender, auction)] == [None, None, None]


def ask(people: People, company: Company) -> Requisition:
    """Step 1: the department's person writes a request with an item of the catalogue and sends it."""
    page = people.open(company.requester, "/requisitions/new/")
    page.fill("[name=title]", "Spare parts for press line 3")
    page.fill("[name=needed_on]", (organisation_today() + timedelta(days=40)).isoformat())
    page.select_option("[name=place]", label=company.place.name)
    page.select_option("[name=cost_centre]", label=str(company.cost_centre))
    page.locator("[name='lines-0-description']").press_sequentially(company.item.name)
    page.get_by_role("option", name=company.item.name).first.click()
    page.fill("[name='lines-0-quantity']", "10")
    page.fill("[name='lines-0-unit_price']", "500")
    page.locator("[name='lines-0-unit_price']").blur()
    with troubles(page):
        expect(page.locator("#consequences")).to_contain_text("5,000")
        expect(page.locator("#consequences")).to_contain_text("Ivan Bondar")
        press(page, "Send for approval")
        expect(page.locator("main")).to_contain_text("Waiting for approval")
    return Requisition.objects.get()


def approve(people: People, company: Company, requisition: Requisition) -> None:
    """Step 1: the head of the department approves; the line goes to tender."""
    page = people.open(company.head, f"/requisitions/{requisition.public_id}/")
    with troubles(page):
        expect(page.locator("main")).to_contain_text("100,000")
        press(page, "Approve")
        expect(page.locator("main")).to_contain_text("Approved")


def put_to_tender(people: People, company: Company, bidders: list, scorer: User) -> Tender:
    """Step 3: the category manager bundles, takes the proposed procedure, invites and publishes."""
    page = people.open(company.manager, "/bundles/")
    with troubles(page):
        press(page, "Gather them")
        page.goto(f"{people.base}/bundles/{Bundle.objects.get().public_id}/")
        expect(page.locator("main")).to_contain_text("Request for quotation, then auction")
        press(page, "Confirm bundle")
        if page.url.endswith("/confirm/"):
            press(page, "Confirm bundle")
        page.goto(f"{people.base}/tenders/new/")
        page.locator("form[action*='from-bundle'] button").first.click()
        page.wait_for_load_state("load")
    tender = Tender.objects.get()
    _settle_tender(page, people, tender, bidders, company.finance, scorer)
    with troubles(page):
        page.goto(f"{people.base}/tenders/{tender.public_id}/")
        press(page, "Publish tender")
        if page.get_by_role("dialog").is_visible():
            confirm(page)
        expect(page.locator("main")).to_contain_text("Bidding")
    return Tender.objects.get()


def _settle_tender(page, people: People, tender: Tender, bidders: list, chair: User, scorer: User) -> None:
    with troubles(page):
        page.goto(f"{people.base}/tenders/{tender.public_id}/invite/")
        for member in bidders:
            page.get_by_label(member.supplier.name).check()
        page.locator("main form button.btn-primary").last.click()
        page.wait_for_load_state("load")
        page.goto(f"{people.base}/tenders/{tender.public_id}/committee/")
        page.locator("[name='members-0-user']").select_option(value=chair.public_id)
        page.locator("[name='members-1-user']").select_option(value=scorer.public_id)
        page.locator("main form button.btn-primary").last.click()
        page.wait_for_load_state("load")
        page.goto(f"{people.base}/tenders/{tender.public_id}/edit/")
        page.fill("[name=bids_until]", next_deadline().strftime("%Y-%m-%dT%H:%M"))
        page.locator("main form button.btn-primary").last.click()
        page.wait_for_load_state("load")


def bid(people: People, person: User, tender: Tender, price: str) -> None:
    """Step 4: a supplier prices the row, checks and sends; the receipt shows a fingerprint and no price."""
    page = people.open(person, f"/portal/tenders/{tender.public_id}/bid/")
    with troubles(page):
        page.locator("[name^='prices-']").first.fill(price)
        page.locator("[name^='days-']").first.fill("21")
        for answer in page.locator("textarea[name^='answers-']").all():
            answer.fill("As asked")
        press(page, "Check your answers")
        press(page, "Send bid")
        expect(page.locator("main")).to_contain_text("Receipt")
        assert price not in page.inner_text("main")


def open_and_score(people: People, company: Company, scorer: User, tender: Tender) -> None:
    """Step 4: after the deadline the buyer opens, the expert declares, scores and freezes."""
    Tender.objects.update(bids_until=database_now() - timedelta(seconds=1))
    page = people.open(company.manager, f"/tenders/{tender.public_id}/opening/")
    with troubles(page):
        press(page, "Open bids")
        if page.get_by_role("dialog").is_visible():
            confirm(page)
        show_factor(page, company.manager)
        expect(page.locator("main")).to_contain_text("Alfa Metal")
    page = people.open(scorer, f"/tenders/{tender.public_id}/")
    with troubles(page):
        press(page, "I have no conflict of interest")
        page.goto(f"{people.base}/tenders/{tender.public_id}/scores/")
        for field in page.locator("main input[inputmode=decimal], main input[type=number]").all():
            field.fill("8")
        page.locator("button[name=freeze]").click()
        if page.get_by_role("dialog").is_visible():
            confirm(page)
        expect(page.locator("main")).to_contain_text("rozen")


def hold_auction(people: People, company: Company, bidders: list, tender: Tender) -> Auction:
    """Step 4: two suppliers bid against each other from two browsers; neither learns who the other is."""
    lot = tender.lots.get()
    page = people.open(company.manager, f"/lots/{lot.public_id}/auction/")
    with troubles(page):
        page.locator("main form button.btn-primary").last.click()
        page.wait_for_load_state("load")
    Auction.objects.update(opens_at=database_now() - timedelta(seconds=1))
    auction = Auction.objects.get()
    auction.rules["opens_at"] = auction.opens_at.isoformat().replace("+00:00", "Z")
    auction.save()
    first, second = (people.open(m.user, f"/portal/auctions/{auction.public_id}/") for m in bidders[:2])
    _place(first, "4500")
    second.reload()
    with troubles(second):
        expect(second.locator("main")).to_contain_text("4,500")
        assert "Alfa Metal" not in second.content()
    _place(second, "4400")
    first.reload()
    _place(first, "4300")
    page.goto(f"{people.base}/auctions/{auction.public_id}/")
    with troubles(page):
        press(page, "Stop")
        confirm(page, "Everyone has had enough")
    return Auction.objects.get()


def _place(page, amount: str) -> None:
    with troubles(page):
        page.locator("[name=amount]").last.fill(amount)
        press(page, "Place bid")
        if page.get_by_role("button", name="Place", exact=False).count() and page.get_by_role("dialog").is_visible():
            confirm(page)
        page.wait_for_load_state("load")
        expect(page.locator("main")).to_contain_text(f"{Decimal(amount):,.0f}")


def award(people: People, company: Company, tender: Tender, winner: User) -> None:
    """Step 5: compared, proposed by the buyer, approved by another, accepted by the winner."""
    lot = tender.lots.get()
    page = people.open(company.manager, f"/lots/{lot.public_id}/comparison/")
    with troubles(page):
        if page.get_by_role("button", name="Compare", exact=False).count():
            page.get_by_role("button", name="Compare", exact=False).first.click()
            page.wait_for_load_state("load")
        expect(page.locator("main")).to_contain_text("Alfa Metal")
        page.goto(f"{people.base}/lots/{lot.public_id}/award/")
        page.locator("[name=justification]").fill("Lowest price after the auction.")
        press(page, "Propose award")
    page = people.open(company.procurement_head, f"/lots/{lot.public_id}/award/")
    with troubles(page):
        press(page, "Approve award")
        if page.get_by_role("dialog").is_visible():
            confirm(page)
        show_factor(page, company.procurement_head)
        expect(page.locator("main")).to_contain_text("Approved")
    deliver_pending()
    page = people.open(winner, f"/portal/tenders/{tender.public_id}/")
    with troubles(page):
        press(page, "Accept award")
        if page.get_by_role("dialog").is_visible():
            confirm(page)


def test_a_contract_is_accepted_called_off_delivered_and_paid(people, company):
    partner = a_partner()
    contract = send_contract(contract=a_draft_contract(company, partner), by=company.manager)

    accept(people, partner.person, contract)
    line = an_approved_requisition(company).lines.get()
    deliver_pending()
    order = call_off(people, company, partner.person)
    receive(people, company, order, accepted="6", rejected="1")
    receive(people, company, order, accepted="4")
    invoice = bill(people, company, partner.person, order)

    order.refresh_from_db()
    line.refresh_from_db()
    assert (order.status, invoice.status, line.stage) == ("received", "approved", "received")
    assert (invoice.net, invoice.payable) == (Decimal("5000.00"), Decimal("5000.00"))


def accept(people: People, person: User, contract: Contract) -> None:
    """Step 5: the supplier reads the contract in the portal and accepts it."""
    page = people.open(person, f"/portal/contracts/{contract.public_id}/")
    with troubles(page):
        press(page, "Accept contract")
        if page.get_by_role("dialog").is_visible():
            confirm(page)
        expect(page.locator("main")).to_contain_text("In force")


def call_off(people: People, company: Company, person: User) -> PurchaseOrder:
    """Step 6: the need is under contract, so its order lies drafted: the buyer sends it, the supplier confirms."""
    page = people.open(company.manager, f"/orders/{PurchaseOrder.objects.get().public_id}/")
    with troubles(page):
        press(page, "Send order")
        if page.get_by_role("dialog").is_visible():
            confirm(page)
        expect(page.locator("main")).to_contain_text("Sent")
    order = PurchaseOrder.objects.get()
    page = people.open(person, f"/portal/orders/{order.public_id}/")
    with troubles(page):
        press(page, "Confirm order")
        promised = page.locator("[name$='-promised_on']").first
        promised.fill((organisation_today() + timedelta(days=14)).isoformat())
        page.locator("main form button.btn-primary").last.click()
        expect(page.locator("main")).to_contain_text("Confirmed")
    return order


def receive(people: People, company: Company, order: PurchaseOrder, accepted: str, rejected: str = "0") -> None:
    """Step 6: the warehouse books what came, and what was sent back with the reason."""
    page = people.open(company.warehouse, f"/orders/{order.public_id}/receive/")
    with troubles(page):
        page.locator("[name$='-accepted']").first.fill(accepted)
        page.locator("[name$='-rejected']").first.fill(rejected)
        if rejected != "0":
            page.locator("[name$='-reason']").first.fill("Scratched")
        press(page, "Receive")
        expect(page.locator("main")).to_contain_text("GR-")


def bill(people: People, company: Company, person: User, order: PurchaseOrder) -> Invoice:
    """Step 6: the supplier bills with tax, it matches three ways, and finance approves."""
    page = people.open(person, f"/portal/orders/{order.public_id}/invoice/")
    with troubles(page):
        page.fill("[name=supplier_number]", "R-2026-118")
        page.fill("[name=issued_on]", organisation_today().isoformat())
        page.locator("main form button.btn-primary").last.click()
        page.wait_for_load_state("load")
        expect(page.locator("main")).to_contain_text("R-2026-118")
    invoice = Invoice.objects.get()
    page = people.open(company.finance, f"/invoices/{invoice.public_id}/")
    with troubles(page):
        press(page, "Approve for payment")
        if page.get_by_role("dialog").is_visible():
            confirm(page)
        expect(page.locator("main")).to_contain_text("Approved for payment")
    return Invoice.objects.get()
