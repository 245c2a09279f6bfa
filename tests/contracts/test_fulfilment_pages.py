"""Pages of contracts, orders, receipts and invoices at both doors: what they show, keep and refuse."""

import json
from datetime import timedelta
from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation

from contracts.forms.lines import amount_field
from contracts.models import Contract, GoodsReceipt, Invoice, PurchaseOrder
from contracts.services import send_contract
from contracts.states import ContractStatus, InvoiceStatus, OrderStatus
from procurement.services import LineInput
from srm.calc.run import calculate
from srm.clock import organisation_today
from srm.documents.models import GeneratedDocument
from srm.documents.services import render_document, request_document
from srm.events.services import deliver_pending
from srm.notifications.models import Notice
from srm.notifications.waiting import waiting_for
from srm.reference.models import Currency
from tests.scenarios.contracts import (
    a_confirmed_order,
    a_draft_contract,
    a_partner,
    a_receipt,
    an_active_contract,
    an_invoice,
    an_order,
)
from tests.scenarios.procurement import a_company, an_approved_requisition

pytestmark = pytest.mark.django_db


@pytest.fixture
def company():
    return a_company()


@pytest.fixture
def partner():
    return a_partner()


def browser(user) -> Client:
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def sheet(*rows, prefix="lines", initial=None):
    """A formset as a browser posts it."""
    count = len(rows)
    data = {f"{prefix}-TOTAL_FORMS": count, f"{prefix}-INITIAL_FORMS": count if initial is None else initial}
    return data | {f"{prefix}-{n}-{name}": value for n, row in enumerate(rows) for name, value in row.items()}


def terms(company, **changed):
    today = organisation_today()
    return {
        "title": "Gloves 2027", "kind": "framework", "starts_on": today, "ends_on": today + timedelta(days=300),
        "ceiling": "1000", "payment_days": 30, "language": "uk", "manager": company.manager.public_id, "terms": "DAP",
        **changed,
    }  # fmt: skip


def test_a_contract_is_written_with_its_prices_and_sent(company, partner):
    Currency.objects.get_or_create(code="EUR", defaults={"name": "Euro"})
    client = browser(company.manager)
    head = terms(
        company, supplier=partner.supplier.public_id, legal_entity=company.entity.public_id,
        category=company.category.public_id, currency="EUR",
    )  # fmt: skip
    lines = sheet({"item": company.item.code, "unit_price": "2,50", "tax_rate": "20"}, {"tax_rate": "20"}, initial=0)

    client.post(reverse("contracts:contract-create"), head | lines)
    contract = Contract.objects.get()
    client.post(reverse("contracts:contract-send", args=[contract.public_id]))

    contract.refresh_from_db()
    line = contract.lines.get()
    assert (contract.status, contract.language, contract.ceiling) == (ContractStatus.SENT, "uk", 1000)
    assert (line.item, line.unit, line.unit_price, line.quantity) == (
        company.item, company.item.unit, Decimal("2.5"), None,
    )  # fmt: skip


def test_wrong_terms_come_back_at_their_fields_with_the_values_kept(company, partner):
    contract = a_draft_contract(company, partner)
    data = terms(company, ends_on=organisation_today() - timedelta(days=1), title="Kept")

    response = browser(company.manager).post(
        reverse("contracts:contract-edit", args=[contract.public_id]),
        data | sheet({"description": "Flange", "unit": company.item.unit.code, "unit_price": "5"}, initial=0),
    )

    contract.refresh_from_db()
    assert response.status_code == 422
    assert (response.context["form"]["title"].value(), list(response.context["form"].errors)) == ("Kept", ["ends_on"])
    assert contract.title == "Spare parts 2027"


def test_the_call_off_form_offers_the_waiting_request(company, partner):
    contract = an_active_contract(company, partner, quantity="3")
    line = an_approved_requisition(company, LineInput(item=company.item, quantity=Decimal(4))).lines.get()

    rows = browser(company.buyer).get(reverse("contracts:order-call-off", args=[contract.public_id])).context["lines"]

    assert [(row.need, row.initial.get("quantity")) for row in rows] == [(line, 4), (None, None)]


