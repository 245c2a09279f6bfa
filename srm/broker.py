"""The default task queue on the same PostgreSQL: kombu's `pgmq` transport, installed as plain SQL, no extension."""

from collections.abc import Mapping
from typing import Any

TASK_TIME_LIMIT = 300  # seconds
QUEUE = "celery"
SCHEMES = {"pgmq", "amqp", "amqps", "pyamqp", "redis", "rediss", "sentinel"}
PREFETCH = 8  # messages taken from PostgreSQL at once for each child of a worker; a real broker pushes, and needs one
DJANGO_OPTIONS = {"pool", "isolation_level", "server_side_binding", "assume_role"}  # the rest are libpq's


def pgmq_options(database: Mapping[str, Any]) -> dict[str, Any]:
    """Return the transport's options for a database of the settings."""
    return {
        "conn_string": connection_string(database),
        "init_extension": False,
        # LISTEN wakes the worker, so it need not hold a connection in a long poll. The interval is for what nobody
        # announces any more: a backlog is drained by so many messages each time, not by its own speed.
        "use_notify": True,
        "notify_throttle_interval_ms": 0,
        "wait_time_seconds": 0,
        "polling_interval": 0.25,
        # A message whose worker was killed comes back after this: longer than any task may run.
        "visibility_timeout": TASK_TIME_LIMIT + 30,
        "pool_size": 2,
        "pool_timeout": 3,  # when the database is away publishing gives up quickly: the sweep finds the row
    }


def connection_string(database: Mapping[str, Any]) -> str:
    """Return a libpq connection string for a database of the settings."""
    from psycopg.conninfo import make_conninfo

    named = {"dbname": "NAME", "user": "USER", "password": "PASSWORD", "host": "HOST", "port": "PORT"}
    given = {name: database[key] for name, key in named.items() if database.get(key)}
    options = {k: v for k, v in database.get("OPTIONS", {}).items() if k not in DJANGO_OPTIONS}
    return make_conninfo(**given, **options)


def uses_pgmq() -> bool:
    """Tell whether the tasks go through PostgreSQL."""
    from django.conf import settings

    return settings.CELERY_BROKER_URL.startswith("pgmq:")


def install() -> bool:
    """Put pgmq's tables and functions and our queue into the database, once; True when something was done."""
    from django.db import connection
    from pgmq.install import get_embedded_install_sql

    with connection.cursor() as cursor:
        cursor.execute("SELECT to_regclass('pgmq.meta')")
        if cursor.fetchone()[0] is None:
            cursor.execute(get_embedded_install_sql())
        cursor.execute("SELECT 1 FROM pgmq.meta WHERE queue_name = %s", [QUEUE])
        if cursor.fetchone():
            return False
        cursor.execute("SELECT pgmq.create(%s)", [QUEUE])
        return True


def forget_hints() -> None:
    """Empty the queue: each message only says that a row is due, and what is still due is found by the sweep."""
    from django.db import connection

    if uses_pgmq():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pgmq.purge_queue(%s)", [QUEUE])


def state() -> dict[str, Any]:
    """Return what is known of the queue, without addresses or secrets: kind, whether it answers, what waits in it."""
    from django.conf import settings

    kind = settings.CELERY_BROKER_URL.split(":", 1)[0]
    if not uses_pgmq():
        return {"kind": kind, "reached": _answers()}
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT to_regclass('pgmq.meta') IS NOT NULL")
        if not cursor.fetchone()[0]:
            return {"kind": kind, "reached": False}
        cursor.execute("SELECT queue_length, oldest_msg_age_sec FROM pgmq.metrics(%s)", [QUEUE])
        waiting, oldest = cursor.fetchone()
    return {"kind": kind, "reached": True, "waiting": waiting, "oldest_seconds": oldest or 0}


def _answers() -> bool:
    from srm.celery import app

    try:
        with app.connection(connect_timeout=2) as broker_connection:
            broker_connection.ensure_connection(max_retries=1, interval_start=0)
    except Exception:
        return False
    return True
