"""The suppliers of the example company, their people, what they are qualified for, and three years of deliveries."""

import random
from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

from allauth.account.models import EmailAddress
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.db.models import Count
from django.utils.text import slugify

from srm.accounts.models import User
from srm.accounts.states import Kind as Door
from srm.authz import SYSTEM
from srm.clock import organisation_today
from srm.demo.catalogue import KINDS, Kind
from srm.demo.logins import PASSWORD
from srm.imports.services import confirm_import, match_columns, preview_import, upload_import
from srm.reference.models import Category
from suppliers.models import Membership, Supplier, SupplyFact
from suppliers.services import (
    HistoryRow,
    add_certificate,
    add_membership,
    confirm_supplier,
    create_supplier,
    import_history,
    qualify_supplier,
    request_qualification,
    state_revenue,
    update_supplier,
)
from suppliers.states import MembershipRole

# name, country, city, annual revenue in euro (None: unknown)
SUPPLIERS = [
    ("Stahlwerk Ruhr", "DE", "Duisburg", 310000000), ("Alfa Metal LLC", "UA", "Zaporizhzhia", 18000000),
    ("Baltic Bearings", "LT", "Kaunas", 42000000), ("Norsk Valves", "NO", "Bergen", 95000000),
    ("Delta Pack", "PL", "Poznań", 26000000), ("Orion IT", "DE", "Berlin", 54000000),
    ("Hydra Service", "UA", "Dnipro", 4500000), ("Motoren Weiss", "DE", "Nuremberg", 120000000),
    ("Carpathian Castings", "UA", "Ivano-Frankivsk", 9000000), ("Profil Süd", "DE", "Ulm", 33000000),
    ("Kardon Karton", "PL", "Łódź", 15000000), ("Sensorik Jena", "DE", "Jena", 21000000),
    ("Toolmark", "CZ", "Brno", 12000000), ("Lincoln Gas", "PL", "Katowice", 88000000),
    ("Safe Hands", "PL", "Lublin", 6000000), ("Clean & Bright", "UA", "Lviv", None),
    ("Office Centre", "UA", "Kyiv", 11000000), ("TransDach Logistik", "DE", "Hamburg", 64000000),
    ("Steppe Freight", "UA", "Kharkiv", 7000000), ("Nordstrom Energie", "DE", "Kiel", 540000000),
    ("Etiketten Plus", "DE", "Kassel", 5000000), ("Chroma Coatings", "CZ", "Ostrava", 14000000),
    ("MetroCal", "PL", "Gdynia", None), ("CAD House", "DE", "Munich", 23000000),
    ("Iron Bridge Steel", "SK", "Košice", 210000000), ("Vostok Polymer", "LV", "Riga", 17000000),
    ("Pallet Union", "PL", "Białystok", 3500000), ("Drive Systems Nord", "DK", "Aarhus", 77000000),
    ("ScanTec", "DE", "Stuttgart", None), ("Rhein Fittings", "DE", "Mainz", 29000000),
]  # fmt: skip
# portal people: e-mail, name, supplier, language
PEOPLE = [
    ("olena.koval@alfametal.example", "Olena Koval", "Alfa Metal LLC", "uk"),
    ("jan.brandt@stahlwerk.example", "Jan Brandt", "Stahlwerk Ruhr", "en"),
    ("peter.kral@ironbridge.example", "Peter Kráľ", "Iron Bridge Steel", "en"),
    ("ruta.vaitkute@balticbearings.example", "Rūta Vaitkutė", "Baltic Bearings", "en"),
    ("irina.lebedeva@vostokpolymer.example", "Irina Lebedeva", "Vostok Polymer", "ru"),
    ("ola.nilsen@norskvalves.example", "Ola Nilsen", "Norsk Valves", "en"),
]
# which suppliers lead a category; the rest of its number is filled from the list
LEADERS = {
    "STEEL": ["Stahlwerk Ruhr", "Alfa Metal LLC", "Iron Bridge Steel"], "BEARING": ["Baltic Bearings"],
    "VALVE": ["Norsk Valves", "Rhein Fittings"], "CASTING": ["Carpathian Castings"],
    "BOX": ["Delta Pack", "Kardon Karton"],
    "FILM": ["Vostok Polymer", "Delta Pack"], "PALLET": ["Pallet Union"], "HYDR": ["Hydra Service"],
    "DRIVE": ["Motoren Weiss", "Drive Systems Nord"], "SENSOR": ["Sensorik Jena"], "TOOL": ["Toolmark"],
    "WELD": ["Lincoln Gas"], "SAFETY": ["Safe Hands"], "CLEAN": ["Clean & Bright"], "OFFICE": ["Office Centre"],
    "LAPTOP": ["Orion IT"], "SCANNER": ["ScanTec", "Orion IT"], "LICENCE": ["CAD House"],
    "FREIGHT": ["TransDach Logistik", "Steppe Freight"], "POWER": ["Nordstrom Energie"], "LABEL": ["Etiketten Plus"],
    "COATING": ["Chroma Coatings"], "CALIB": ["MetroCal"], "ALU": ["Profil Süd", "Alfa Metal LLC"],
}  # fmt: skip
REAL_HISTORY = Path(__file__).parent / "data" / "scms.csv"
OWN_WAREHOUSE = "SCMS from RDC"  # regional distribution centres of the programme itself
YEARS = 3
LINES_A_YEAR = {"s": 30, "m": 120, "l": 900}


