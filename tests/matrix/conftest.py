"""One cast for all rows of the table: entering and signing in eighteen people for each row costs more than the row."""

import copy
from http.cookies import SimpleCookie

import pytest
from django.db import transaction

from tests.cast import MEMBERS, Cast, make_cast
from tests.factors import elevate


@pytest.fixture(scope="module")
def standing(django_db_setup, django_db_blocker):
    """The cast and everybody's cookies, in a transaction around the rows' own; gone with the module."""
    with django_db_blocker.unblock(), transaction.atomic():
        cast = make_cast()
        yield cast, {member: cast.client(member).cookies for member in MEMBERS}
        transaction.set_rollback(True)


@pytest.fixture
def cast(db, standing):
    """A copy of the cast, so that what a row leaves on it (cached roles, another head) ends with the row."""
    return copy.deepcopy(standing[0])


@pytest.fixture
def signed_in(standing, cast: Cast):
    """A signed_in of a member, with the cookies of his one sign-in; `elevated`: in which his factor was just shown."""

    def of(member, *, elevated=False):
        client = cast.client("anonymous")
        client.cookies = SimpleCookie({key: morsel.value for key, morsel in standing[1][member].items()})
        return elevate(client, cast.people[member]) if elevated and member in cast.people else client

    return of
