"""Where the walk starts: a small company with a little history, or the real one of SCMS."""

from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from pathlib import Path

from procurement.services import GoalInput, create_cycle, set_stock, start_cycle
from procurement.states import Stage
from srm.accounts.models import User
from srm.accounts.states import Role
from srm.authz import SYSTEM
from srm.clock import organisation_today
from srm.demo import load as demo
from srm.reference.models import Category
from suppliers.models import Supplier, SupplyFact
from suppliers.services import qualify_supplier, record_observation, request_qualification
from tests.factories.accounts import PortalUserFactory, UserFactory
from tests.factories.suppliers import MembershipFactory
from tests.factories.tenders import BidderFactory
from tests.scenarios.history import import_scms
from tests.scenarios.installation import a_new_installation
from tests.scenarios.procurement import Company, a_company

SCMS = Path(demo.__file__).parent / "data" / "scms.csv"
GOALS = [
    GoalInput(Stage.TACTICS, "joint_actions_agreed", Decimal(1)),
    GoalInput(Stage.TACTICS, "spend_under_contract", Decimal(85)),
    GoalInput(Stage.LEARN, "invoices_matched_at_once", Decimal(90)),
    GoalInput(Stage.LEARN, "on_time_in_full", Decimal(94)),
]


@dataclass
class Ground:
    """A company in a running cycle; three suppliers are qualified for its category, the first of them has a person."""

    company: Company
    known: Supplier
    silent: Supplier
    person: User

    @property
    def category(self) -> Category:
        return self.company.category


def a_small_ground() -> Ground:
    """Three suppliers share twelve deliveries of a million two hundred thousand, all on the promised day."""
    a_new_installation()
    company, today = a_company(), organisation_today()
    suppliers = BidderFactory.create_batch(3)
    for number in range(12):
        on = today - timedelta(days=30 * (number + 1))
        record_observation(
            supplier=suppliers[number % 3], category=company.category, item=company.item, quantity=Decimal(2000),
            amount=Decimal(100_000), unit_price=Decimal(50), rejected=Decimal(0), ordered_on=on - timedelta(days=20),
            promised_on=on, received_on=on, source="history", source_key=str(number), by=SYSTEM,
        )  # fmt: skip
    return _ready(company, suppliers)


def the_real_ground() -> Ground:
    """The history of SCMS is imported by the category manager; lamivudine is bought from twelve vendors."""
    a_new_installation()
    company = a_company()
    import_scms(SCMS, by=company.manager)
    company.category = Category.objects.get(code="LAMIVUDINE")
    company.item = SupplyFact.objects.filter(category=company.category).order_by("source_key").first().item
    largest = SupplyFact.objects.filter(category=company.category).values_list("supplier__name", "amount")
    totals: dict[str, Decimal] = {}
    for name, amount in largest:
        totals[name] = totals.get(name, Decimal(0)) + amount
    names = sorted(totals, key=lambda name: -totals[name])[:3]
    return _ready(company, [Supplier.objects.get(name=name) for name in names])


def _ready(company: Company, suppliers: list[Supplier]) -> Ground:
    today = organisation_today()
    for supplier in suppliers:
        asked = request_qualification(supplier=supplier, category=company.category, by=company.buyer)
        qualify_supplier(qualification=asked, by=company.manager)
    set_stock(item=company.item, place=company.place, on_hand=Decimal(50), by=company.warehouse)
    cycle = create_cycle(
        code="NOW", starts_on=today - timedelta(days=60), ends_on=today + timedelta(days=120), goals=GOALS,
        by=company.procurement_head,
    )  # fmt: skip
    start_cycle(cycle=cycle, by=company.procurement_head)
    person = PortalUserFactory(name="Jan Brandt")
    MembershipFactory(supplier=suppliers[0], user=person)
    return Ground(company, suppliers[0], suppliers[1], person)


def a_colleague(company: Company, name: str, *roles: Role) -> User:
    """One more person of the department."""
    return UserFactory(name=name, department=company.department, roles=roles)
