"""Budgets, stock, and requisitions in every state, sent and decided by the people of the example."""

import random
from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal

from django.conf import settings
from django.db import transaction

from procurement.models import ApprovalRule, Budget, Requisition, Stock
from procurement.services import (
    LineInput,
    approve_requisition,
    confirm_bundle,
    create_requisition,
    create_supply_plan,
    keep_template,
    propose_bundles,
    reject_requisition,
    request_transfer,
    return_requisition,
    set_budget,
    set_budget_rate,
    set_competence,
    set_stock,
    submit_requisition,
)
from procurement.states import ApprovalStatus, PolicyFlag
from srm.accounts.models import Department, LegalEntity, User
from srm.accounts.queries import people_with_role
from srm.accounts.states import Role
from srm.clock import next_quarter, organisation_today
from srm.demo.catalogue import price_of
from srm.reference.models import Category, CostCentre, Item, Place
from srm.reference.services import convert

RULES = [("Head of department", 1, "0", "head", ""), ("Finance, from 10,000", 2, "10000", "", Role.FINANCE),
         ("Head of procurement, from 100,000", 3, "100000", "", Role.PROCUREMENT_HEAD)]  # fmt: skip
# requester, title, days until needed, outcome, urgent, lines (item, quantity)
REQUESTS = [
    ("oleh.tkach", "Spare parts for press line 3", 23, "draft", False,
     [("BRG-22216", 24), ("SEA-H250", 6), ("VLV-DN50-40", 40), ("STL-S355-20", 6400)]),
    ("oleh.tkach", "Welding wire, 800 kg", 18, "returned", False, [("WLD-12", 800)]),
    ("oleh.tkach", "Ball valves DN50 for cooling", 27, "submitted", False, [("VLV-DN50-40", 40)]),
    ("oleh.tkach", "Steel plate S355, 12 t", 55, "approved", False, [("STL-S355-20", 12000)]),
    ("oleh.tkach", "Galvanised sheet for covers", 48, "approved", False, [("STL-DX51-2", 30000)]),
    ("sofia.kravets", "Sheet for guards, workshop 2", 60, "approved", False, [("STL-S235-6", 22000)]),
    ("sofia.kravets", "Motor for cooling tower", 40, "submitted", True, [("MOT-55", 1)]),
    ("sofia.kravets", "Safety gloves, 12,000 pairs", 20, "approved", False, [("SAF-GLV", 12000)]),
    ("sofia.kravets", "Bearings for conveyor", 35, "approved", False, [("BRG-6205", 120), ("BRG-6210", 40)]),
    ("dmitri.orlov", "Laptops for the new line", 42, "approved", False, [("NB-14", 24), ("DOC-4", 24)]),
    ("dmitri.orlov", "Barcode scanners, 6 pcs", 16, "submitted", False, [("SCN-2D", 6)]),
    ("dmitri.orlov", "CAD licences for trainees", 30, "rejected", False, [("LIC-CAD", 4)]),
    ("lesia.moroz", "Stretch film, first quarter", 45, "approved", False, [("FLM-23", 900)]),
    ("lesia.moroz", "Boxes, first quarter", 50, "approved", False, [("BOX-400", 42000), ("BOX-600", 11000)]),
    ("lesia.moroz", "Road freight DACH, January", 38, "approved", False, [("FRT-DACH", 40)]),
    ("bohdan.rud", "Temperature sensors for test bench", 33, "submitted", False, [("SNS-PT100", 20)]),
    ("bohdan.rud", "Calibration of the temperature chain", 44, "draft", False, [("CAL-TMP", 3)]),
]  # fmt: skip
STOCK = [("BRG-22216", "PLANT1", 14, 4), ("BRG-6205", "PLANT2", 116, 20), ("SEA-H250", "PLANT2", 2, 0),
         ("FLM-23", "PLANT2", 140, 40), ("SAF-GLV", "PLANT1", 310, 100), ("WLD-12", "PLANT1", 260, 150)]  # fmt: skip
BUDGET = Decimal(220000)
# buyer, category or group, how well, most open lines
COMPETENCES = [("marta.petrova", "METAL", 5, 40), ("marta.petrova", "PARTS", 4, 40), ("roman.shevchuk", "PACK", 5, 60),
               ("olena.danko", "MRO", 4, 30), ("olena.danko", "IT", 3, 30)]  # fmt: skip


def load(data: str, _size: str, _say: Callable[[str], None]) -> None:
    """Make rules and budgets once, and for the example the requests."""
    if Budget.objects.exists():
        return
    people = {u.email.split("@")[0]: u for u in User.objects.filter(email__endswith="@northwind.example")}
    with transaction.atomic():
        _rules()
        _budgets(people["hanna.lis"])
        if data == "example":
            _requests(people)