@transaction.atomic
def load(data: str, size: str, _say: Callable[[str], None]) -> None:
    """Make the suppliers, let their people in, and write three years of deliveries up to last week.

    With `data` scms the suppliers, categories and deliveries are those of the real history instead.
    """
    if SupplyFact.objects.exists():
        return
    if data == "scms":
        _real_history()
        return
    by = {u.email.split("@")[0]: u for u in User.objects.filter(email__endswith="@northwind.example")}
    made = {row[0]: _supplier(row, by) for row in SUPPLIERS}
    for email, name, supplier, language in PEOPLE:
        _person(email, name, made[supplier], language)
    for name in sorted(made.keys() - {row[2] for row in PEOPLE}):
        _person(f"sales@{slugify(name)}.example", f"{name}, sales", made[name], "en")
    for kind in KINDS:
        names = suppliers_of(kind)
        _qualify(kind, [made[name] for name in names], by["marta.petrova"])
    import_history(rows=_history(LINES_A_YEAR[size]), source="import:example", by=SYSTEM)
    today = organisation_today()
    for name, title, days in (("Alfa Metal LLC", "ISO 9001:2015", 12), ("Orion IT", "ISO 27001", 24),
                              ("Stahlwerk Ruhr", "Liability insurance, 2 m €", 40)):  # fmt: skip
        add_certificate(
            supplier=made[name], name=title, expires_on=today + timedelta(days=days), by=by["marta.petrova"]
        )


def _real_history() -> None:
    """Import it as a person would: upload, take the proposed columns, check, confirm. One vendor gets a login."""
    marta = User.objects.get(email="marta.petrova@northwind.example")
    upload = SimpleUploadedFile("scms.csv", REAL_HISTORY.read_bytes())
    run = upload_import(kind="history", upload=upload, by=marta)
    run = match_columns(run=run, mapping=run.mapping, by=marta)
    confirm_import(run=preview_import(run=run, by=marta, now=True), by=marta, now=True)
    for warehouse in Supplier.objects.filter(name=OWN_WAREHOUSE):
        update_supplier(supplier=warehouse, is_own=True, by=marta)
    Category.objects.update(owner=marta)
    largest = SupplyFact.objects.values("supplier").annotate(lines=Count("pk")).order_by("-lines", "supplier")
    for (email, name, _company, language), row in zip(PEOPLE, largest[1:], strict=False):
        _person(email, name, Supplier.objects.get(pk=row["supplier"]), language)


