"""Many hands at once: threads with connections of their own, and the wait for a lock that can be seen."""

from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from django.db import connection


def at_once(work: Callable[[Any], Any], items: Iterable[Any], hands: int) -> list[Any]:
    """Return the results in the order of the items; what one of them raises is raised here."""

    def run(item: Any) -> Any:
        try:
            return work(item)
        finally:
            connection.close()

    with ThreadPoolExecutor(hands) as pool:
        return list(pool.map(run, items))


def waiting_for_locks() -> int:
    """Return how many sessions of this database wait for a row that somebody holds."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
        )
        return cursor.fetchone()[0]
