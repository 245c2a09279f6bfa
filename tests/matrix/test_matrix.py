"""S1: every route with every member of the cast, as the table says."""

import re
from collections import Counter

import pytest
from django.conf import settings
from django.db import connection, transaction
from django.shortcuts import resolve_url

from tests.cast import MEMBERS
from tests.matrix.routes import Route, all_routes, missing
from tests.matrix.rows import ROWS
from tests.matrix.table import Row

ROUTES = {(route.name, route.method): route for route in all_routes()}
TESTED = [row for row in ROWS if not row.reason]
COUNT_EVENTS = "SELECT count(*) FROM events_event"
NOT_SIGNED_IN = ("anonymous", "former")
NOT_FOUND: dict[tuple[str, str], str] = {}  # what a member was told of nothing, by the part of the site


def route_of(row: Row) -> Route | None:
    return ROUTES.get((row.route, row.method)) or ROUTES.get((row.route, "*"))


def test_every_route_is_in_the_table():
    known = {(row.route, row.method) for row in ROWS} | {(row.route, "*") for row in ROWS if row.method == "*"}
    pages = {row.route for row in ROWS}

    absent = [
        f"{name} {method} ({', '.join(route.parameters) or 'no object'})"
        for (name, method), route in ROUTES.items()
        if not ((name, method) in known or (name, "*") in known or (method == "*" and name in pages))
    ]

    assert not absent, "Add lists/nouns/verbs/creates rows in tests/matrix/<app>.py for:\n  " + "\n  ".join(absent)


def test_the_table_has_no_route_that_does_not_exist():
    names = {name for name, _ in ROUTES}

    assert [str(row) for row in ROWS if row.route not in names or (not row.reason and route_of(row) is None)] == []


def test_no_row_is_written_twice():
    assert [row for row, times in Counter(map(str, ROWS)).items() if times > 1] == []


@pytest.mark.django_db
@pytest.mark.parametrize("row", TESTED, ids=str)
def test_row(row, cast, signed_in):
    route = route_of(row)
    made = row.of(cast) if row.of else None
    here, nowhere = route.url(made), route.url(missing(made))
    wrong, compared = [], set()

    for member in MEMBERS:
        client = signed_in(member, elevated=row.elevated)
        answer = asked(client, row, here)
        problem = fault(row, member, answer, lambda client=client: asked(client, row, nowhere), compared)
        if problem:
            wrong.append(f"{member}: {problem}")

    assert not wrong, f"{row} {here}\n  " + "\n  ".join(wrong)


def asked(client, row, url):
    """Send the row's request and take its effect back; the answer carries how many events it recorded."""
    kind = {} if row.method == "GET" else {"data": row.data or {}}
    if url.startswith("/api/") and row.method != "GET":
        kind["content_type"] = "application/json"
    before = events_so_far()
    with transaction.atomic():
        answer = getattr(client, row.method.lower())(url, **kind)
        if answer.streaming:
            answer.getvalue()  # read to its end, which closes a download's file
        answer.events = events_so_far() - before
        transaction.set_rollback(True)
    return answer


def events_so_far():
    """Asked twice a request, some 25,000 times in all: without the ORM."""
    with connection.cursor() as cursor:
        cursor.execute(COUNT_EVENTS)
        return cursor.fetchone()[0]


def fault(row, member, answer, ask_nowhere, compared):
    """Return what is wrong with the answer that this member got, or an empty text."""
    status = answer.status_code
    if status >= 500:
        return f"{status}: a fault of ours"
    if member in row.see:
        return seen_fault(row, member, answer)
    if answer.events:
        return f"{status}, but {answer.events} events were recorded"
    if member in NOT_SIGNED_IN:
        return "" if is_sent_to_sign_in(answer) else f"{status} instead of the sign-in"
    return hidden_fault(row, member, answer, ask_nowhere, compared)


def seen_fault(row, member, answer):
    status = answer.status_code
    if row.act is None or member in row.act:
        shut = status in (401, 403, 404, 405) or (is_sent_to_sign_in(answer) and member not in NOT_SIGNED_IN)
        return f"{status}, but may" if shut else ""
    refused = (403,) if row.data is not None else (403, 409, 422)
    return "" if status in refused and not answer.events else f"{status} instead of {refused} (sees, may not act)"


def hidden_fault(row, member, answer, ask_nowhere, compared):
    status = answer.status_code
    if row.of is None:
        return "" if status in (403, 404) else f"{status} instead of 403 or 404"
    if status not in (403, 404):
        return f"{status} instead of 404"
    path = answer.request["PATH_INFO"]
    place = ("", "api") if path.startswith("/api/") else (member, path.split("/")[1])
    # The route itself is asked for nothing once a row; after that, what this member was told of nothing here serves.
    if status == 404 and compared and plain(answer) == NOT_FOUND.get(place):
        return ""
    nothing = ask_nowhere()
    compared.add(member)
    if (status, plain(answer)) != (nothing.status_code, plain(nothing)):
        return f"{status} differs from what does not exist ({nothing.status_code})"
    if status == 404:
        NOT_FOUND[place] = plain(answer)
    return ""


def plain(answer):
    """The body without what differs from one request to the next: one's own address and tokens."""
    body = answer.content.decode(errors="replace")
    for part in (answer.request["PATH_INFO"], str(answer.cookies.get("csrftoken", "-"))):
        body = body.replace(part, "")
    return re.sub(r"\b[A-Za-z0-9]{64}\b", "", body)  # forms of the frame carry a freshly masked CSRF token


def is_sent_to_sign_in(answer):
    return answer.status_code == 401 or (
        answer.status_code == 302 and answer.url.startswith(resolve_url(settings.LOGIN_URL))
    )
