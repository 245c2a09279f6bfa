"""Reads about people: who stands in for whom, who has a role, who is guessing."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from itertools import takewhile

from django.db.models import QuerySet
from django.utils import timezone

from srm.accounts.models import Delegation, RoleAssignment, User
from srm.accounts.states import Kind, Purpose
from srm.events.services import history
from srm.reading import asked_once

GUESSES_COUNT_FOR = timedelta(minutes=5)


def principals_of(user: User, at: datetime) -> list[User]:
    """Return those for whom the user decides at that moment (his own delegations are not passed on)."""
    rows = Delegation.objects.in_force(at).filter(substitute=user).select_related("principal")
    principals = {row.principal_id: row.principal for row in rows.order_by("pk")}
    read_roles(principals.values())
    return list(principals.values())


@asked_once
def principals_now(user: User) -> list[User]:
    """Return them for what is shown, by this machine's clock; the service that decides asks the database's."""
    return principals_of(user, timezone.now())


def read_roles(people: Iterable[User]) -> None:
    """Read the roles of several people by one query instead of one each."""
    found: dict[int, set[str]] = {person.pk: set() for person in people if person.holds_roles}
    if found:
        for pk, role in RoleAssignment.objects.filter(user__in=found).values_list("user_id", "role"):
            found[pk].add(role)
    for person in people:
        person.roles = frozenset(found.get(person.pk, ()))


def substitutes_of(user: User, at: datetime) -> list[User]:
    """Return those who may decide for the user at that moment."""
    rows = Delegation.objects.in_force(at).filter(principal=user, substitute__is_active=True)
    return [row.substitute for row in rows.select_related("substitute")]


def people_with_role(*roles: str) -> QuerySet[User]:
    """Return active staff who have any of the roles."""
    return User.objects.filter(
        is_active=True, kind=Kind.STAFF, role_assignments__role__in=roles
    ).distinct()  # fmt: skip


def refusals_in_a_row(user: User, purpose: Purpose, now: datetime, most: int) -> list[datetime]:
    """Return until when each of the person's latest wrong codes counts, newest first, back to the last right one."""
    tries = history(user).filter(name__in=("FactorShown", "FactorRefused"), data__purpose=purpose)
    recent = tries.filter(at__gt=now - GUESSES_COUNT_FOR).order_by("-seq").values_list("name", "at")[:most]
    return [at + GUESSES_COUNT_FOR for _name, at in takewhile(lambda row: row[0] == "FactorRefused", recent)]
