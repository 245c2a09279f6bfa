"""The first page and the inbox of every audience: few queries, with a row of every noun there."""

from contextlib import suppress

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from srm.errors import SRMError
from tests.cast import make_cast
from tests.matrix.rows import COUNTED

INBOX, HOME = 15, 19
PEOPLE = ("requester", "head", "buyer", "procurement_head", "warehouse", "finance", "auditor", "supplier")


@pytest.mark.django_db
def test_home_and_inbox_of_every_audience_stay_within_their_bounds():
    cast = make_cast()
    builders = dict.fromkeys(e.one_more for e in COUNTED if e.one_more and not e.route.startswith("api:"))
    for one_more in builders:
        with suppress(SRMError), transaction.atomic():  # a few want nothing of the others' around
            one_more(cast)

    asked = {member: _asked(cast.client(member), member) for member in PEOPLE}

    assert {member: n for member, n in asked.items() if n[0] > HOME or n[1] > INBOX} == {}


def _asked(client, member):
    pages = ("/portal/", "/portal/inbox/") if member == "supplier" else ("/", "/inbox/")
    return tuple(_queries(client, page) for page in pages)


def _queries(client, page):
    client.get(page)  # figures that all readers share for a minute are worked out now
    with CaptureQueriesContext(connection) as queries:
        assert client.get(page).status_code == 200
    return len(queries)
