"""A year is imported in which the largest supplier drops out: the category moves, and so does what follows from it."""

import os
from datetime import timedelta
from decimal import Decimal

import pytest
from playwright.sync_api import expect

from procurement.models import Bundle, Criterion
from procurement.models.criterion import Scoring
from procurement.services import approve_strategy, draft_strategy, position_category, propose_bundles, submit_strategy
from srm.authz import SYSTEM
from srm.clock import organisation_today
from srm.events.services import deliver_pending
from suppliers.services import qualify_supplier, record_observation, request_qualification
from tests.browser.people import press, troubles
from tests.factories.suppliers import SupplierFactory
from tests.scenarios.procurement import a_company, an_approved_requisition

os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")  # Playwright's loop runs in this thread
pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True, serialized_rollback=True)]
NAMES = ("Stahlwerk Ruhr", "Alfa Metal", "Iron Bridge")  # the largest supplies half
HEADS = "Line number,Supplier,Category,Item,Quantity,Amount,Received on"


@pytest.fixture
def company():
    """A leverage category with three qualified suppliers, an approved strategy, and a request that is in no bundle."""
    made = a_company()
    Criterion.objects.all().delete()
    for axis, measure, bounds, scoring in (
        ("supply_risk", "largest_share", [0.2, 1.0], Scoring.LINEAR),
        ("profit_impact", "spend", [1000, 1000000], Scoring.LOG),
    ):
        Criterion.objects.create(
            axis=axis, code=measure, name=measure, weight=1, measure=measure, bounds=bounds, scoring=scoring
        )
    for name, amount in zip(NAMES, (20000, 10000, 10000), strict=True):
        supplier = SupplierFactory(name=name)
        qualify_supplier(
            qualification=request_qualification(supplier=supplier, category=made.category, by=SYSTEM), by=SYSTEM
        )
        for line in range(6):
            record_observation(
                supplier=supplier, category=made.category, quantity=Decimal(1), amount=Decimal(amount),
                source="import:history", source_key=f"{name}/{line}", by=SYSTEM,
                received_on=organisation_today() - timedelta(days=1100 + line),
            )  # fmt: skip
    position_category(category=made.category, by=made.manager)
    draft = draft_strategy(category=made.category, by=made.manager)
    approve_strategy(strategy=submit_strategy(strategy=draft, by=made.manager), by=made.procurement_head)
    an_approved_requisition(made)
    deliver_pending()
    return made


def a_year_without_the_largest(company) -> bytes:
    """Twelve months in which one maker delivers nearly everything."""
    rows = [HEADS]
    for month in range(12):
        day = organisation_today() - timedelta(days=30 * month + 5)
        name, amount = (NAMES[2], 2000) if month == 5 else (NAMES[1], 40000)
        rows.append(f"N-{month},{name},{company.category.name},Plate {month},1,{amount},{day.isoformat()}")
    return "\n".join(rows).encode()


def test_a_category_that_loses_its_largest_supplier_is_bought_otherwise(people, company):
    page = people.open(company.manager, f"/categories/{company.category.public_id}/")
    with troubles(page):
        expect(page.locator(".decides")).to_contain_text("Request for quotation, then auction")
        expect(page.locator("h1")).to_contain_text("Leverage")

    page.goto(f"{people.base}/imports/new/history/")
    page.set_input_files(
        "input[type=file]", {"name": "year.csv", "mimeType": "text/csv", "buffer": a_year_without_the_largest(company)}
    )
    press(page, "Upload")
    deliver_pending()
    page.reload()
    press(page, "Check the rows")
    deliver_pending()
    page.reload()
    with troubles(page):
        press(page, "Import 12 rows")
    deliver_pending()

    page.goto(f"{people.base}/portfolio/")
    press(page, "Measure again")
    deliver_pending()
    page.goto(f"{people.base}/portfolio/")
    with troubles(page):
        expect(page.locator("h1")).to_contain_text(f"{company.category} has become Strategic")
        expect(page.locator(".mx-wide .mx-move polygon")).to_have_count(1)
        expect(page.locator("aside")).to_contain_text("The category has moved from Leverage to Strategic.")

    page.goto(f"{people.base}/inbox/")
    with troubles(page):
        expect(page.locator("main")).to_contain_text(f"Strategy for {company.category}")
        expect(page.locator("main")).to_contain_text("The category has moved from Leverage to Strategic.")

    (bundle,) = propose_bundles(by=company.buyer)
    page = people.open(company.buyer, Bundle.objects.get(pk=bundle.pk).get_absolute_url())
    with troubles(page):
        expect(page.locator("aside.card")).to_contain_text("Negotiated request for proposal")
        expect(page.locator("aside.card")).to_contain_text("Proposed by the quadrant")
