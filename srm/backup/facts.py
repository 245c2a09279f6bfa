"""What is counted before and after: rows of every table, and the heads of all event chains as one digest."""

import hashlib
from itertools import groupby
from typing import Any

from django.db import connection

from srm.events.models import Event
from srm.events.services import GENESIS, chain_hash


def facts() -> dict[str, Any]:
    """Return the number of rows of each table and one digest of every subject's last event."""
    return {"rows": _rows(), "chains": _heads()}


def broken_chains(limit: int = 10) -> list[str]:
    """Return the first events that do not fit their chain, as `app.model:id #seq`; empty when all hold."""
    found: list[str] = []
    events = Event.objects.order_by("subject_type", "subject_id", "seq").iterator(chunk_size=2000)
    for subject, rows in groupby(events, key=lambda e: (e.subject_type, e.subject_id)):
        bad = _first_bad(rows)
        if bad:
            found.append(f"{subject[0]}:{subject[1]} #{bad.seq}")
        if len(found) == limit:
            break
    return found


def _first_bad(rows: Any) -> Event | None:
    bad, prev = None, GENESIS
    for seq, row in enumerate(rows, start=1):  # to the end: groupby needs the group used up
        body = {k: v for k, v in row.as_protocol().items() if k != "hash"}
        if bad is None and (row.seq != seq or row.prev != prev or chain_hash(body) != row.hash):
            bad = row
        prev = row.hash
    return bad


def _rows() -> dict[str, int]:
    counts = {}
    with connection.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY tablename")
        for (table,) in cursor.fetchall():
            cursor.execute(f"SELECT count(*) FROM {connection.ops.quote_name(table)}")  # noqa: S608 - its own catalogue
            counts[table] = cursor.fetchone()[0]
    return counts


def _heads() -> str:
    digest = hashlib.sha256()
    heads = Event.objects.order_by("subject_type", "subject_id", "-seq").distinct("subject_type", "subject_id")
    for subject_type, subject_id, seq, head in heads.values_list("subject_type", "subject_id", "seq", "hash"):
        digest.update(f"{subject_type}:{subject_id}:{seq}:{head}\n".encode())
    return digest.hexdigest()
