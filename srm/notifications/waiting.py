"""What waits for a person: each app registers lists of rows of one shape; home and inbox read them all by one query."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from django.db.models import BigIntegerField, DateField, DateTimeField, DecimalField, F, Field, QuerySet, Value
from django.db.models.functions import Cast
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise

from srm.accounts.models import User

MOST = 200  # of one list; nobody works off more than that from an inbox


@dataclass(frozen=True)
class Task:
    """One thing only this person can do now. `due` orders it; `url` leads to where it is done."""

    due: datetime | None
    title: str
    url: str
    subtitle: str = ""
    number: str = ""
    from_person: Any = None
    amount: Decimal | None = None
    currency: str = ""
    action_label: str | Promise = ""
    kind: str = "task"  # groups the inbox: "approve", "question", "task" …

    @property
    def is_late(self) -> bool:
        return self.due is not None and self.due < timezone.now()

    @property
    def due_on(self) -> date | None:
        return timezone.localtime(self.due).date() if self.due else None


@dataclass(frozen=True)
class Row:
    """What the database tells of one waiting thing; each list says in `rows` what stands where."""

    key: str  # public id of what `Row.task` leads to
    title: str
    subtitle: str
    number: str
    person: Any  # who asks
    amount: Decimal | None
    currency: str
    at: datetime | None
    on: date | None
    state: str  # whatever else decides on the words

    def task(self, page: str, label: str | Promise, *, kind: str = "task", **more: Any) -> Task:
        """Return the task that is done at `page` (a URL name that takes the key); `more` are fields of `Task`.

        It is due at the row's moment, or at the end of its day.
        """
        found = {
            "due": self.at or end_of(self.on), "title": self.title, "subtitle": self.subtitle, "number": self.number,
            "from_person": self.person, "amount": self.amount, "currency": self.currency,
        }  # fmt: skip
        return Task(**(found | {"url": reverse(page, args=[self.key]), "action_label": label, "kind": kind} | more))


def end_of(day: date | None) -> datetime | None:
    """Return the last minute of the day where the reader is."""
    return timezone.make_aware(datetime.combine(day, time(23, 59))) if day else None


def _nothing(field: Field) -> Cast:
    return Cast(Value(None), field)  # PostgreSQL joins no untyped NULLs with dates


EMPTY: dict[str, Any] = {
    "key": "public_id", "title": Value(""), "subtitle": Value(""), "number": Value(""),
    "person": _nothing(BigIntegerField()), "amount": _nothing(DecimalField(max_digits=20, decimal_places=6)),
    "currency": Value(""), "at": _nothing(DateTimeField()), "on": _nothing(DateField()), "state": Value(""),
}  # fmt: skip


def rows(found: QuerySet[Any], **columns: Any) -> QuerySet[Any]:
    """Give what waits the shape of `Row`: `rows(Contract.objects…, title="title", person="manager_id", on="ends_on")`.

    A text is the path of a field; anything else is an expression. The key is the public id unless told.
    """
    if unknown := columns.keys() - EMPTY.keys():
        raise TypeError(f"no such part of a waiting row: {', '.join(sorted(unknown))}")
    shape = {name: F(part) if isinstance(part, str) else part for name, part in (EMPTY | columns).items()}
    return found.annotate(**{f"row_{name}": part for name, part in shape.items()})


Find = Callable[[Any], QuerySet[Any] | None]
Show = Callable[[Row], Task]


@dataclass(frozen=True)
class WaitingList:
    find: Find
    show: Show
    portal: bool


_LISTS: list[WaitingList] = []


def register(find: Find, show: Show, *, portal: bool = False) -> None:
    """Register a list: `find(user)` names its rows (see `rows`) or None, `show(row)` words one of them.

    `find` starts at what the person may see and asks nothing itself. It is called for staff, or with `portal` for
    suppliers' people.
    """
    _LISTS.append(WaitingList(find, show, portal))


def waiting_for(user: Any) -> list[Task]:
    """Return all that waits for the person: what is due first comes first, what has no date last. Two queries."""
    lists = [one for one in _LISTS if one.portal == getattr(user, "is_portal", True)]
    found = [(one, rows) for one in lists if (rows := one.find(user)) is not None]
    tasks = [one.show(row) for one, row in _read(found)]
    return sorted(tasks, key=lambda t: (t.due is None, t.due.timestamp() if t.due else 0, t.title))


def _read(found: list[tuple[WaitingList, QuerySet[Any]]]) -> list[tuple[WaitingList, Row]]:
    """Read the rows of all lists by one query, and the people they name by another."""
    names = ["row_list", *(f"row_{name}" for name in EMPTY)]
    parts = [rows.annotate(row_list=Value(n)).values_list(*names)[:MOST] for n, (_one, rows) in enumerate(found)]
    if not parts:
        return []
    read = [(found[n][0], Row(*(values))) for n, *values in parts[0].union(*parts[1:], all=True)]
    people = User.objects.in_bulk({row.person for _one, row in read if row.person})
    return [(one, replace(row, person=people.get(row.person), subtitle=row.subtitle or "")) for one, row in read]
