"""What a category is measured by, seen and worked by keyboard: evidence, assessors, criteria compared in pairs."""

import os
from datetime import timedelta
from decimal import Decimal
from importlib import import_module
from pathlib import Path

import pytest
from django.apps import apps
from django.urls import reverse

from procurement.models import AxisScale, AxisWeighing, Criterion
from procurement.services import position_category, record_consensus, score_criterion
from srm.accounts.states import Role
from srm.authz import SYSTEM
from srm.clock import organisation_today
from suppliers.services import record_observation, update_supplier
from tests.browser.test_ui import faults, sideways
from tests.factories.accounts import UserFactory
from tests.factories.reference import CategoryFactory, ItemFactory
from tests.factories.suppliers import SupplierFactory

os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")  # Playwright's loop runs in this thread
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PICTURES = os.environ.get("SRM_PICTURES")  # a folder: every page looked at is kept there as a picture


@pytest.fixture(autouse=True)
def criteria():
    """The criteria of a new installation: what other tests left of the database may lack them."""
    for name in ("0002_criteria", "0006_measured_criteria"):
        import_module(f"procurement.migrations.{name}").add(apps, None)


@pytest.fixture
def manager():
    return UserFactory(name="Marta Petrova", roles=[Role.CATEGORY_MANAGER])


@pytest.fixture
def head():
    return UserFactory(name="Jonas Weber", roles=[Role.PROCUREMENT_HEAD])


def a_measured_category(manager):
    """Two years of two suppliers and of our own warehouse; one item that only one company makes."""
    category = CategoryFactory(owner=manager, name="Bearings")
    items = [ItemFactory(category=category, sole_source_reason="Patent"), ItemFactory(category=category)]
    suppliers = [SupplierFactory(country=country) for country in ("DE", "PL", "UA")]
    for supplier in suppliers:
        supplier.categories.add(category)
    update_supplier(supplier=suppliers[2], is_own=True, by=manager)
    for number in range(36):
        day = organisation_today() - timedelta(days=7 + number * 19)
        record_observation(
            supplier=suppliers[number % 3], category=category, item=items[number % 2], quantity=Decimal(10),
            unit_price=Decimal(90 + number), amount=Decimal(900 + number * 10) * 10, received_on=day,
            ordered_on=day - timedelta(days=30 + number % 11), promised_on=day - timedelta(days=number % 7 - 3),
            source="test", source_key=str(number), by=SYSTEM,
        )  # fmt: skip
    switching = Criterion.objects.get(code="switching")
    score_criterion(category=category, criterion=switching, score=Decimal(5), by=manager)
    other = UserFactory(name="Roman Shevchuk", roles=[Role.CATEGORY_MANAGER])
    score_criterion(category=category, criterion=switching, score=Decimal(2), reason="Tooling is ours", by=other)
    record_consensus(category=category, criterion=switching, score=Decimal(4), reason="A trial failed", by=manager)
    volatility = Criterion.objects.get(code="price-volatility")
    score_criterion(category=category, criterion=volatility, score=Decimal(2), reason="Fixed for two years", by=other)
    position_category(category=category, by=manager)
    return category


def look(page, name, *, widths=(1440, 360)):
    """See the page at both widths, in light and dark: no fault of accessibility, nothing sideways."""
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        for width in widths:
            page.set_viewport_size({"width": width, "height": 900})
            if PICTURES:
                page.screenshot(path=Path(PICTURES) / f"{name}-{width}-{scheme}.png", full_page=True)
            assert sideways(page) <= 0, (name, width)
        assert faults(page) == [], (name, scheme)


def test_the_evidence_of_a_category_tells_figures_facts_and_who_agreed(people, manager):
    category = a_measured_category(manager)

    page = people.open(manager, reverse("procurement:category-detail", args=[category.public_id]))
    text = page.inner_text("main")

    for words in ("24 facts", "consensus recorded by Marta Petrova", "scored instead of measured", "Beside the axes"):
        assert words in text
    look(page, "category")
    page.click("text=assessors")
    page.wait_for_selector("text=Roman Shevchuk")
    look(page, "consensus")


def test_criteria_are_compared_in_pairs_by_keyboard_alone(people, head):
    keep = ("capable-suppliers", "concentration", "switching")
    Criterion.objects.filter(axis="supply_risk").exclude(code__in=keep).update(is_active=False)
    page = people.open(head, reverse("procurement:criterion-list"))
    look(page, "criteria")

    scale = AxisScale.objects.get(axis="supply_risk")
    page = people.open(head, reverse("procurement:axis-weigh", args=[scale.public_id]))
    page.focus("table.pairs select >> nth=0")
    for judgement in ("2", "4", "2"):
        page.keyboard.type(judgement)
        page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")  # Check
    page.wait_for_selector("text=Consistency ratio")
    assert AxisWeighing.objects.count() == 0
    look(page, "pairs")
    page.click("button:has-text('Use these weights')")
    page.wait_for_url(f"**{reverse('procurement:criterion-list')}")

    assert AxisWeighing.objects.get().judgements[1][2] == "4"