def test_more_than_the_contract_holds_comes_back_at_its_row(company, partner):
    contract = an_active_contract(company, partner, quantity="3")
    row = {"contract_line": contract.lines.get().public_id}

    response = browser(company.buyer).post(
        reverse("contracts:order-call-off", args=[contract.public_id]),
        {"place": company.place.public_id} | sheet(row, row | {"quantity": "4"}),
    )

    assert response.status_code == 409
    assert [list(form.errors) for form in response.context["lines"]] == [[], ["quantity"]]
    assert PurchaseOrder.objects.count() == 0


def test_a_late_order_comes_first(company, partner):
    contract = an_active_contract(company, partner)
    late, other = an_order(company, contract, "1"), an_order(company, contract, "2")
    for order, days in ((late, -2), (other, 2)):
        due = organisation_today() + timedelta(days=days)
        PurchaseOrder.objects.filter(pk=order.pk).update(status=OrderStatus.SENT, due_on=due)

    found = browser(company.buyer).get(reverse("contracts:order-list")).context["list"].page

    assert [order.number for order in found] == [late.number, other.number]
    assert list(PurchaseOrder.objects.overdue(organisation_today())) == [late]


def test_the_requester_receives_his_own_goods_with_a_reject(company, partner):
    order = a_confirmed_order(company, partner)
    client, line = browser(company.requester), order.lines.get()
    row = {"order_line": line.public_id, "accepted": "8", "rejected": "2", "reason": "Scratched"}

    client.post(
        reverse("contracts:receipt-create", args=[order.public_id]),
        {"received_on": organisation_today(), "delivery_note": "LS 1"} | sheet(row),
    )

    order.refresh_from_db()
    receipt = GoodsReceipt.objects.get()
    assert (order.status, receipt.received_by, order.lines.get().rejected) == (
        OrderStatus.PART_RECEIVED, company.requester, 2,
    )  # fmt: skip


def test_a_reject_without_a_reason_is_asked_for_at_its_row(company, partner):
    order = a_confirmed_order(company, partner)
    row = {"order_line": order.lines.get().public_id, "accepted": "8", "rejected": "2"}

    response = browser(company.warehouse).post(
        reverse("contracts:receipt-create", args=[order.public_id]),
        {"received_on": organisation_today()} | sheet(row),
    )

    assert (response.status_code, list(response.context["lines"][0].errors)) == (422, ["reason"])
    assert GoodsReceipt.objects.count() == 0


def test_the_supplier_confirms_with_a_day_and_sends_the_invoice(company, partner):
    order = a_confirmed_order(company, partner)
    PurchaseOrder.objects.filter(pk=order.pk).update(status=OrderStatus.SENT)
    client, day = browser(partner.person), organisation_today() + timedelta(days=3)

    client.post(
        reverse("contracts:portal-order-confirm", args=[order.public_id]), sheet({"position": 1, "promised_on": day})
    )
    a_receipt(company, order, "6")
    page = reverse("contracts:portal-invoice-create", args=[order.public_id])
    offered = client.get(page).context["lines"][0].initial
    row = {"order_line": order.lines.get().public_id, "quantity": "6"}
    head = {"supplier_number": "R-9", "issued_on": organisation_today()}
    client.post(page, head | sheet(row) | sheet({"rate": "20"}, prefix="taxes"))

    invoice = Invoice.objects.get()
    assert (order.lines.get().promised_on, offered["quantity"]) == (day, 6)
    assert (invoice.status, invoice.net, invoice.tax) == (InvoiceStatus.MATCHED, 3000, 600)


def test_the_match_is_shown_while_the_invoice_is_typed_and_nothing_is_stored(company, partner):
    order = a_confirmed_order(company, partner)
    a_receipt(company, order, "6")
    row = {"order_line": order.lines.get().public_id, "quantity": "10", "unit_price": "600"}

    response = browser(company.finance).post(
        reverse("contracts:invoice-preview", args=[order.public_id]),
        sheet(row) | sheet({"rate": "20"}, prefix="taxes"),
    )

    assert (response.context["matched"], len(response.context["differences"][0][1])) == (False, 2)
    assert (response.context["gross"], Invoice.objects.count()) == (7200, 0)


