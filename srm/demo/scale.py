"""The example company grown large (`--size l`): a head office with 40 departments, 300 categories, 20,000 lines.

Rows of the past are written at once, not lived through: each request has the event of its creation, the open ones
also their approval steps and bookings. All of it follows from fixed seeds and today's date.
"""

import random
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.utils import timezone

from procurement.events import RequisitionCreated
from procurement.models import ApprovalStep, Budget, BudgetEntry, LineProgress, Requisition, RequisitionLine
from procurement.services import set_budget
from procurement.states import ApprovalStatus, EntryKind, LineStage, RequisitionStatus, Route
from srm.accounts.models import Department, LegalEntity, RoleAssignment, User
from srm.authz import SYSTEM
from srm.clock import organisation_today
from srm.demo.logins import PASSWORD
from srm.events.services import record_first
from srm.reference.models import Category, CostCentre, Item, Place, Unit
from srm.reference.services import next_numbers
from suppliers.models import Supplier
from suppliers.services import HistoryRow, import_history

DEPARTMENTS, CATEGORIES, REQUISITIONS, LINES_EACH = 40, 300, 5000, 4
YEARS, OPEN_DAYS, CHUNK = 3, 60, 2000
CENT = Decimal("0.01")
WORDS = ("Assembly", "Casting", "Coating", "Drawing", "Energy", "Fitting", "Grinding", "Handling", "Inspection",
         "Joining", "Laboratory", "Milling")  # fmt: skip
THINGS = ("parts", "tools", "service", "supplies", "spares", "equipment")
FIRST = ("Andrii", "Berta", "Cyril", "Daria", "Emil", "Faina", "Hlib", "Irma", "Jan", "Kira", "Lev", "Mila")
LAST = ("Adler", "Boiko", "Cerny", "Dudek", "Ertel", "Fedak", "Gross", "Haas", "Ivanchuk", "Jung", "Koval", "Lang")
BUDGET = Decimal(4000000)


@dataclass(frozen=True)
class Ground:
    """What requests are made of."""

    departments: Sequence[Department]
    centres: dict[int, CostCentre]
    requesters: dict[int, User]
    items: Sequence[Item]
    prices: dict[int, Decimal]
    place: Place


@transaction.atomic
def load(data: str, size: str, say: Callable[[str], None]) -> None:
    """Grow the company, once."""
    if size != "l" or data != "example" or Department.objects.filter(code="D01").exists():
        return
    departments = ground()
    say(f"{len(departments)} departments, {Category.objects.leaves().count()} categories")
    say(f"{_history()} deliveries of {YEARS} years")
    made = requisitions(ground_of(departments), REQUISITIONS, LINES_EACH)
    say(f"{len(made)} requisitions with {len(made) * LINES_EACH} lines")
    say(f"{_book(made)} bookings on budgets")


def ground() -> list[Department]:
    """Make the departments with their people and budgets, and the categories with their items."""
    made = _departments()
    _categories()
    return made


def ground_of(departments: Sequence[Department]) -> Ground:
    """Return what requests of these departments are made of."""
    items = list(Item.objects.filter(is_active=True).select_related("category", "unit").order_by("code"))
    asking = User.objects.filter(department__in=departments, email__startswith="requester.")
    people = {user.department_id or 0: user for user in asking}
    centres = CostCentre.objects.filter(department__in=departments).select_related("legal_entity", "owner")
    place = Place.objects.filter(legal_entity=departments[0].legal_entity).order_by("code")[0]
    prices = {item.pk: _price(item) for item in items}
    return Ground(departments, {c.department_id or 0: c for c in centres}, people, items, prices, place)


@transaction.atomic
def requisitions(ground: Ground, count: int, lines_each: int, *, all_open: bool = False) -> list[Requisition]:
    """Write so many requests, spread over three years up to today: the old ones done, the young ones on their way.

    With `all_open` each is approved and waits to be bundled.
    """
    rng, today = random.Random(f"requests {count} {lines_each}"), organisation_today()
    heads = [_head(ground, number, index, count, rng, today, all_open)
             for index, number in enumerate(next_numbers("RQ", count))]  # fmt: skip
    lines = [line for head in heads for line in _lines(ground, head, lines_each, rng)]
    for head in heads:
        head.total = Decimal(0)
    for line in lines:
        line.requisition.total += line.amount
    for head in heads:
        head.base_total = head.total
    Requisition.objects.bulk_create(heads, batch_size=CHUNK)
    for line in lines:
        line.requisition_id = line.requisition.pk
    RequisitionLine.objects.bulk_create(lines, batch_size=CHUNK)
    _steps(ground, heads)
    LineProgress.objects.bulk_create(
        (
            LineProgress(line=li, stage=li.stage, at=li.requisition.decided_at or li.requisition.created_at,
                         holder=li.requisition.requester.name, reference=li.requisition.number)
            for li in lines if li.requisition.submitted_at
        ),
        batch_size=CHUNK,
    )  # fmt: skip
    record_first(((RequisitionCreated(h.title), h) for h in heads), by=SYSTEM)
    return heads