def suppliers_of(kind: Kind) -> list[str]:
    """Return who can supply a category, the leaders first; the same on every machine."""
    leaders = LEADERS[kind.code][: kind.suppliers]
    others = [row[0] for row in SUPPLIERS if row[0] not in leaders]
    return leaders + random.Random(f"market {kind.code}").sample(others, kind.suppliers - len(leaders))


def _supplier(row: tuple, by: dict[str, User]) -> Supplier:
    name, country, city, revenue = row
    supplier = create_supplier(
        name=name, legal_name=name, country=country, city=city, tax_id=f"{country}{abs(_number(name)) % 10**9:09}",
        by=by["olena.danko"],
    )  # fmt: skip
    if revenue:
        state_revenue(
            supplier=supplier, year=organisation_today().year - 1, revenue=Decimal(revenue), currency="EUR",
            found_in="Annual accounts", by=by["olena.danko"],
        )  # fmt: skip
    return confirm_supplier(supplier=supplier, by=by["marta.petrova"])


def _number(text: str) -> int:
    return random.Random(text).randrange(10**12)


def _person(email: str, name: str, supplier: Supplier, language: str) -> None:
    user = User.objects.create_user(
        email, PASSWORD, name=name, kind=Door.PORTAL, language=language, time_zone="Europe/Kyiv"
    )
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    add_membership(user=user, supplier=supplier, role=MembershipRole.ADMIN, by=SYSTEM)
    if not Membership.objects.filter(supplier=supplier, user=user).exists():
        raise AssertionError("a portal person without a company")
    update_supplier(supplier=supplier, email=email, by=user)


def _qualify(kind: Kind, suppliers: list[Supplier], by: User) -> None:
    category = Category.objects.get(code=kind.code)
    until = organisation_today() + timedelta(days=400)
    for supplier in suppliers:
        request = request_qualification(supplier=supplier, category=category, by=by)
        qualify_supplier(qualification=request, valid_until=until, by=by)


def _history(lines_a_year: int) -> list[HistoryRow]:
    today = organisation_today()
    rows: list[HistoryRow] = []
    for kind in KINDS:
        rng = random.Random(f"history {kind.code}")
        count = max(lines_a_year * YEARS * (1 + kind.spend // 1000000) // 3, 24)
        rows.extend(_line(kind, number, count, today, rng) for number in range(count))
    return rows


def _line(kind: Kind, number: int, count: int, today: date, rng: random.Random) -> HistoryRow:
    names = suppliers_of(kind)
    weights = [len(names) + 2 - min(place, 3) * 1.5 + (2 if place == 0 else 0) for place in range(len(names))]
    supplier = rng.choices(names, [max(w, 0.4) for w in weights])[0]
    _code, name, _unit, usual = kind.items[number % len(kind.items)]
    received = today - timedelta(days=7 + (365 * YEARS - 14) * (count - number) // count)
    late = round(rng.gauss(0 if kind.delay < 8 else kind.delay / 4, kind.delay / 2))
    price = (Decimal(usual) * Decimal(str(round(1 + rng.gauss(0, 0.02 + kind.switching / 60), 4)))).quantize(
        Decimal("0.0001")
    )
    price = max(price, Decimal("0.01"))
    amount = (Decimal(kind.spend) * YEARS / count * Decimal(str(round(rng.uniform(0.6, 1.4), 3)))).quantize(
        Decimal("0.01")
    )
    quantity = max((amount / price).quantize(Decimal(1)), Decimal(1))
    bad = Decimal(round(float(quantity) * rng.choice([0, 0, 0, 0, 0.01, 0.03])))
    return HistoryRow(
        key=f"{kind.code}-{number:05}", supplier=supplier, category=kind.en, group="", item=name,
        quantity=quantity, amount=(quantity * price).quantize(Decimal("0.01")), unit_price=price,
        ordered_on=received - timedelta(days=20 + kind.delay + late), promised_on=received - timedelta(days=late),
        received_on=received, rejected=bad, country="",
    )  # fmt: skip
