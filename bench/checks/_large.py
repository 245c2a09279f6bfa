"""The lists with 100,000 rows: a database of its own, filled by multiplying the example company's rows, then read.

Run as `python -m bench.checks._large` against the database of DATABASE_URL; `r26` starts one and throws it away.
"""

import json
import sys
import time
from collections.abc import Iterator
from typing import Any

ROWS = 100_000
RUNS = 20
OLDER = "created_at - n * interval '7 minutes'"
GROWN = {  # table: columns beside the unique ones that get other values; of old things nineteen in twenty are done
    "suppliers_supplier": {
        "created_at": OLDER, "name": "name || ' ' || n", "tax_id": "tax_id || '-' || n || '-' || id",
        "country": "country", "status": "done:active",
    },
    "procurement_requisition": {"created_at": OLDER, "status": "done:done"},
    "tenders_tender": {"created_at": OLDER, "status": "done:awarded"},
    "contracts_contract": {"created_at": OLDER, "award_id": "NULL", "status": "done:ended"},
    "contracts_purchaseorder": {"created_at": OLDER, "status": "done:received"},
    "contracts_orderline": {  # of the copied orders, which follow each other
        "order_id": "(SELECT min(id) FROM contracts_purchaseorder) + (n * 37 + id) %% 99000",
        "position": "100 + id %% 100 + n / 1000",
        "accepted": "CASE WHEN n %% 20 = 0 THEN accepted ELSE quantity END",
    },
    "contracts_invoice": {"created_at": OLDER, "status": "done:paid"},
    "events_event": {"at": "at - n * interval '7 minutes'"},
}  # fmt: skip
FRESH = {"public_id": "substr(md5(random()::text || n), 1, 16)"}
PAGES = {
    "viktor.hrytsenko@northwind.example": (
        "/requisitions/", "/tenders/", "/contracts/", "/orders/", "/invoices/", "/suppliers/", "/", "/inbox/",
    ),
    "oleh.tkach@northwind.example": ("/requisitions/", "/", "/inbox/"),
    "nadia.sova@northwind.example": ("/audit/", "/"),
    "yurii.savchuk@northwind.example": ("/orders/", "/"),
    "olena.koval@alfametal.example": ("/portal/orders/", "/portal/tenders/", "/portal/", "/portal/inbox/"),
}  # fmt: skip


def grow() -> None:
    """Bring every table to 100,000 rows and let the planner look at them."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")  # no triggers, no keys to check: copies of good rows
        for table, changed in GROWN.items():
            _multiply(cursor, table, changed)
        cursor.execute("SET session_replication_role = origin")
        cursor.execute("ANALYZE")


def _multiply(cursor: Any, table: str, changed: dict[str, str]) -> None:
    cursor.execute(f"SELECT count(*) FROM {table}")  # noqa: S608 - our own names
    have = cursor.fetchone()[0]
    if not have or have >= ROWS:
        return
    columns = {name: _value(name, kind) for name, kind in _unique(cursor, table)} | FRESH | changed
    cursor.execute(
        "SELECT column_name FROM information_schema.columns WHERE table_name = %s AND is_generated = 'NEVER'"
        " ORDER BY ordinal_position", [table],
    )  # fmt: skip
    names = [name for (name,) in cursor.fetchall() if name != "id"]
    listed = ", ".join(f'"{name}"' for name in names)
    values = ", ".join(_copied(name, columns.get(name, f'"{name}"')) for name in names)
    cursor.execute(
        f"INSERT INTO {table} ({listed}) SELECT {values} FROM {table}, generate_series(1, %s) AS n"  # noqa: S608
        " ORDER BY n LIMIT %s",
        [ROWS // have + 1, ROWS - have],
    )


def _copied(name: str, value: str) -> str:
    done = value.removeprefix("done:")
    return value if done == value else f"CASE WHEN n %% 20 = 0 THEN \"{name}\" ELSE '{done}' END"


def _unique(cursor: Any, table: str) -> list[tuple[str, str]]:
    """Return the columns of unique indexes with their types, foreign keys left out."""
    cursor.execute(
        "SELECT DISTINCT a.attname, format_type(a.atttypid, a.atttypmod) FROM pg_index i"
        " JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = ANY(i.indkey)"
        " WHERE i.indrelid = %s::regclass AND i.indisunique AND NOT i.indisprimary AND NOT EXISTS ("
        "SELECT FROM pg_constraint c WHERE c.conrelid = i.indrelid AND c.contype = 'f' AND a.attnum = ANY(c.conkey))",
        [table],
    )
    return cursor.fetchall()


def _value(name: str, kind: str) -> str:
    if "char" not in kind and kind != "text":
        return f'"{name}" + n * 1000' if "int" in kind and "small" not in kind else f'"{name}"'
    length = int(kind.partition("(")[2].rstrip(")") or 60)
    return f"right(\"{name}\" || '-' || n || '-' || id, {length})"


def measure() -> Iterator[dict[str, Any]]:
    """Yield for each page the 95th percentile of its server times and its slowest query."""
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    from srm.accounts.models import User

    for email, paths in PAGES.items():
        client = Client(raise_request_exception=False)
        client.force_login(User.objects.get(email=email), backend="django.contrib.auth.backends.ModelBackend")
        for path in paths:
            status = client.get(path).status_code
            times = sorted(_timed(client, path) for _ in range(RUNS))
            with CaptureQueriesContext(connection) as queries:
                client.get(path)
            slowest = max(queries.captured_queries, key=lambda query: float(query["time"]))
            yield {
                "page": f"{email.split('.')[0]} {path}", "status": status, "queries": len(queries),
                "p95": round(times[round(0.95 * RUNS) - 1], 1), "slowest": slowest["sql"],
                "slowest_ms": round(float(slowest["time"]) * 1000),
            }  # fmt: skip


def _timed(client: Any, path: str) -> float:
    began = time.perf_counter()
    client.get(path)
    return (time.perf_counter() - began) * 1000


def main() -> int:
    """Load the example company, grow it, measure; print one JSON list."""
    import os

    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "srm.settings")
    os.environ.setdefault("ALLOWED_HOSTS", "testserver")
    django.setup()
    from srm.demo.load import load
    from srm.supervisor.prepare import migrate

    migrate(lambda _line: None)
    load("example", "s", lambda _line: None)
    grow()
    print(json.dumps(list(measure())))
    return 0


if __name__ == "__main__":
    sys.exit(main())
