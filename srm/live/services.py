"""Telling open pages, in the transaction of what happened: nothing is told that was not committed."""

import logging
from datetime import timedelta
from typing import Any

import redis
from django.conf import settings
from django.db import connection, transaction

from srm.clock import database_now
from srm.live.models import LiveMessage

log = logging.getLogger(__name__)
CHANNEL = "srm_live"
KEPT_FOR = timedelta(hours=1)


def publish(topic: str, payload: dict[str, Any] | None = None, *, event: str = "changed") -> LiveMessage:
    """Tell whoever listens to the topic. Of several within 100 ms only the last of each `event` may arrive.

    So a payload is a whole state or just a nudge to look again, never a step to be added up; and it is the same for
    everyone who may listen to the topic.
    """
    if not connection.in_atomic_block:
        raise transaction.TransactionManagementError("A live message is published in the transaction it tells of.")
    message = LiveMessage.objects.create(topic=topic, event=event, payload=payload or {})
    hint = f"{message.pk} {topic}"
    if settings.REDIS_URL:
        transaction.on_commit(lambda: _tell_redis(hint))
    else:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_notify(%s, %s)", [CHANNEL, hint])
    return message


@transaction.atomic
def forget_old() -> int:
    """Delete messages older than an hour; return how many."""
    return LiveMessage.objects.filter(at__lt=database_now() - KEPT_FOR).delete()[0]


def _tell_redis(hint: str) -> None:
    # Only a hint, the table has the message: without Redis pages are told at their next reconnection.
    try:
        _redis().publish(CHANNEL, hint)
    except redis.RedisError:
        log.warning("Redis unreachable: live updates wait")


_CLIENTS: dict[str, redis.Redis] = {}


def _redis() -> redis.Redis:
    if settings.REDIS_URL not in _CLIENTS:
        _CLIENTS[settings.REDIS_URL] = redis.Redis.from_url(settings.REDIS_URL, socket_timeout=1)
    return _CLIENTS[settings.REDIS_URL]
