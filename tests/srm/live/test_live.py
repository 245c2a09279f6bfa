"""Streams as a browser sees them. Each test runs its own event loop; publishing happens in another thread."""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from asgiref.sync import sync_to_async
from django.contrib.auth.models import AnonymousUser
from django.db import connection, connections, transaction
from django.db.models import F
from django.test import AsyncClient

from srm.live import hub, services, topics
from srm.live.models import LiveMessage
from tests.factories.accounts import PortalUserFactory, UserFactory


@pytest.fixture
def lot(monkeypatch):
    """A topic that staff may hear and suppliers not."""
    monkeypatch.setitem(topics._CHECKS, "lot", lambda user, rest: not user.is_portal and rest == "7")
    return "lot/7"


def tell(topic, payload=None, event="changed"):
    try:
        with transaction.atomic():
            return services.publish(topic, payload, event=event).pk
    finally:
        connection.close()


def forget_connections():
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query LIKE 'LISTEN%'")
            return len(cursor.fetchall())
    finally:
        connection.close()


class Stream:
    """One open stream of a person."""

    def __init__(self, user, topic, last_id=None):
        self.user, self.topic = user, topic
        self.headers = {"Last-Event-ID": str(last_id)} if last_id is not None else {}

    async def __aenter__(self):
        client = AsyncClient()
        await client.aforce_login(self.user, backend="django.contrib.auth.backends.ModelBackend")
        self.response = await client.get(f"/live/{self.topic}/", headers=self.headers)
        if self.response.status_code == 200:
            self.chunks = aiter(self.response.streaming_content)
            assert await anext(self.chunks) == b"retry: 2000\n: open\n\n"
        return self

    async def __aexit__(self, *_):
        if self.response.status_code == 200:
            await self.chunks.aclose()

    async def next(self):
        lines = (await asyncio.wait_for(anext(self.chunks), 20)).decode().split("\n")
        return dict(line.split(": ", 1) for line in lines if line)


def run(main):
    async def bounded():
        try:
            return await asyncio.wait_for(main(), 60)
        finally:
            task = hub.hub()._task
            if task:
                task.cancel()
            hub._HUBS.clear()
            await sync_to_async(connections.close_all)()

    # In a thread of its own: Playwright leaves a running loop in the main one.
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(lambda: asyncio.run(bounded())).result()


@pytest.mark.django_db(transaction=True)
def test_what_is_published_arrives_at_who_may_listen(lot):
    alice = UserFactory()

    async def main():
        async with Stream(alice, lot) as stream:
            await asyncio.to_thread(tell, lot, {"best": "10.00"})
            return stream.response, await stream.next()

    response, message = run(main)

    assert (message["event"], message["data"]) == ("changed", '{"best": "10.00"}')
    assert response["Content-Type"] == "text/event-stream"
    assert response["Cache-Control"] == "no-cache"


@pytest.mark.django_db(transaction=True)
def test_a_supplier_gets_404_for_a_topic_of_the_buyers(lot):
    sam = PortalUserFactory()

    async def main():
        async with Stream(sam, lot) as stream, Stream(sam, "nothing/1") as nothing:
            return stream.response.status_code, nothing.response.status_code

    assert run(main) == (404, 404)


@pytest.mark.django_db(transaction=True)
def test_a_broken_stream_goes_on_after_the_last_message_it_had(lot):
    alice = UserFactory()
    old = LiveMessage.objects.create(topic=lot, event="old", payload={})
    LiveMessage.objects.update(at=F("at") - timedelta(minutes=1))
    tell("lot/8", {"of": "another topic"})
    missed = tell(lot, {"missed": True})

    async def main():
        async with Stream(alice, lot, last_id=old.pk) as stream:
            return await stream.next()

    message = run(main)

    assert (message["id"], message["data"]) == (str(missed), '{"missed": true}')


@pytest.mark.django_db(transaction=True)
def test_what_was_published_while_the_listener_was_cut_off_is_read_again(lot):
    alice = UserFactory()

    async def main():
        async with Stream(alice, lot) as stream:
            cut = await asyncio.to_thread(forget_connections)
            await asyncio.to_thread(tell, lot, {"during": "the cut"})
            return cut, await stream.next()

    cut, message = run(main)

    assert cut == 1
    assert message["data"] == '{"during": "the cut"}'


@pytest.mark.django_db(transaction=True)
def test_a_flood_of_one_topic_is_gathered_and_the_last_word_arrives(lot):
    alice = UserFactory()

    async def main():
        async with Stream(alice, lot) as stream:
            clock = asyncio.get_running_loop().time
            began = clock()
            await asyncio.to_thread(lambda: [tell(lot, {"n": n}) for n in range(100)])
            data, got = "", 0
            while data != '{"n": 99}':
                data, got = (await stream.next())["data"], got + 1
            return got, clock() - began

    got, seconds = run(main)

    assert got <= 2 + seconds / hub.WINDOW


@pytest.mark.django_db(transaction=True)
def test_what_is_rolled_back_is_never_told(lot):
    alice = UserFactory()

    def told_in_vain():
        try:
            with transaction.atomic():
                services.publish(lot, {"never": True})
                transaction.set_rollback(True)
        finally:
            connection.close()

    async def main():
        async with Stream(alice, lot) as stream:
            await asyncio.to_thread(told_in_vain)
            await asyncio.to_thread(tell, lot, {"true": True})
            return await stream.next()

    assert run(main)["data"] == '{"true": true}'


@pytest.mark.django_db(transaction=True)
def test_publishing_outside_a_transaction_is_refused():
    with pytest.raises(transaction.TransactionManagementError):
        services.publish("lot/7")

    assert LiveMessage.objects.count() == 0


@pytest.mark.django_db
def test_a_persons_own_topic_is_his_alone():
    alice, bob = UserFactory(), UserFactory()

    heard = [topics.may_listen(user, topics.of_person(alice)) for user in (alice, bob, AnonymousUser())]

    assert heard == [True, False, False]


@pytest.mark.parametrize("topic", ["lot", "lot/", "/7", "lot/../person", "LOT/7", "lot/7\n", "lot/*"])
def test_a_malformed_topic_is_nobodys(topic):
    alice = UserFactory.build()

    assert not topics.may_listen(alice, topic)


def test_of_one_event_only_the_last_word_is_sent():
    messages = [hub.Message(1, "a", "x", {}), hub.Message(2, "a", "y", {}), hub.Message(3, "a", "x", {})]

    assert [m.id for m in hub.last_of_each(messages)] == [2, 3]


def test_a_reader_that_is_too_slow_is_let_go():
    slow = hub.Subscriber()

    for number in range(hub.BACKLOG + 1):
        slow.offer(hub.Message(number, "a", "x", {}))

    assert slow.lost


@pytest.mark.django_db
def test_old_messages_are_forgotten():
    with transaction.atomic():
        services.publish("lot/7")
        services.publish("lot/7")
    first = LiveMessage.objects.order_by("pk").first()
    LiveMessage.objects.filter(pk=first.pk).update(at=F("at") - timedelta(hours=1, seconds=1))

    forgotten = services.forget_old()

    assert (forgotten, LiveMessage.objects.count()) == (1, 1)
