"""R26: a list with many rows asks the database no more often than with a few, and at most 15 times.

A few are 2 and many 8; `srm check R26` asks with 3 and 30 (`SRM_ROWS=3,30`).
"""

import os

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.matrix.routes import all_routes
from tests.matrix.rows import COUNTED

LIMIT = 15
FEW, MANY = map(int, os.environ.get("SRM_ROWS", "2,8").split(","))


def test_every_list_is_counted():
    known = {entry.route for entry in COUNTED}

    absent = sorted(
        {r.name for r in all_routes() if r.name.endswith("-list") and r.method in ("GET", "*")} - known
    )  # fmt: skip

    assert not absent, "Add counted(member, one_more, route) in tests/matrix/<app>.py for:\n  " + "\n  ".join(absent)


@pytest.mark.django_db
@pytest.mark.parametrize("entry", [e for e in COUNTED if e.one_more], ids=lambda e: e.route)
def test_queries_do_not_grow_with_the_rows(entry, cast, signed_in):
    url = next(route for route in all_routes() if route.name == entry.route).url()
    client = signed_in(entry.member)
    client.get(url)  # what is read once a process is read now

    figures = []
    for more in (FEW, MANY - FEW):
        for _ in range(more):
            entry.one_more(cast)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(url).status_code == 200
        figures.append(len(queries))

    assert figures[0] == figures[1], f"{figures[0]} queries with {FEW} rows, {figures[1]} with {MANY}"
    assert figures[1] <= LIMIT
