"""The stream itself. It holds no database connection of the requests' pool while it is open."""

import asyncio
from collections.abc import AsyncIterator

from asgiref.sync import sync_to_async
from django.db import connection
from django.http import HttpRequest, HttpResponseBase, StreamingHttpResponse
from django.views.decorators.http import require_GET

from srm.live import topics
from srm.live.hub import Subscriber, hub, replay
from srm.refusals import page_not_found

HEARTBEAT = 15.0
LIFETIME = 300.0  # then the browser comes back by itself, and is asked again who it is


@require_GET
async def stream(request: HttpRequest, topic: str) -> HttpResponseBase:
    """Stream a topic as server-sent events, from Last-Event-ID on; 404 for whoever may not listen."""
    if not await sync_to_async(_may_listen)(request, topic):
        return await sync_to_async(page_not_found)(request)
    subscriber = await hub().subscribe(topic)  # before the replay: what comes meanwhile waits in the queue
    body = _messages(topic, subscriber, _last_id(request))
    response = StreamingHttpResponse(body, content_type="text/event-stream")
    response.headers["Cache-Control"] = "no-cache"
    response.headers["X-Accel-Buffering"] = "no"
    return response


def _may_listen(request: HttpRequest, topic: str) -> bool:
    try:
        return topics.may_listen(request.user, topic)
    finally:
        # Else this thread's connection would stay open as long as the stream (never inside a test's transaction).
        if not connection.in_atomic_block:
            connection.close()


def _last_id(request: HttpRequest) -> int | None:
    text = request.headers.get("Last-Event-ID", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else None


async def _messages(topic: str, subscriber: Subscriber, last_id: int | None) -> AsyncIterator[bytes]:
    ends = asyncio.get_running_loop().time() + LIFETIME
    try:
        yield b"retry: 2000\n: open\n\n"
        for message in await replay(topic, last_id) if last_id is not None else ():
            yield message.encoded()
        while not subscriber.lost and asyncio.get_running_loop().time() < ends:
            try:
                yield (await asyncio.wait_for(subscriber.queue.get(), HEARTBEAT)).encoded()
            except TimeoutError:
                yield b": still here\n\n"
    finally:
        hub().unsubscribe(topic, subscriber)
