"""What the guide says departments see nothing of: a supplier's revenue, segments, view of us, accounts."""

from decimal import Decimal

import pytest
from django.db import transaction
from django.urls import reverse

from srm.audit.queries import timeline
from srm.authz import SYSTEM
from srm.clock import organisation_today
from srm.events.services import record
from suppliers import events
from suppliers.models import SupplierSegment
from suppliers.services import state_revenue
from tests.cast import make_cast
from tests.factories.reference import CategoryFactory
from tests.factories.suppliers import SupplierFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast():
    return make_cast()


@pytest.fixture
def category():
    return CategoryFactory()


KEPT = (
    "Segment in ", "Revenue and view of us stated", "Revenue of 2025 entered by us", "Our figure for the revenue",
    "How he sees us in", "gone through together", "Bank account ending",
)  # fmt: skip


def a_supplier_with_secrets(cast, category):
    """A supplier of whom all is known that departments are not told."""
    supplier, today = SupplierFactory(name="Sulzer"), organisation_today()
    SupplierSegment.objects.create(
        supplier=supplier, category=category, quadrant="leverage", segment="compete", care="yearly"
    )
    state_revenue(
        supplier=supplier, year=today.year - 1, revenue=Decimal(7654321), currency="EUR", found_in="Accounts",
        by=cast.buyer,
    )  # fmt: skip
    with transaction.atomic():
        for event in (
            events.SupplierSegmented(category.code, "compete", "yearly"), events.SelfDeclared(2025),
            events.RevenueStated(2025),
            events.RevenueWithdrawn(2025), events.AttractivenessJudged(category.code, Decimal(2), "Slow payer"),
            events.SupplierReviewed(category.code, today), events.BankAccountProposed("1234"),
        ):  # fmt: skip
            record(event, subject=supplier, by=SYSTEM)
    return supplier


@pytest.mark.parametrize("who", ["requester", "head", "warehouse"])
def test_departments_and_the_warehouse_read_neither_revenue_nor_segments_of_a_supplier(cast, category, who):
    supplier = a_supplier_with_secrets(cast, category)
    client = cast.client(who)

    page = client.get(supplier.get_absolute_url()).content.decode()
    told = [entry.text for entry in timeline(supplier, cast.people[who])]
    found = client.get(reverse("suppliers:supplier-list"), {"segment": "maintain"}).content.decode()

    assert [words for words in (*KEPT, "7,654,321", "Annual revenue", "Segments") if words in page] == []
    assert told == []
    assert "Sulzer" in found  # a filter by what is hidden narrows nothing


def test_procurement_reads_all_of_it(cast, category):
    supplier = a_supplier_with_secrets(cast, category)

    told = [entry.text for entry in timeline(supplier, cast.buyer)]
    page = cast.client("buyer").get(supplier.get_absolute_url()).content.decode()

    assert [words for words in KEPT if not any(words in text for text in told)] == []
    assert "Annual revenue" in page
    assert (
        "Sulzer"
        not in cast.client("buyer").get(reverse("suppliers:supplier-list"), {"segment": "maintain"}).content.decode()
    )
