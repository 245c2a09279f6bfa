"""One listener per process for all its open streams. The hint only wakes it; what is sent is read from the table."""

import asyncio
import json
import logging
from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from srm.live import ears

log = logging.getLogger(__name__)
WINDOW = 0.1  # seconds in which messages of a topic are gathered: at most ten a second
QUIET = 15.0  # seconds to wait for a hint before looking at the connection again
BACKLOG = 100
SECONDS_BEFORE = "10 seconds"  # a message numbered lower may be committed later: look back that far

READ = "SELECT id, topic, event, payload FROM live_livemessage WHERE id = ANY(%s) ORDER BY id"
REREAD = f"""
    SELECT id, topic, event, payload FROM live_livemessage
    WHERE topic = ANY(%s) AND at > clock_timestamp() - %s::interval - interval '{SECONDS_BEFORE}' ORDER BY id
"""  # noqa: S608 - a constant
REPLAY = f"""
    SELECT id, topic, event, payload FROM live_livemessage
    WHERE topic = %(topic)s AND id <> %(last)s AND (
        id > %(last)s OR at > (SELECT at FROM live_livemessage WHERE id = %(last)s) - interval '{SECONDS_BEFORE}'
    ) ORDER BY id LIMIT 500
"""  # noqa: S608 - a constant


@dataclass(frozen=True)
class Message:
    """A row of the table, ready to be sent."""

    id: int
    topic: str
    event: str
    payload: dict[str, Any]

    def encoded(self) -> bytes:
        """Return it as a server-sent event; JSON has no line breaks of its own."""
        return f"id: {self.id}\nevent: {self.event}\ndata: {json.dumps(self.payload)}\n\n".encode()


@dataclass(eq=False)
class Subscriber:
    """One open stream; `lost` when it reads too slowly: it is closed and comes back for a replay."""

    queue: asyncio.Queue[Message] = field(default_factory=lambda: asyncio.Queue(BACKLOG))
    lost: bool = False

    def offer(self, message: Message) -> None:
        try:
            self.queue.put_nowait(message)
        except asyncio.QueueFull:
            self.lost = True


class Hub:
    """The streams of this process by topic, and the task that feeds them."""

    def __init__(self) -> None:
        self._subscribers: dict[str, set[Subscriber]] = {}
        self._sent: deque[int] = deque(maxlen=10_000)
        self._task: asyncio.Task[None] | None = None
        self._listening = asyncio.Event()
        self._deaf_since: float | None = None

    async def subscribe(self, topic: str) -> Subscriber:
        """Start feeding a new stream; returns when the listener is really listening."""
        subscriber = Subscriber()
        self._subscribers.setdefault(topic, set()).add(subscriber)
        if self._task is None or self._task.done():
            self._task = asyncio.create_task(self._run())
        await self._listening.wait()
        return subscriber

    def unsubscribe(self, topic: str, subscriber: Subscriber) -> None:
        """Stop feeding; the last one leaves no trace of the topic."""
        listeners = self._subscribers.get(topic, set())
        listeners.discard(subscriber)
        if not listeners:
            self._subscribers.pop(topic, None)

    async def _run(self) -> None:
        pause = 0.2
        while True:
            try:
                async with await ears.connect() as database, ears.open_ear(database) as ear:
                    await self._recover(database)
                    self._listening.set()
                    pause = 0.2
                    while True:
                        await self._turn(ear, database)
            except Exception:
                log.warning("live updates lost their connection, trying again", exc_info=True)
                self._deaf()
                await asyncio.sleep(pause)
                pause = min(5.0, pause * 2)

    async def _turn(self, ear: ears.Ear, database: Any) -> None:
        hints = await ear.hear(QUIET, one=True)
        if not hints:
            await database.execute("SELECT 1")  # a dead connection says so here
            return
        while hints:  # the first word goes out at once; while more comes, once a window
            await self._send(database, hints)
            hints = await ear.hear(WINDOW, one=False)

    async def _send(self, database: Any, hints: Iterable[str]) -> None:
        pairs = (hint.partition(" ") for hint in hints)
        ids = [int(number) for number, _, topic in pairs if topic in self._subscribers]
        if ids:
            self._fan_out(await _read(database, READ, [ids]))

    async def _recover(self, database: Any) -> None:
        if self._deaf_since is not None:
            gap = f"{asyncio.get_running_loop().time() - self._deaf_since:.1f} seconds"
            self._fan_out(await _read(database, REREAD, [list(self._subscribers), gap]))
            self._deaf_since = None

    def _deaf(self) -> None:
        self._listening.clear()
        if self._deaf_since is None:
            self._deaf_since = asyncio.get_running_loop().time()

    def _fan_out(self, messages: Iterable[Message]) -> None:
        fresh = [message for message in messages if message.id not in self._sent]
        self._sent.extend(message.id for message in fresh)
        for message in last_of_each(fresh):
            for subscriber in self._subscribers.get(message.topic, ()):
                subscriber.offer(message)


def last_of_each(messages: Iterable[Message]) -> list[Message]:
    """Return the last message of each topic and event, in order: the earlier ones say less."""
    latest = {(message.topic, message.event): message for message in messages}
    return sorted(latest.values(), key=lambda message: message.id)


async def replay(topic: str, last_id: int) -> list[Message]:
    """Return what a stream has missed since that message, on a connection of its own."""
    async with await ears.connect() as database:
        return last_of_each(await _read(database, REPLAY, {"topic": topic, "last": last_id}))


async def _read(database: Any, query: str, parameters: Any) -> list[Message]:
    cursor = await database.execute(query, parameters)
    return [Message(*row) for row in await cursor.fetchall()]


_HUBS: dict[int, Hub] = {}


def hub() -> Hub:
    """Return the hub of the running event loop."""
    return _HUBS.setdefault(id(asyncio.get_running_loop()), Hub())
