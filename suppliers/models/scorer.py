"""Who scores now, and so reads nothing of what suppliers say of us: later stages register their scorers."""

from collections.abc import Callable
from typing import Any

from django.db.models import Exists, Q, QuerySet

Find = Callable[[Any], QuerySet[Any]]
_FINDERS: list[Find] = []


def register_scorers(find: Find) -> None:
    """Register `find(user)`: the seats in which this person scores now. It must ask nothing itself."""
    _FINDERS.append(find)


def scores_nowhere(user: Any) -> Q:
    """Return the condition that the person has no seat in which he scores now; asked with the query it narrows."""
    condition = Q()
    for find in _FINDERS:
        condition &= ~Q(Exists(find(user)))
    return condition
