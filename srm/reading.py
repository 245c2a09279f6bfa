"""One reading of a page: what several of its parts ask for is asked once, and counts are asked together."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import wraps
from typing import Any, ParamSpec, TypeVar

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import QuerySet

P = ParamSpec("P")
R = TypeVar("R")

_answers: ContextVar[dict[Any, Any] | None] = ContextVar("answers", default=None)


@contextmanager
def one_reading() -> Iterator[None]:
    """Keep answers until the page is written. Only around what reads: after an act they would be old."""
    if _answers.get() is not None:
        yield
        return
    token = _answers.set({})
    try:
        yield
    finally:
        _answers.reset(token)


def asked_once(question: Callable[P, R]) -> Callable[P, R]:
    """Within one reading answer the same question (function and arguments) from memory; outside ask every time."""

    @wraps(question)
    def answer(*args: P.args, **kwargs: P.kwargs) -> R:
        known = _answers.get()
        if known is None:
            return question(*args, **kwargs)
        key = (question, args, tuple(sorted(kwargs.items())))
        if key not in known:
            known[key] = question(*args, **kwargs)
        return known[key]

    return answer


def counts_of(*rows: QuerySet[Any] | None, most: int = 0) -> list[int]:
    """Return how many rows each has (None: none), by one query; within one reading none is counted twice.

    With `most` nothing is counted further than that.
    """
    known = _answers.get()
    known = {} if known is None else known
    asked = [None if row is None else _as_sql(row) for row in rows]
    missing = list(dict.fromkeys(key for key in asked if key and ("count", str(key)) not in known))
    bounded: dict[Any, int] = {}
    for key, count in zip(missing, _count(missing, most), strict=True):
        (bounded if most and count >= most else known)["count", str(key)] = count
    counts = bounded | known
    return [counts["count", str(key)] if key else 0 for key in asked]


def count_of(rows: QuerySet[Any]) -> int:
    """Return how many rows there are; within one reading asked once."""
    return counts_of(rows)[0]


def _as_sql(rows: QuerySet[Any]) -> tuple[str, tuple[Any, ...]] | None:
    """Return the query that names the rows; None where Django knows that there are none."""
    try:
        sql, params = rows.order_by().values("pk").query.sql_with_params()
    except EmptyResultSet:
        return None
    return sql, tuple(params)


def _count(queries: list[tuple[str, tuple[Any, ...]]], most: int) -> tuple[int, ...]:
    if not queries:
        return ()
    limit = f" LIMIT {most:d}" if most else ""
    parts = ", ".join(f"(SELECT COUNT(*) FROM ({sql}{limit}) AS counted)" for sql, _params in queries)  # noqa: S608 - the ORM's
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {parts}", [param for _sql, params in queries for param in params])
        return cursor.fetchone()