def _departments() -> list[Department]:
    root, entity = Department.objects.get(code="HQ"), LegalEntity.objects.get(code="NWM")
    finance = User.objects.get(email="hanna.lis@northwind.example")
    password, made = make_password(PASSWORD), []
    for number in range(1, DEPARTMENTS + 1):
        root.refresh_from_db()
        name = f"{WORDS[(number - 1) % len(WORDS)]} {(number - 1) // len(WORDS) + 1}"
        department = Department.objects.add_child(root, {"code": f"D{number:02}", "name": name, "legal_entity": entity})
        head = _person(f"head.d{number:02}", number, f"Head of {name.lower()}", department, password)
        _person(f"requester.d{number:02}", number + 50, "Engineer", department, password)
        Department.objects.filter(pk=department.pk).update(head=head)
        centre = CostCentre.objects.create(
            code=f"{5000 + 10 * number}", name=name, legal_entity=entity, department=department, owner=head
        )
        _budgets(centre, finance)
        made.append(department)
    return list(Department.objects.filter(code__in=[d.code for d in made]).select_related("legal_entity", "head"))


def _person(login: str, number: int, title: str, department: Department, password: str) -> User:
    name = f"{FIRST[number % len(FIRST)]} {LAST[number // len(FIRST) % len(LAST)]} {department.code}"
    user = User.objects.create(
        email=f"{login}@northwind.example", password=password, name=name, job_title=title, department=department,
        approval_limit=Decimal(50000),
    )  # fmt: skip
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    return user


def _budgets(centre: CostCentre, finance: User) -> None:
    year = organisation_today().year
    for one in (year - 2, year - 1, year, year + 1):
        set_budget(
            cost_centre=centre, period_from=date(one, 1, 1), period_to=date(one, 12, 31), amount=BUDGET, by=finance
        )


