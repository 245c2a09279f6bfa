"""The holding: legal entities, departments with their heads, people with their roles, units, currencies, places."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from allauth.account.models import EmailAddress
from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.db import transaction

from srm.accounts.models import Department, LegalEntity, RoleAssignment, User
from srm.accounts.states import Role
from srm.demo.logins import PASSWORD
from srm.reference.models import CostCentre, Currency, ExchangeRate, Place, Unit, UnitConversion

DOMAIN = "northwind.example"
ENTITIES = [
    ("NWM", "Northwind Manufacturing GmbH", "DE", "EUR"),
    ("NWU", "Northwind Ukraine LLC", "UA", "UAH"),
]
# code, name, parent, legal entity
DEPARTMENTS = [
    ("HQ", "Head office", "", "NWM"),
    ("PROD", "Production", "HQ", "NWM"),
    ("MAIN", "Maintenance", "PROD", "NWM"),
    ("LOG", "Logistics and warehouse", "HQ", "NWM"),
    ("IT", "Information technology", "HQ", "NWM"),
    ("PROC", "Procurement", "HQ", "NWM"),
    ("FIN", "Finance", "HQ", "NWM"),
    ("SALES", "Sales", "HQ", "NWU"),
]
UNITS = [
    ("C62", "piece", "pcs", {"ru": "шт", "uk": "шт"}, "796"),
    ("KGM", "kilogram", "kg", {"ru": "кг", "uk": "кг"}, "166"),
    ("TNE", "tonne", "t", {"ru": "т", "uk": "т"}, "168"),
    ("MTR", "metre", "m", {"ru": "м", "uk": "м"}, "006"),
    ("LTR", "litre", "l", {"ru": "л", "uk": "л"}, "112"),
    ("MTQ", "cubic metre", "m³", {"ru": "м³", "uk": "м³"}, "113"),
    ("HUR", "hour", "h", {"ru": "ч", "uk": "год"}, "356"),
    ("XPK", "pack", "pack", {"ru": "упак", "uk": "упак"}, "778"),
    ("KWH", "kilowatt hour", "kWh", {"ru": "кВт·ч", "uk": "кВт·год"}, "245"),
    ("E48", "service unit", "service", {"ru": "услуга", "uk": "послуга"}, ""),
]
CONVERSIONS = [("TNE", "KGM", Decimal(1000)), ("MTQ", "LTR", Decimal(1000))]
CURRENCIES = [
    ("EUR", "Euro", 2), ("UAH", "Ukrainian hryvnia", 2), ("USD", "US dollar", 2), ("PLN", "Polish złoty", 2),
    ("JPY", "Japanese yen", 0),
]  # fmt: skip
# What one unit is worth in euro, from before the oldest delivery on: enough to convert everything.
RATES_FROM = date(2006, 1, 1)
RATES = {
    "EUR": Decimal(1), "UAH": Decimal("0.0238"), "USD": Decimal("0.92"), "PLN": Decimal("0.23"),
    "JPY": Decimal("0.0062"),
}  # fmt: skip
PLACES = [
    ("PLANT1", "Plant 1, gate A", "NWM", "Europe/Berlin"),
    ("PLANT2", "Plant 2, gate B", "NWM", "Europe/Berlin"),
    ("KYIV", "Kyiv office", "NWU", "Europe/Kyiv"),
]


@dataclass(frozen=True)
class Person:
    """One member of the staff: his department (`heads` when it is his), roles, language, limit of approval."""

    name: str
    title: str
    department: str
    roles: tuple[Role, ...] = ()
    heads: str = ""
    language: str = "en"
    limit: Decimal | None = None
    email: str = field(default="")

    @property
    def address(self) -> str:
        """Return `given.family@…` unless another is stated."""
        return self.email or f"{self.name.lower().replace(' ', '.')}@{DOMAIN}"


PEOPLE = [
    Person("Anna Melnyk", "Managing director", "HQ", heads="HQ", limit=Decimal(1000000)),
    Person("Ivan Bondar", "Head of production", "PROD", heads="PROD", limit=Decimal(20000)),
    Person("Oleh Tkach", "Production engineer", "PROD"),
    Person("Sofia Kravets", "Maintenance planner", "MAIN", language="uk"),
    Person("Petro Hlushko", "Head of maintenance", "MAIN", heads="MAIN", language="uk", limit=Decimal(10000)),
    Person("Yurii Savchuk", "Storekeeper", "LOG", (Role.WAREHOUSE,), language="uk"),
    Person("Lesia Moroz", "Head of logistics", "LOG", heads="LOG", limit=Decimal(10000)),
    Person("Taras Kozak", "Head of IT", "IT", heads="IT", limit=Decimal(15000)),
    Person("Dmitri Orlov", "System administrator", "IT", language="ru"),
    Person("Marta Petrova", "Category manager", "PROC", (Role.CATEGORY_MANAGER, Role.BUYER)),
    Person("Roman Shevchuk", "Category manager", "PROC", (Role.CATEGORY_MANAGER,)),
    Person("Olena Danko", "Buyer", "PROC", (Role.BUYER,), language="uk"),
    Person("Viktor Hrytsenko", "Head of procurement", "PROC", (Role.PROCUREMENT_HEAD, Role.COMMITTEE), heads="PROC",
           limit=Decimal(250000)),
    Person("Iryna Vovk", "Contract manager", "PROC", (Role.CONTRACT_MANAGER,)),
    Person("Hanna Lis", "Finance controller", "FIN", (Role.FINANCE, Role.COMMITTEE), heads="FIN",
           limit=Decimal(100000)),
    Person("Bohdan Rud", "Technical expert", "PROD", (Role.COMMITTEE,)),
    Person("Nadia Sova", "Internal auditor", "HQ", (Role.AUDITOR,)),
    Person("Klara Weber", "Head of sales", "SALES", heads="SALES", limit=Decimal(10000)),
    Person("System Administrator", "Administrator", "IT", (Role.ADMIN,), email=f"admin@{DOMAIN}"),
]  # fmt: skip


@transaction.atomic
def load(_data: str, _size: str, _say: Callable[[str], None]) -> None:
    """Make all of it, once."""
    if LegalEntity.objects.filter(code=ENTITIES[0][0]).exists():
        return
    load_reference()
    entities = {
        code: LegalEntity.objects.create(code=code, name=name, country=country, currency=currency)
        for code, name, country, currency in ENTITIES
    }
    departments = load_departments(entities)
    load_people(departments)
    load_places(entities, departments)


def load_reference() -> None:
    """Make units with their conversions, currencies with a rate."""
    Unit.objects.bulk_create(
        Unit(code=code, name=name, symbol=symbol, symbols=symbols, okei=okei)
        for code, name, symbol, symbols, okei in UNITS
    )
    UnitConversion.objects.bulk_create(
        UnitConversion(source_id=source, target_id=target, factor=factor) for source, target, factor in CONVERSIONS
    )
    Currency.objects.bulk_create(
        Currency(code=code, name=name, decimals=decimals) for code, name, decimals in CURRENCIES
    )
    ExchangeRate.objects.bulk_create(
        ExchangeRate(
            currency_id=code, on=RATES_FROM, rate=rate / RATES[settings.ORGANISATION_CURRENCY], source="example"
        )
        for code, rate in RATES.items()
        if code != settings.ORGANISATION_CURRENCY
    )


def load_departments(entities: dict[str, LegalEntity]) -> dict[str, Department]:
    """Make the tree of departments; heads come with the people."""
    made: dict[str, Department] = {}
    for code, name, parent, entity in DEPARTMENTS:
        fields = {"code": code, "name": name, "legal_entity": entities[entity]}
        if parent:
            made[parent].refresh_from_db()
            made[code] = Department.objects.add_child(made[parent], fields)
        else:
            made[code] = Department.objects.add_root(fields)
    return made


def load_people(departments: dict[str, Department]) -> None:
    """Make the staff: each may sign in with the demo's password, addresses count as confirmed."""
    password = make_password(PASSWORD)
    for person in PEOPLE:
        is_admin = Role.ADMIN in person.roles
        user = User.objects.create(
            email=person.address, password=password, name=person.name, job_title=person.title,
            department=departments[person.department], language=person.language, approval_limit=person.limit,
            is_staff=is_admin, is_superuser=is_admin,
        )  # fmt: skip
        EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
        RoleAssignment.objects.bulk_create(RoleAssignment(user=user, role=role) for role in person.roles)
        if person.heads:
            Department.objects.filter(pk=departments[person.heads].pk).update(head=user)


def load_places(entities: dict[str, LegalEntity], departments: dict[str, Department]) -> None:
    """Make delivery places, and one cost centre for each department."""
    Place.objects.bulk_create(
        Place(code=code, name=name, legal_entity=entities[entity], time_zone=zone)
        for code, name, entity, zone in PLACES
    )
    for number, department in enumerate(departments.values(), start=1):
        department.refresh_from_db()
        CostCentre.objects.create(
            code=f"{4000 + 10 * number}", name=department.name, legal_entity=department.legal_entity,
            department=department, owner=department.head,
        )  # fmt: skip
