"""Requests cut into parts: found together, shown to who approves and to the auditor."""

from datetime import timedelta
from decimal import Decimal

import pytest

from procurement.models import ApprovalRule, Requisition, RequisitionLine
from procurement.queries.split import splits_for, suspects_of_year
from procurement.services import LineInput
from procurement.states import PriceSource
from srm.accounts.states import Role
from srm.clock import organisation_today
from tests.factories.accounts import DepartmentFactory, UserFactory
from tests.factories.reference import CategoryFactory, CostCentreFactory, ItemFactory
from tests.factories.suppliers import SupplierFactory
from tests.procurement.test_requisition_pages import page
from tests.scenarios.procurement import a_company, a_submitted_requisition

pytestmark = pytest.mark.django_db


@pytest.fixture
def company():
    company = a_company(budget="1000000")
    ApprovalRule.objects.create(name="Board", role=Role.FINANCE, order=9, amount_from=Decimal(100_000))
    return company


def bought(company, amount="90000", **fields):
    item = fields.pop("item", company.item)
    line = LineInput(item=item, quantity=Decimal(1), unit_price=Decimal(amount))
    return a_submitted_requisition(company, line, **fields)


def findings(requisition):
    return [(f.limit.name, f.total, f.numbers) for f in splits_for([requisition])[requisition.pk]]


def test_twice_90_000_under_100_000_is_flagged_on_the_second(company):
    first, second = bought(company), bought(company)

    assert findings(second) == [("Board", Decimal(180_000), (first.number,))]


def test_another_person_of_the_department_is_the_same_buyer(company):
    first = bought(company, by=UserFactory(department=company.department))

    assert findings(bought(company)) == [("Board", Decimal(180_000), (first.number,))]


def test_another_category_or_cost_centre_is_another_purchase(company):
    bought(company)
    other_item = ItemFactory(category=CategoryFactory())
    elsewhere = bought(company)
    centre = CostCentreFactory(legal_entity=company.entity, department=company.department)
    Requisition.objects.filter(pk=elsewhere.pk).update(cost_centre=centre)
    elsewhere.refresh_from_db()

    assert findings(bought(company, item=other_item)) == []
    assert findings(elsewhere) == []


def test_the_same_supplier_is_the_same_purchase_whatever_the_category(company):
    supplier = SupplierFactory()
    first, second = bought(company), bought(company, item=ItemFactory(category=CategoryFactory()))
    for requisition in (first, second):
        requisition.lines.update(supplier=supplier, price_source=PriceSource.CONTRACT)

    assert findings(second) == [("Board", Decimal(180_000), (first.number,))]


def test_somebody_else_elsewhere_is_not_counted(company):
    bought(company)
    other = DepartmentFactory(legal_entity=company.entity, head=company.head)
    stranger = UserFactory(department=other)
    company.department = other

    assert findings(bought(company, by=stranger)) == []


@pytest.mark.parametrize("thing", ["supplier", "category and cost centre"])
@pytest.mark.parametrize("buyer", ["requester", "department", "both"])
def test_each_way_of_being_the_same_purchase_is_flagged(company, buyer, thing):
    first, second = bought(company), bought(company)
    if buyer == "requester":
        Requisition.objects.filter(pk=first.pk).update(department=DepartmentFactory(legal_entity=company.entity))
    if buyer == "department":
        Requisition.objects.filter(pk=first.pk).update(requester=UserFactory(department=company.department))
    if thing == "supplier":
        RequisitionLine.objects.update(supplier=SupplierFactory())
        first.lines.update(category=CategoryFactory())

    assert findings(second) == [("Board", Decimal(180_000), (first.number,))]


@pytest.mark.parametrize(("days", "window"), [(0, "days"), (30, "days"), (31, "year")])
def test_thirty_days_back_are_one_window_and_the_year_another(company, days, window):
    first, second = bought(company), bought(company)
    at = second.submitted_at.replace(month=6, day=30)
    Requisition.objects.filter(pk=first.pk).update(submitted_at=at - timedelta(days=days))
    Requisition.objects.filter(pk=second.pk).update(submitted_at=at)
    second.refresh_from_db()

    assert [f.window for f in splits_for([second])[second.pk]] == [window]


def test_the_year_before_is_not_counted_beyond_the_window(company):
    first, second = bought(company), bought(company)
    at = second.submitted_at.replace(month=2, day=28)
    Requisition.objects.filter(pk=first.pk).update(submitted_at=at - timedelta(days=60))
    Requisition.objects.filter(pk=second.pk).update(submitted_at=at)
    second.refresh_from_db()

    assert findings(second) == []


def test_the_window_is_a_setting_and_the_year_is_counted_besides(company, settings):
    first, second = bought(company), bought(company)
    Requisition.objects.filter(pk=first.pk).update(submitted_at=first.submitted_at.replace(month=1, day=9))
    settings.SPLIT_WINDOW_DAYS = 5

    (found,) = splits_for([second])[second.pk]

    year = organisation_today().timetuple().tm_yday
    assert found.window == ("days" if year <= 14 else "year")
    assert found.days == 5


def test_what_stays_under_a_heads_own_limit_is_flagged_too(company):
    ApprovalRule.objects.filter(name="Board").delete()
    company.head.approval_limit = Decimal(100_000)
    company.head.save()
    first, second = bought(company), bought(company)

    assert findings(second) == [("approval_limit", Decimal(180_000), (first.number,))]


def test_the_auditor_finds_them_all_year_and_on_their_pages(client, company):
    first, second = bought(company), bought(company)
    auditor = UserFactory(roles=[Role.AUDITOR])

    listed = page(client, auditor, "split-list").content.decode()
    shown = page(client, auditor, "requisition-detail", second.public_id).content.decode()

    assert {s.requisition for s in suspects_of_year(organisation_today())} == {first, second}
    assert second.number in listed
    assert "This may be one purchase in parts" in shown
    assert page(client, company.buyer, "split-list").status_code == 403
