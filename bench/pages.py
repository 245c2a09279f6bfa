"""Server time of every page of the example company: each named GET address without parameters, for each login.

The list comes from the URL resolver, so a new page is measured without being named here. Pages of one object are
found by following the links of the measured pages. Run against the example company's database.
"""

import os
import re
import time
from collections.abc import Iterator
from statistics import median
from typing import Any

LIMIT_MS = 150.0
RUNS = 3
PAGES_PER_LOGIN = 60
NO_PAGE = re.compile(
    r"^/(api|admin|accounts/(logout|.*/delete)|live|readyz|healthz|static)\b|/(stream|events)/?$|[()<>\\]"
)
LINK = re.compile(rb'href="(/[^"#?]*)')


def run() -> dict[str, Any]:
    """The 95th percentile over all pages of each one's median of three; the first, cold call is left out."""
    from srm.cli._running import product

    os.environ.setdefault("ALLOWED_HOSTS", "testserver,127.0.0.1,localhost")
    with product():
        import srm.asgi  # noqa: F401 - the process of a web server
        from srm.demo.load import load
        from srm.supervisor.prepare import migrate

        migrate(print_nothing)
        load("example", "s", print_nothing)
        measured = dict(measure())
    figures = sorted(measured.values())
    figure = figures[max(0, round(0.95 * len(figures)) - 1)] if figures else 0.0
    slowest = sorted(measured, key=measured.__getitem__, reverse=True)[:5]
    return {
        "name": "pages",
        "figure": round(figure, 1),
        "unit": "ms of server time, p95 over pages",
        "limit": LIMIT_MS,
        "ratio": round(figure / LIMIT_MS, 2),
        "reach": f"{len(measured)} pages of all logins",
        "holds": bool(figures) and figure < LIMIT_MS,
        "runs": {" ".join(page): round(measured[page], 1) for page in slowest},
    }


def measure() -> Iterator[tuple[tuple[str, str], float]]:
    """Yield (login, path) and the median of three for every page that this login sees."""
    from django.test import Client

    from srm.accounts.models import User
    from srm.demo.logins import LOGINS

    for login in LOGINS:
        client = Client(raise_request_exception=False)
        client.force_login(
            User.objects.get(email=login.email), backend="django.contrib.auth.backends.ModelBackend"
        )  # fmt: skip
        for path in walk(client):
            yield (login.audience, path), median(timed(client, path) for _ in range(RUNS))


def walk(client: Any) -> Iterator[str]:
    """Yield the pages this client may see: those without parameters first, then what they link to."""
    waiting, seen = sorted(paths_without_parameters()), set()
    while waiting and len(seen) < PAGES_PER_LOGIN:
        path = waiting.pop(0)
        if path in seen or NO_PAGE.search(path):
            continue
        response = client.get(path)
        if response.status_code == 200 and "html" in response.get("Content-Type", ""):
            seen.add(path)
            waiting += [link.decode() for link in LINK.findall(response.content)]
            yield path


def timed(client: Any, path: str) -> float:
    """Return the milliseconds of one call through the whole stack of middleware, view and template."""
    began = time.perf_counter()
    client.get(path)
    return (time.perf_counter() - began) * 1000


def paths_without_parameters() -> set[str]:
    """Return every address of the resolver that needs no parameter."""
    from django.urls import URLPattern, get_resolver

    found: set[str] = set()

    def visit(patterns: Any, prefix: str) -> None:
        for entry in patterns:
            route = prefix + str(entry.pattern).lstrip("^").rstrip("$")
            if isinstance(entry, URLPattern):
                if entry.name and "<" not in route and "(" not in route:
                    found.add(f"/{route}")
            else:
                visit(entry.url_patterns, route)

    visit(get_resolver().url_patterns, "")
    return found


def print_nothing(_line: str) -> None:
    """Loading tells nobody here."""