def _requests(people: dict[str, User]) -> None:
    for item, place, quantity, safety in STOCK:
        set_stock(
            item=Item.objects.get(code=item), place=Place.objects.get(code=place), on_hand=Decimal(quantity),
            safety=Decimal(safety), unit_cost=price_of(item), by=people["yurii.savchuk"],
        )  # fmt: skip
    _supply(people)
    for row in REQUESTS:
        _request(people[row[0]], *row[1:])
    _templates(people["sofia.kravets"])
    bundles = propose_bundles(by=people["marta.petrova"])
    for bundle in bundles:
        if bundle.category.code in {"STEEL", "LAPTOP"}:
            confirm_bundle(bundle=bundle, by=bundle.buyer)
    start, end = next_quarter(organisation_today())
    create_supply_plan(period_from=start, period_to=end, by=people["marta.petrova"])


def _templates(person: User) -> None:
    """What workshop 2 asks for again and again."""
    for title, lead in (("Safety gloves, 12,000 pairs", 20), ("Bearings for conveyor", 35)):
        found = Requisition.objects.get(title=title, requester=person)
        keep_template(requisition=found, name=title, lead_days=lead, shared=True, by=person)


def _supply(people: dict[str, User]) -> None:
    """Who buys what, a transfer between two companies, and a stock that will ask for itself."""
    head, store = people["viktor.hrytsenko"], people["yurii.savchuk"]
    for buyer, group, level, capacity in COMPETENCES:
        category = Category.objects.get(code=group)
        set_competence(person=people[buyer], category=category, level=level, capacity=capacity, by=head)
    film = Stock.objects.get(item__code="FLM-23")
    office = Place.objects.get(code="KYIV")
    request_transfer(
        source=film, place=office, quantity=Decimal(12), reason="Samples for a customer", by=people["klara.weber"]
    )
    wire = Stock.objects.get(item__code="WLD-12")
    set_stock(
        item=wire.item, place=wire.place, on_hand=wire.on_hand, reorder_point=Decimal(200), maximum=Decimal(600),
        planner=people["oleh.tkach"], cost_centre=CostCentre.objects.get(department__code="PROD"), by=store,
    )  # fmt: skip


def _rules() -> None:
    ApprovalRule.objects.all().delete()
    for name, order, amount, head, role in RULES:
        ApprovalRule.objects.create(name=name, order=order, amount_from=Decimal(amount), by_head=bool(head), role=role)
    ApprovalRule.objects.create(
        name="Urgent: head of procurement", order=1, flag=PolicyFlag.URGENT, role=Role.PROCUREMENT_HEAD
    )


def _budgets(finance: User) -> None:
    today = organisation_today()
    main = CostCentre.objects.get(department__code="PROD")
    for centre in CostCentre.objects.select_related("legal_entity").order_by("code"):
        rng = random.Random(f"budget {centre.code}")
        amount = BUDGET + Decimal(rng.randrange(0, 120000, 5000))
        amount, _rate = convert(amount, settings.ORGANISATION_CURRENCY, centre.legal_entity.currency, today)
        for year in (today.year, today.year + 1):
            set_budget(
                cost_centre=centre, period_from=date(year, 1, 1), period_to=date(year, 12, 31), amount=amount,
                exception_role=Role.FINANCE if centre == main else "", by=finance,
            )  # fmt: skip
    ukraine = LegalEntity.objects.exclude(currency=settings.ORGANISATION_CURRENCY).first()
    if ukraine:
        rate = convert(Decimal(1), settings.ORGANISATION_CURRENCY, ukraine.currency, today)[0]
        set_budget_rate(
            legal_entity=ukraine, currency=settings.ORGANISATION_CURRENCY, period_from=date(today.year, 1, 1),
            period_to=date(today.year + 1, 12, 31), rate=rate, by=finance,
        )  # fmt: skip


def _request(requester: User, title: str, days: int, outcome: str, urgent: bool, lines: list) -> None:  # noqa: FBT001
    department = Department.objects.get(people=requester)
    centre = CostCentre.objects.get(department=department)
    place = Place.objects.filter(legal_entity=centre.legal_entity).order_by("code")[0]
    needed = organisation_today() + timedelta(days=days)
    given = [
        LineInput(item=Item.objects.get(code=code), quantity=Decimal(quantity), unit_price=price_of(code))
        for code, quantity in lines
    ]
    requisition = create_requisition(
        title=title, reason=title, department=department, cost_centre=centre, place=place, needed_on=needed,
        lines=given, is_urgent=urgent, by=requester,
    )  # fmt: skip
    if outcome != "draft":
        _decide(submit_requisition(requisition=requisition, by=requester), outcome)


def _decide(requisition: Requisition, outcome: str) -> None:
    if outcome == "submitted":
        return
    while step := requisition.approval_steps.filter(status=ApprovalStatus.WAITING).order_by("order").first():
        approver = step.approver or people_with_role(step.role).order_by("pk").first()
        if outcome == "returned":
            return_requisition(requisition=requisition, by=approver, comment="Which project is it for?")
        elif outcome == "rejected":
            reject_requisition(requisition=requisition, by=approver, comment="Trainees share the pool of licences.")
        else:
            approve_requisition(requisition=requisition, by=approver)
