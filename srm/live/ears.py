"""How a process hears that something was published: LISTEN on PostgreSQL, or Redis when there is one."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any, Protocol

import psycopg
import redis.asyncio
from django.conf import settings
from django.db import connection
from psycopg import sql

from srm.live.services import CHANNEL


class Ear(Protocol):
    """Waits for hints (`id topic`)."""

    async def hear(self, seconds: float, *, one: bool) -> list[str]:
        """Return the hints that came; with `one`, at once when the first has come."""
        ...


class PostgresEar:
    """Notifications of this connection."""

    def __init__(self, listening: psycopg.AsyncConnection[Any]) -> None:
        self._listening = listening

    async def hear(self, seconds: float, *, one: bool) -> list[str]:
        hints = self._listening.notifies(timeout=seconds, stop_after=1 if one else None)
        return [hint.payload async for hint in hints]


class RedisEar:
    """Messages of a Redis channel."""

    def __init__(self, channel: Any) -> None:
        self._channel = channel

    async def hear(self, seconds: float, *, one: bool) -> list[str]:
        heard = []
        message = await self._channel.get_message(ignore_subscribe_messages=True, timeout=seconds)
        while message:
            heard.append(message["data"].decode())
            message = await self._channel.get_message(ignore_subscribe_messages=True, timeout=0)
        return heard


async def connect() -> psycopg.AsyncConnection[Any]:
    """Return an own connection outside Django's: a stream must never hold one of the requests'."""
    parameters = connection.get_connection_params()
    wanted = {k: v for k, v in parameters.items() if k in {"host", "port", "user", "password", "dbname"}}
    return await psycopg.AsyncConnection.connect(**wanted, autocommit=True)


@asynccontextmanager
async def open_ear(database: psycopg.AsyncConnection[Any]) -> AsyncIterator[Ear]:
    """Start listening; the database connection is used for LISTEN unless there is Redis."""
    if not settings.REDIS_URL:
        await database.execute(sql.SQL("LISTEN {}").format(sql.Identifier(CHANNEL)))
        yield PostgresEar(database)
        return
    async with redis.asyncio.from_url(settings.REDIS_URL) as client, client.pubsub() as channel:
        await channel.subscribe(CHANNEL)
        yield RedisEar(channel)
