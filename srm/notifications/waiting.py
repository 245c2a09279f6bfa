"""What waits for a person: each app registers a callable that lists its own tasks for him; home and inbox join them."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.utils import timezone
from django.utils.functional import Promise


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


Lister = Callable[[Any], Iterable[Task]]
_LISTERS: list[Lister] = []


def register(lister: Lister) -> Lister:
    """Register `lister(user) -> list[Task]`; at most a few queries, whatever the number of rows."""
    _LISTERS.append(lister)
    return lister


def waiting_for(user: Any) -> list[Task]:
    """Return all that waits for the person: what is due first comes first, what has no date last."""
    tasks = [task for lister in _LISTERS for task in lister(user)]
    return sorted(tasks, key=lambda t: (t.due is None, t.due.timestamp() if t.due else 0, t.title))
