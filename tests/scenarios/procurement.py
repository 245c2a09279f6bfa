"""States of the needs stage, reached through services. `a_company()` is the ground the others stand on."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from procurement.models import ApprovalRule, Bundle, Requisition
from procurement.services import (
    LineInput,
    approve_requisition,
    confirm_bundle,
    create_requisition,
    propose_bundles,
    set_budget,
    submit_requisition,
)
from srm.accounts.models import Department, LegalEntity, User
from srm.accounts.states import Role
from srm.clock import organisation_today
from srm.reference.models import Category, CostCentre, Item, Place
from tests.factories.accounts import DepartmentFactory, LegalEntityFactory, UserFactory
from tests.factories.reference import CategoryFactory, CostCentreFactory, ItemFactory, PlaceFactory


@dataclass
class Company:
    entity: LegalEntity
    department: Department
    requester: User
    head: User
    buyer: User
    manager: User
    finance: User
    procurement_head: User
    warehouse: User
    cost_centre: CostCentre
    place: Place
    category: Category
    item: Item


def a_company(budget: str | None = "100000") -> Company:
    """One legal entity with a department, its people, a cost centre with a budget, a category and an item."""
    entity = LegalEntityFactory()
    head = UserFactory(name="Ivan Bondar")
    department = DepartmentFactory(legal_entity=entity, head=head)
    head.department = department
    head.save()
    manager = UserFactory(name="Marta Petrova", roles=[Role.CATEGORY_MANAGER])
    category = CategoryFactory(owner=manager)
    company = Company(
        entity=entity,
        department=department,
        requester=UserFactory(name="Oleh Tkach", department=department),
        head=head,
        buyer=UserFactory(name="Sofia Lee", roles=[Role.BUYER]),
        manager=manager,
        finance=UserFactory(name="Hanna Lis", roles=[Role.FINANCE]),
        procurement_head=UserFactory(name="Jonas Weber", roles=[Role.PROCUREMENT_HEAD]),
        warehouse=UserFactory(name="Elif Rahn", roles=[Role.WAREHOUSE]),
        cost_centre=CostCentreFactory(legal_entity=entity, department=department, owner=head),
        place=PlaceFactory(legal_entity=entity),
        category=category,
        item=ItemFactory(category=category),
    )
    ApprovalRule.objects.get_or_create(name="Head of department", by_head=True, order=1)
    if budget is not None:
        a_budget(company, budget)
    return company


def a_budget(company: Company, amount: str):
    """The cost centre may spend the amount this and next year."""
    year = organisation_today().year
    return set_budget(
        cost_centre=company.cost_centre,
        period_from=date(year, 1, 1),
        period_to=date(year + 1, 12, 31),
        amount=Decimal(amount),
        by=company.finance,
    )


def a_draft(company: Company, *lines: LineInput, **fields) -> Requisition:
    """A requisition not sent yet: ten items at 500.00 where no lines are given."""
    return create_requisition(
        title=fields.pop("title", "Spare parts for press line 3"),
        reason="Planned overhaul",
        department=company.department,
        cost_centre=company.cost_centre,
        place=company.place,
        needed_on=organisation_today() + timedelta(days=30),
        lines=lines or [LineInput(item=company.item, quantity=Decimal(10), unit_price=Decimal(500))],
        by=fields.pop("by", company.requester),
        **fields,
    )


def a_submitted_requisition(company: Company, *lines: LineInput, **fields) -> Requisition:
    draft = a_draft(company, *lines, **fields)
    return submit_requisition(requisition=draft, by=draft.requester)


def an_approved_requisition(company: Company, *lines: LineInput, **fields) -> Requisition:
    return approve_requisition(requisition=a_submitted_requisition(company, *lines, **fields), by=company.head)


def a_confirmed_bundle(company: Company, *lines: LineInput, **fields) -> Bundle:
    """A bundle of one approved requisition, with the proposed procedure."""
    an_approved_requisition(company, *lines, **fields)
    (bundle,) = propose_bundles(by=company.buyer)
    return confirm_bundle(bundle=bundle, by=company.buyer)