def _categories() -> None:
    owners = list(User.objects.filter(role_assignments__in=RoleAssignment.objects.filter(role="category_manager")))
    units = list(Unit.objects.filter(code__in=["C62", "KGM", "MTR", "E48"]).order_by("code"))
    groups = [
        Category.objects.add_root({"code": f"G{number:02}", "name": f"{word} needs"})
        for number, word in enumerate(WORDS, start=1)
    ]
    missing = CATEGORIES - Category.objects.leaves().exclude(code__startswith="G").count()
    for number in range(missing):
        group = Category.objects.get(pk=groups[number % len(groups)].pk)
        thing = THINGS[number // len(groups) % len(THINGS)]
        name = f"{WORDS[number % len(groups)]} {thing} {number:03}"
        category = Category.objects.add_child(
            group, {"code": f"K{number:03}", "name": name, "owner": owners[number % len(owners)]}
        )
        Item.objects.bulk_create(
            Item(code=f"K{number:03}-{part}", name=f"{name}, type {part}", category=category,
                 unit=units[(number + part) % len(units)])
            for part in (1, 2)
        )  # fmt: skip


def _history() -> int:
    """Three years of deliveries of what the company bought in its new categories."""
    rng, today = random.Random("history l"), organisation_today()
    suppliers = list(Supplier.objects.order_by("pk").values_list("name", flat=True))
    items = Item.objects.filter(code__startswith="K").select_related("category").order_by("code")
    rows = list(_deliveries(items, suppliers, today, rng))
    import_history(rows=rows, source="import:example-l", by=SYSTEM)
    return len(rows)


def _deliveries(
    items: Iterable[Item], suppliers: Sequence[str], today: date, rng: random.Random
) -> Iterator[HistoryRow]:
    for item in items:
        own = rng.sample(suppliers, 3)
        for turn in range(YEARS * 6):
            received = today - timedelta(days=14 + 60 * turn + rng.randrange(20))
            quantity, price = Decimal(rng.randrange(5, 200)), _price(item)
            yield HistoryRow(
                key=f"{item.code}-{turn:02}", supplier=rng.choice(own), category=item.category.name, group="",
                item=item.name, quantity=quantity, unit_price=price, amount=(quantity * price).quantize(CENT),
                ordered_on=received - timedelta(days=25), promised_on=received - timedelta(days=rng.choice((0, 0, 3))),
                received_on=received, rejected=Decimal(0),
            )  # fmt: skip


def _price(item: Item) -> Decimal:
    return Decimal(random.Random(f"price {item.code}").randrange(200, 40000)).scaleb(-2)


def _head(
    ground: Ground, number: str, index: int, count: int, rng: random.Random, today: date, all_open: bool  # noqa: FBT001
) -> Requisition:  # fmt: skip
    department = ground.departments[index % len(ground.departments)]
    requester, centre = ground.requesters[department.pk], ground.centres[department.pk]
    days = 1 if all_open else 1 + 365 * YEARS * (count - index) // count  # nothing was asked for later than now
    made = timezone.make_aware(datetime.combine(today - timedelta(days=days), time(9, index % 60)))
    status = RequisitionStatus.APPROVED if all_open else _status(days, rng)
    sent = None if status == RequisitionStatus.DRAFT else made + timedelta(hours=3)
    waits = status in (RequisitionStatus.DRAFT, RequisitionStatus.SUBMITTED)
    decided = None if waits else made + timedelta(hours=14)
    return Requisition(
        number=number, title=f"{department.name}: need {index + 1}", reason="Planned", requester=requester,
        department=department, cost_centre=centre, place=ground.place, currency=centre.legal_entity.currency,
        needed_on=made.date() + timedelta(days=30 + rng.randrange(60)), status=status, created_at=made,
        created_by=requester, submitted_at=sent, decided_at=decided, base_rate=Decimal(1),
    )  # fmt: skip


def _status(days: int, rng: random.Random) -> str:
    if days > OPEN_DAYS:
        return rng.choices(
            (RequisitionStatus.DONE, RequisitionStatus.REJECTED, RequisitionStatus.CANCELLED), (94, 4, 2)
        )[0]
    return rng.choices(
        (RequisitionStatus.APPROVED, RequisitionStatus.SUBMITTED, RequisitionStatus.DRAFT), (60, 30, 10)
    )[0]


def _lines(ground: Ground, head: Requisition, count: int, rng: random.Random) -> Iterator[RequisitionLine]:
    stages: dict[str, str] = {
        RequisitionStatus.DONE: LineStage.RECEIVED,
        RequisitionStatus.APPROVED: LineStage.APPROVED,
    }
    for position, item in enumerate(rng.sample(ground.items, count), start=1):
        quantity = Decimal(rng.randrange(1, 40))
        price = ground.prices[item.pk]
        yield RequisitionLine(
            requisition=head, position=position, item=item, description=item.name, category=item.category,
            unit=item.unit, quantity=quantity, needed_on=head.needed_on, unit_price=price,
            amount=(quantity * price).quantize(CENT), stage=stages.get(head.status, LineStage.ASKED),
            route=Route.TENDER if head.status in stages else "", buyer_id=item.category.owner_id,
        )  # fmt: skip


def _steps(ground: Ground, heads: Sequence[Requisition]) -> None:
    heads_of = {d.pk: d.head for d in ground.departments}
    decided: dict[str, str] = {
        RequisitionStatus.REJECTED: ApprovalStatus.REJECTED,
        RequisitionStatus.CANCELLED: ApprovalStatus.SKIPPED,
    }
    ApprovalStep.objects.bulk_create(
        (
            ApprovalStep(
                requisition=h, order=1, rule_name="Head of department", approver=heads_of[h.department_id],
                status=ApprovalStatus.WAITING if h.decided_at is None
                else decided.get(h.status, ApprovalStatus.APPROVED),
                decided_by=heads_of[h.department_id] if h.decided_at else None, decided_at=h.decided_at,
            )
            for h in heads if h.submitted_at
        ),
        batch_size=CHUNK,
    )  # fmt: skip


def _book(heads: Sequence[Requisition]) -> int:
    """Approved stands as approved, received as spent, on the budget of the day it was needed."""
    budgets = {(b.cost_centre_id, b.period_from.year): b for b in Budget.objects.filter(article="", project="")}
    kinds: dict[str, str] = {
        RequisitionStatus.APPROVED: EntryKind.PRE_COMMITMENT,
        RequisitionStatus.DONE: EntryKind.ACTUAL,
    }
    lines = RequisitionLine.objects.filter(requisition__in=[h.pk for h in heads if h.status in kinds])
    rows = []
    for line in lines.select_related("requisition").order_by("pk").iterator(chunk_size=CHUNK):
        head = line.requisition
        budget = budgets.get((head.cost_centre_id, line.needed_on.year))
        if budget:
            rows.append(BudgetEntry(
                budget=budget, kind=kinds[head.status], amount=line.amount, day_amount=line.amount, line=line,
                source_key=f"requisition:{head.number}/{line.position}", at=head.decided_at or head.created_at,
            ))  # fmt: skip
    BudgetEntry.objects.bulk_create(rows, batch_size=CHUNK)
    return len(rows)