def test_an_invoice_page_says_what_differs_and_how_much_may(company, partner):
    order = a_confirmed_order(company, partner)
    a_receipt(company, order)
    invoice = an_invoice(order, by=partner.person, price="550")

    page = browser(company.finance).get(invoice.get_absolute_url())

    assert len(page.context["reasons"]) == 1
    assert [row.differs for row in page.context["rows"]] == [True]
    assert page.context["tolerance"]["unit_price"] == {"percent": "2"}
    assert "Tolerance" in page.content.decode()


def test_an_override_without_a_reason_is_refused_and_changes_nothing(company, partner):
    order = a_confirmed_order(company, partner)
    a_receipt(company, order)
    invoice = an_invoice(order, by=partner.person, price="550")

    browser(company.finance).post(reverse("contracts:invoice-override", args=[invoice.public_id]), {"reason": ""})

    invoice.refresh_from_db()
    assert invoice.status == InvoiceStatus.EXCEPTION


def test_the_match_of_an_invoice_can_be_downloaded_and_gives_the_pages_numbers(company, partner):
    order = a_confirmed_order(company, partner)
    a_receipt(company, order)
    invoice = an_invoice(order, by=partner.person, price="550")
    client = browser(company.finance)

    given, answer = (
        json.loads(client.get(reverse("contracts:invoice-calc", args=[invoice.public_id, part])).content)
        for part in ("input", "output")
    )

    assert calculate("match", json.dumps(given).encode()) == answer
    assert (answer["status"], answer["payable"]) == ("exception", str(invoice.payable))
    assert client.get(reverse("contracts:invoice-calc", args=[invoice.public_id, "other"])).status_code == 404


def test_a_rival_finds_neither_contract_nor_order_nor_invoice(company, partner):
    order = a_confirmed_order(company, partner)
    a_receipt(company, order)
    invoice = an_invoice(order, by=partner.person)
    rival = browser(a_partner().person)
    pages = [("contract", order.contract), ("order", order), ("invoice", invoice)]

    found = [rival.get(reverse(f"contracts:portal-{noun}-detail", args=[o.public_id])).status_code for noun, o in pages]

    assert found == [404, 404, 404]


@pytest.mark.parametrize("language", ["en", "ru", "uk"])
def test_the_contract_is_printed_in_its_own_language(company, partner, language):
    contract = a_draft_contract(company, partner, language=language, terms="Особливі умови: їжак")

    document = render_document(
        document=request_document(
            subject=contract, kind="contracts.contract", by=company.manager, language=contract.language
        )
    )

    with document.file.open() as paper:
        assert (document.status, document.error, paper.read(5)) == ("ready", "", b"%PDF-")


def test_sending_makes_the_paper_and_tells_the_supplier(company, partner):
    contract = send_contract(contract=a_draft_contract(company, partner, language="uk"), by=company.manager)

    deliver_pending()

    paper = GeneratedDocument.objects.of(contract).get()
    assert (paper.kind, paper.language, paper.audience) == ("contracts.contract", "uk", "supplier")
    assert list(Notice.objects.filter(recipient=partner.person).values_list("kind", flat=True)) == ["contracts.asked"]
    assert [task.number for task in waiting_for(partner.person)] == [contract.number]


def test_the_house_of_the_requester_shows_what_comes_next(company, partner):
    order = a_confirmed_order(company, partner)

    page = browser(company.requester).get(reverse("contracts:deliveries"))

    assert [d.order for d in page.context["deliveries"]] == [order]


def test_lists_are_exported(company, partner):

    a_draft_contract(company, partner)

    sheets = [
        browser(company.manager).get(reverse(f"contracts:{noun}-list"), {"export": "xlsx"})
        for noun in ("contract", "order", "receipt", "invoice")
    ]

    assert [(s.status_code, b"".join(s)[:2]) for s in sheets] == [(200, b"PK")] * 4


@pytest.mark.parametrize(
    ("language", "typed", "meant"),
    [("en", "2,50", "2.50"), ("en", "1,200", "1200"), ("en", "1,200.5", "1200.5"), ("uk", "1,200", "1.200"),
     ("ru", "1 200,5", "1200.5"), ("uk", "2.5", "2.5")],
)  # fmt: skip
def test_amounts_are_read_as_the_reader_types_them(language, typed, meant):
    with translation.override(language):
        value = amount_field("Price", places=6).clean(typed)

    assert value == Decimal(meant)
