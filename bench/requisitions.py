"""`srm bench requisitions`: the list and the inbox with 20,000 requisitions, and whether their queries grow."""

import time
from typing import Any

COUNT, LIMIT_MS, CALLS = 20_000, 300.0, 20
PAGES = (
    "/requisitions/", "/requisitions/?page=40", "/requisitions/?status=submitted", "/requisitions/?q=need",
    "/approvals/", "/inbox/",
)  # fmt: skip


def run() -> dict[str, Any]:
    """The 95th percentile over pages, people and calls; queries are counted with half of the rows and with all."""
    from bench._large import large_company

    with large_company() as ground:
        import srm.asgi  # noqa: F401 - the process of a web server
        from srm.demo.scale import requisitions

        requisitions(ground, COUNT // 2, 1)
        before = {page: count for page, (count, _times) in measure(ground, 1).items()}
        requisitions(ground, COUNT // 2, 1)
        measured = measure(ground, CALLS)
    times = sorted(ms for _count, found in measured.values() for ms in found)
    figure = times[round(0.95 * len(times)) - 1]
    grown = [f"{who} {page}" for (who, page), (count, _t) in measured.items() if count > before[who, page]]
    slowest = sorted(measured, key=lambda key: -max(measured[key][1]))[:5]
    return {
        "name": "requisitions", "figure": round(figure, 1), "unit": "ms, p95 of list and inbox", "limit": LIMIT_MS,
        "ratio": round(figure / LIMIT_MS, 2),
        "reach": f"{COUNT} requisitions; queries grow on: {', '.join(grown) or 'no page'}",
        "holds": figure < LIMIT_MS and not grown,
        "runs": {" ".join(key): [round(max(measured[key][1]), 1), measured[key][0]] for key in slowest},
    }  # fmt: skip


def measure(ground: Any, calls: int) -> dict[tuple[str, str], tuple[int, list[float]]]:
    """Return, by person and page, the number of queries and the milliseconds of each call but a first, cold one."""
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    found = {}
    for who, user in people(ground).items():
        client = Client()
        client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
        for page in PAGES:
            if client.get(page).status_code != 200:
                raise RuntimeError(f"{who} does not get {page}")
            with CaptureQueriesContext(connection) as asked:
                client.get(page)
            found[who, page] = (len(asked), [timed(client, page) for _ in range(calls)])
    return found


def people(ground: Any) -> dict[str, Any]:
    """Return who looks: a requester, a head of department, the head of the whole house and a buyer."""
    from srm.accounts.models import User

    department = ground.departments[0]
    emails = {"director": "anna.melnyk@northwind.example", "buyer": "marta.petrova@northwind.example"}
    asked = {who: User.objects.get(email=email) for who, email in emails.items()}
    return {"requester": ground.requesters[department.pk], "head": department.head, **asked}


def timed(client: Any, page: str) -> float:
    """Return the milliseconds of one call through middleware, view and template."""
    began = time.perf_counter()
    client.get(page)
    return (time.perf_counter() - began) * 1000
